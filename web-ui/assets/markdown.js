// The toolbar of the staff's composer: marks around what is selected, and a preview that the server makes.

const AROUND = { bold: '**', italic: '_' };

export function startMarkdown(root) {
  for (const pens of root.querySelectorAll('.pens:not([data-ready])')) {
    if (!pens.querySelector('[data-mark]')) continue;
    pens.dataset.ready = '1';
    const form = pens.closest('form');
    pens.addEventListener('click', (event) => {
      const mark = event.target.closest('[data-mark]')?.dataset.mark;
      if (mark) apply(form, mark);
    });
    form.elements.text.addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const mark = { b: 'bold', i: 'italic' }[event.key.toLowerCase()];
      if (!mark) return;
      event.preventDefault();
      apply(form, mark);
    });
    form.addEventListener('submit', () => hide(form));
  }
}

function apply(form, mark) {
  if (mark === 'preview') {
    toggle(form);
    return;
  }
  hide(form);
  const text = form.elements.text;
  text.focus();
  if (AROUND[mark]) around(text, AROUND[mark]);
  else if (mark === 'link') link(text);
  else if (mark === 'list') lines(text, '- ');
  else if (mark === 'code') code(text);
}

function selected(text) {
  return text.value.slice(text.selectionStart, text.selectionEnd);
}

// Unlike setting the value, this can be taken back with Ctrl+Z.
function replace(text, from, to, written) {
  text.setSelectionRange(from, to);
  if (!document.execCommand('insertText', false, written)) {
    text.setRangeText(written, from, to, 'end');
    text.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function around(text, mark) {
  const { selectionStart: from, selectionEnd: to, value } = text;
  const marked = value.slice(from - mark.length, from) === mark && value.slice(to, to + mark.length) === mark;
  if (marked) {
    replace(text, from - mark.length, to + mark.length, value.slice(from, to));
    text.setSelectionRange(from - mark.length, to - mark.length);
  } else {
    replace(text, from, to, mark + value.slice(from, to) + mark);
    text.setSelectionRange(from + mark.length, to + mark.length);
  }
}

function link(text) {
  const { selectionStart: from, selectionEnd: to } = text;
  const words = selected(text);
  const isAddress = /^https?:\/\/\S+$/.test(words);
  replace(text, from, to, isAddress ? `[](${words})` : `[${words}](https://)`);
  if (isAddress) text.setSelectionRange(from + 1, from + 1);
  else text.setSelectionRange(from + words.length + 3, from + words.length + 11);
}

function lines(text, mark) {
  const from = text.value.lastIndexOf('\n', text.selectionStart - 1) + 1;
  const to = text.selectionEnd;
  const each = text.value.slice(from, to).split('\n');
  const marked = each.every((line) => line.startsWith(mark));
  const written = each.map((line) => (marked ? line.slice(mark.length) : mark + line)).join('\n');
  replace(text, from, to, written);
  if (each.length > 1) text.setSelectionRange(from, from + written.length);
}

function code(text) {
  const words = selected(text);
  if (!words.includes('\n')) {
    around(text, '`');
    return;
  }
  const before = text.selectionStart > 0 && text.value[text.selectionStart - 1] !== '\n' ? '\n' : '';
  replace(text, text.selectionStart, text.selectionEnd, `${before}\`\`\`\n${words}\n\`\`\`\n`);
}

async function toggle(form) {
  if (!preview(form).hidden) {
    hide(form);
    form.elements.text.focus();
    return;
  }
  const data = new FormData();
  data.set('csrf', form.elements.csrf.value);
  data.set('text', form.elements.text.value);
  const answer = await fetch('/preview', { method: 'POST', body: data, headers: { 'X-Schalter-Form': '1' }, credentials: 'same-origin' }).catch(() => null);
  if (!answer?.ok) return;
  const html = await answer.text();
  const shown = preview(form);
  if (html) shown.innerHTML = html;
  else shown.textContent = shown.dataset.nothing;
  show(form, true);
  shown.focus();
}

function preview(form) {
  return form.querySelector('[data-preview]');
}

function hide(form) {
  if (!preview(form).hidden) show(form, false);
}

function show(form, shown) {
  preview(form).hidden = !shown;
  form.elements.text.hidden = shown;
  form.querySelector('[data-mark=preview]').setAttribute('aria-pressed', String(shown));
}
