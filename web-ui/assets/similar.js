// Tickets like the new one are shown while a customer types its title; they never stop anybody.
import { ask } from './wait.js';

const PATIENCE = 8000;
const PAUSE = 400; // milliseconds without a key after which is asked
const LEAST = 4; // letters of a word that says something

export function startSimilar() {
  const field = document.querySelector('[data-similar]');
  if (!field || field.dataset.looked) return;
  field.dataset.looked = '1';
  let timer = 0;
  let asked = 0;
  let last = '';
  const look = async () => {
    const title = field.value.trim();
    if (title === last) return;
    last = title;
    const mine = ++asked;
    const url = new URL('/tickets/new/look', location.href);
    url.searchParams.set('title', title);
    const answer = title.length < LEAST ? { ok: true, text: '' } : await ask(url, { headers: { 'X-Fragment': '1' } }, PATIENCE).catch(() => null);
    if (mine !== asked || !answer?.ok) return;
    const fresh = new DOMParser().parseFromString(answer.text, 'text/html').querySelector('[data-similar-found]');
    const place = field.form.querySelector('[data-similar-found]');
    // The same is not told twice.
    if (place && place.textContent !== (fresh?.textContent ?? '')) place.replaceChildren(...(fresh ? document.adoptNode(fresh).childNodes : []));
  };
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  if (field.value) look();
}
