// The command palette: what is typed is looked for by the server, which knows commands, places, tickets and people; the page
// behind keeps its place and its focus.
import { ask } from './wait.js';
import { chooseAndDo, pointed } from './list.js';

const PATIENCE = 8000;
const PAUSE = 120; // milliseconds without a key after which is asked

let dialog = null;
let before = null;
let timer = 0;
let asked = 0;

export function startPalette() {
  dialog = document.getElementById('palette');
  if (!dialog) return;
  for (const button of document.querySelectorAll('[data-palette-open]')) {
    button.addEventListener('click', (event) => {
      event.preventDefault();
      togglePalette();
    });
  }
  const field = dialog.querySelector('input[name=q]');
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  dialog.addEventListener('keydown', (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      step(by);
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      choose(event);
    }
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
    const press = event.target.closest?.('[data-press], [data-click]');
    if (press) {
      event.preventDefault();
      run(press);
    }
  });
  dialog.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
  dialog.addEventListener('close', () => before?.isConnected && before.focus({ preventScroll: true }));
}

export function togglePalette() {
  if (!dialog) return false;
  if (dialog.open) {
    dialog.close();
    return true;
  }
  before = document.activeElement;
  dialog.showModal();
  const field = dialog.querySelector('input[name=q]');
  field.value = '';
  field.focus();
  look();
  return true;
}

const hits = () => [...dialog.querySelectorAll('[role=option]')];

async function look() {
  const field = dialog.querySelector('input[name=q]');
  const url = new URL('/desk/find', location.href);
  url.searchParams.set('q', field.value);
  url.searchParams.set('here', location.pathname);
  const row = pointed()?.dataset.row;
  if (row) url.searchParams.set('at', row);
  const mine = ++asked;
  const answer = await ask(url, { headers: { 'X-Fragment': '1' } }, PATIENCE).catch(() => null);
  if (mine !== asked || !dialog.open || !answer?.ok) return;
  const page = new DOMParser().parseFromString(answer.text, 'text/html');
  const fresh = page.querySelector('.hits');
  if (!fresh) return;
  leaveOutWhatIsNotHere(fresh);
  dialog.querySelector('.hits').replaceChildren(...document.adoptNode(fresh).childNodes);
  step(0);
}

function step(by) {
  const all = hits();
  const at = all.findIndex((hit) => hit.getAttribute('aria-selected') === 'true');
  all.forEach((hit) => hit.removeAttribute('aria-selected'));
  const field = dialog.querySelector('input[name=q]');
  if (!all.length) {
    field.removeAttribute('aria-activedescendant');
    return;
  }
  const next = all[by ? (Math.max(at, 0) + by + all.length) % all.length : 0];
  next.setAttribute('aria-selected', 'true');
  next.scrollIntoView({ block: 'nearest' });
  field.setAttribute('aria-activedescendant', next.id);
}

function choose(event) {
  const link = hits().find((one) => one.getAttribute('aria-selected') === 'true');
  if (!link) return;
  if (link.dataset.press || link.dataset.click) run(link);
  else if (event.ctrlKey || event.metaKey) window.open(link.href, '_blank', 'noopener');
  else location.assign(link.href);
}

// What does a command on the page behind: a button or a box by its name, a macro by its id.
function doer(name) {
  const id = name.startsWith('macro:') ? name.slice('macro:'.length) : '';
  if (!id) return document.querySelector(`[data-key="${CSS.escape(name)}"]`);
  return document.querySelector(`form[data-list] button[name=do][value="${CSS.escape(name)}"], [data-menu=macro] button[value="${CSS.escape(id)}"]`);
}

// Nobody can stop watching what they do not watch; a heading with nothing under it goes as well.
function leaveOutWhatIsNotHere(found) {
  for (const hit of found.querySelectorAll('[data-click]')) if (!doer(hit.dataset.click)) hit.closest('li').remove();
  for (const head of found.querySelectorAll('li.h:not(.strange)')) {
    if (!head.nextElementSibling?.querySelector('[role=option]') && found.querySelector('[role=option]')) head.remove();
  }
}

// The key that a command presses: it is no key of the keyboard, and counts also where single keys are switched off.
let pressed = null;

export const isPressed = (event) => event === pressed;

// A command is a key or a button that somebody did not have to know.
function run(link) {
  dialog.close();
  before = null;
  // What stands open would take the key for one of its own.
  for (const menu of document.querySelectorAll('details:is(.menu, [data-menu])[open]')) menu.open = false;
  const { press, click } = link.dataset;
  for (const key of press?.split(' ') ?? []) {
    pressed = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    document.body.dispatchEvent(pressed);
  }
  pressed = null;
  if (press) return;
  if (doer(click)?.name === 'do') chooseAndDo(click);
  else doer(click)?.click();
}
