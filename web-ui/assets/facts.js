// Facts save themselves: a change is sent at once, and the heading says what was saved. Without this there is a button.

const labels = new WeakMap();
let focus = '';

export function startFacts() {
  document.addEventListener('change', (event) => {
    const field = event.target;
    const form = field.form;
    if (!form?.matches('[data-auto]') || !field.name) return;
    labels.set(form, field.dataset.label ?? field.labels?.[0]?.textContent.trim() ?? '');
    form.requestSubmit();
  });
}

export const savesItself = (form) => form.matches('[data-auto]');

// While a change is on its way, no other is made; the focus comes back afterwards.
export function hold(form, on) {
  if (!savesItself(form)) return;
  if (on && form.contains(document.activeElement)) focus = document.activeElement.id;
  form.inert = on;
  if (on || !focus) return;
  if (document.activeElement === document.body) document.getElementById(focus)?.focus();
  focus = '';
}

export function saySaved(form) {
  // What was refused before is done with.
  for (const told of form.closest('[data-part]')?.querySelectorAll('.notice.bad[role=alert]') ?? []) told.remove();
  const place = form.closest('[data-part]')?.querySelector('[data-saved]');
  if (place) place.textContent = `✓ ${place.dataset.text.replace('{what}', labels.get(form) ?? '')}`;
}
