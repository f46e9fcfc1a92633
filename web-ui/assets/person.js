// Who is logged in, and what follows when that changes while a page is open: it must not serve the next person.
import { ask } from './wait.js';

const LIMIT = 10_000;

// The tabs of this browser hear each other on it, and none hears itself.
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('schalter') : null;

let leaving = false;

// The page is left on purpose: nothing is to be asked.
export function letGo() {
  leaving = true;
}

export const isLeaving = () => leaving;

export function watchPerson() {
  // A page from the browser's memory may be that of a person who has left.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) reload();
  });
  channel?.addEventListener('message', reload);
}

// Tells the other tabs that the person has left, so that they show nothing any more.
export function tellOthers() {
  channel?.postMessage('gone');
  try {
    sessionStorage.clear();
  } catch {
    // No storage, nothing in it.
  }
}

export const viewerOf = (page) => page.body?.dataset.viewer ?? '';

// Shows the page to whoever is logged in now.
export function reload() {
  letGo();
  location.reload();
}

// Looks who is logged in, and gives the forms tokens that are good now. `same`: the same person; `out`: nobody;
// `away`: the server does not answer. If it is somebody else, the page is loaded for them.
export async function renew() {
  let answer;
  try {
    answer = await ask(location.href, { headers: { 'X-Fragment': '1' } }, LIMIT);
  } catch {
    return 'away';
  }
  if (!answer.ok && answer.status !== 401) return 'away';
  const page = new DOMParser().parseFromString(answer.text, 'text/html');
  const now = viewerOf(page);
  if (now !== viewerOf(document)) {
    if (now === '') return 'out';
    reload();
    return 'other';
  }
  const token = page.querySelector('input[name=csrf]')?.value;
  if (!token) return 'out';
  for (const field of document.querySelectorAll('input[name=csrf]')) field.value = token;
  return 'same';
}
