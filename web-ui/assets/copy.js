// Copies the address of a link, and says so; without a script the link leads to the bare address, which can be copied.

const SHOWN = 4000; // milliseconds that it is said

export function startCopy() {
  document.addEventListener('click', async (event) => {
    const link = event.target.closest?.('[data-copy]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link.closest('details')?.removeAttribute('open');
    if (!(await copied(link.href))) {
      location.assign(link.href);
      return;
    }
    say(link.dataset.copied);
  });
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https there is no clipboard but that of a field.
    const field = Object.assign(document.createElement('textarea'), { value: text, className: 'sr' });
    const before = document.activeElement;
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    before?.focus?.({ preventScroll: true });
    return done;
  }
}

function say(text) {
  document.querySelector('.copied')?.remove();
  const note = Object.assign(document.createElement('p'), { className: 'notice good copied', textContent: text });
  document.body.append(note);
  const announce = document.getElementById('announce');
  if (announce) announce.textContent = text;
  setTimeout(() => note.remove(), SHOWN);
}
