// Text that no draft keeps, such as a title or what is kept in mind about a customer, is not lost without a question.
import { isLeaving } from './person.js';

// Single fields are asked about where a long text stands beside them, or where they save themselves.
const LONG = 'form[method=post]:not([data-draft]):is([data-auto], [data-savebar], :has(textarea, [data-savebar]))';

export function watchLeaving() {
  window.addEventListener('beforeunload', (event) => {
    if (!isLeaving() && [...document.querySelectorAll(LONG)].some(isTyped)) event.preventDefault();
  });
}

function isTyped(form) {
  if (form.dataset.sent) return false;
  return [...form.querySelectorAll('textarea, input[type=text]')].some((field) => field.matches('[data-unsaved]') || field.value !== field.defaultValue);
}
