// Facts save themselves: a change is sent at once, and the heading says what was saved. Without this there is a button.

import { keepFocus } from './focus.js';

const labels = new WeakMap();
const backs = new WeakMap();
// What was asked of fields by keys while their form was on its way: where to go, and what to choose.
let asked = '';
const chosen = new Map();

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

// While a change of a fact is on its way, no other is made. The focus of every form comes back afterwards.
export function hold(form, on) {
  if (on) backs.set(form, keepFocus(form));
  if (savesItself(form)) form.inert = on;
  if (on) return;
  if (asked && document.activeElement === document.body) document.getElementById(asked)?.focus();
  backs.get(form)?.();
  if (!savesItself(form)) return;
  asked = '';
  const left = [...chosen];
  chosen.clear();
  for (const [id, value] of left) choose(document.getElementById(id), value);
}

// Goes to a field, or will once its form is back.
export function reach(field) {
  if (field.form?.inert) asked = field.id;
  else field.focus();
}

// Sets a field as a person would, or will once its form is back.
export function choose(field, value) {
  if (!field || (field.value === value && !chosen.has(field.id))) return;
  if (field.form?.inert) {
    chosen.set(field.id, value);
    return;
  }
  field.value = value;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

export function saySaved(form) {
  // What was refused before is done with.
  for (const told of form.closest('[data-part]')?.querySelectorAll('.notice.bad[role=alert]') ?? []) told.remove();
  const place = form.closest('[data-part]')?.querySelector('[data-saved]');
  if (place) place.textContent = `✓ ${place.dataset.text.replace('{what}', labels.get(form) ?? '')}`;
}
