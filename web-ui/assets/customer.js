// The caller is found while their name, address or organisation is typed; what they have open already is shown at once.
import { ask } from './wait.js';

const PATIENCE = 8000;
const PAUSE = 200; // milliseconds without a key after which is asked

export function startCustomer() {
  const field = document.querySelector('[data-customer]');
  if (!field || field.dataset.watched) return;
  field.dataset.watched = '1';
  const form = field.form;
  let timer = 0;
  let asked = 0;
  const look = async () => {
    const url = new URL('/tickets/new/look', location.href);
    url.searchParams.set('q', field.value);
    url.searchParams.set('title', form.elements.title?.value ?? '');
    const mine = ++asked;
    const answer = await ask(url, { headers: { 'X-Fragment': '1' } }, PATIENCE).catch(() => null);
    if (mine !== asked || !answer?.ok) return;
    const page = new DOMParser().parseFromString(answer.text, 'text/html');
    const fresh = page.querySelector('[data-looked]');
    const place = form.querySelector('[data-looked]');
    if (!fresh || !place) return;
    const picked = form.elements.organisation?.value;
    place.replaceChildren(...document.adoptNode(fresh).childNodes);
    // What was picked stays picked, as long as it is still offered.
    const choice = form.elements.organisation;
    if (picked && choice?.querySelector(`option[value="${CSS.escape(picked)}"]`)) choice.value = picked;
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  field.addEventListener('input', soon);
  form.elements.title?.addEventListener('change', () => field.value && soon());
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' || event.target !== field) return;
    const first = form.querySelector('[name=customer_pick]');
    if (!first) return;
    event.preventDefault();
    first.focus();
  });
  const take = (choice) => {
    field.value = choice.value;
    const name = form.elements.customer_name;
    if (name) name.value = choice.dataset.name;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  };
  form.addEventListener('click', (event) => {
    const label = event.target.closest?.('.matches label');
    if (label && event.detail > 0) {
      event.preventDefault();
      take(label.querySelector('input'));
    }
  });
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.target.name !== 'customer_pick') return;
    event.preventDefault();
    take(event.target);
  });
  if (field.value) look();
}
