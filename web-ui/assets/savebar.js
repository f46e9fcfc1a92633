// The foot of a long form: names what was changed in it and is not saved yet, counts what is wrong, and takes the changes back.
// Without this it is a button.

export function startSavebars() {
  for (const bar of document.querySelectorAll('[data-savebar]')) {
    const form = bar.closest('form');
    show(bar, form);
    if (bar.dataset.started) continue;
    bar.dataset.started = '1';
    for (const kind of ['input', 'change']) form.addEventListener(kind, () => show(bar, form));
    // The fields have their values back only after the event.
    form.addEventListener('reset', () => setTimeout(() => show(bar, form)));
  }
}

function show(bar, form) {
  const changed = new Set([...form.elements].filter(isChanged).map(nameOf).filter(Boolean));
  const wrong = form.querySelectorAll('[aria-invalid=true]').length;
  bar.classList.toggle('on', changed.size > 0 || wrong > 0);
  say(bar.querySelector('[data-count]'), changed.size);
  say(bar.querySelector('[data-errors]'), wrong);
  bar.querySelector('[data-what]').textContent = [...changed].join(' · ');
  for (const part of bar.querySelectorAll('[type=reset], .effect')) part.hidden = changed.size === 0;
}

function say(place, count) {
  const text = count > 0 ? `${place.dataset.text} ${count}` : '';
  // The same words again would be read out again.
  if (place.textContent !== text) place.textContent = text;
}

function isChanged(field) {
  if (!field.name || field.type === 'hidden') return false;
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  if (field.type === 'file') return field.files.length > 0;
  if (!field.options) return field.value !== field.defaultValue;
  const chosen = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(chosen, 0);
}

// Choices that belong together are one change.
function nameOf(field) {
  const group = field.type === 'radio' || field.type === 'checkbox' ? field.closest('fieldset')?.querySelector('legend') : null;
  const label = group ?? field.labels?.[0];
  return (label?.textContent ?? field.getAttribute('aria-label') ?? '').trim();
}
