// The preview beside the desk's list: it follows the row that is pointed at, and what it shows stays unread. Whether it is
// open is remembered for this browser.
import { pointed } from './list.js';
import { ask } from './wait.js';

const KEPT = 'schalter-preview';
const PATIENCE = 8000;
const PAUSE = 120; // milliseconds that the pointer rests on a row before it is shown
const NARROW = '(max-width: 1180px)'; // as in desk.css: there is no room for it

const form = () => document.querySelector('form[data-list]');
const pane = () => document.getElementById('preview');
let timer = 0;
let asked = 0;

export function startPreview() {
  const button = document.querySelector('[data-preview-toggle]');
  if (!form() || !button) return;
  button.addEventListener('click', (event) => {
    event.preventDefault();
    togglePreview();
  });
  document.addEventListener('schalter:row', (event) => isOpen() && follow(event.detail));
  if (pane()) mark(true);
  else if (isOpen()) show(number());
}

export function togglePreview() {
  if (!form() || !document.querySelector('[data-preview-toggle]') || matchMedia(NARROW).matches) return false;
  const open = !isOpen();
  keep(open);
  if (open) show(number());
  else close();
  return true;
}

const number = () => pointed()?.dataset.row ?? document.querySelector('form[data-list] tr[data-row]')?.dataset.row;

function follow(row) {
  clearTimeout(timer);
  timer = setTimeout(() => show(row), PAUSE);
}

async function show(row) {
  if (!row) return;
  const url = new URL(`/desk/preview/${row}`, location.href);
  for (const [name, value] of new URL(location.href).searchParams) {
    if (name !== 'preview' && name !== 'at') url.searchParams.set(name, value);
  }
  const mine = ++asked;
  const answer = await ask(url, { headers: { 'X-Fragment': '1' } }, PATIENCE).catch(() => null);
  if (mine !== asked || !isOpen() || !answer?.ok) return;
  const fresh = new DOMParser().parseFromString(answer.text, 'text/html').getElementById('preview');
  if (!fresh) return;
  const copy = document.adoptNode(fresh);
  if (pane()) pane().replaceWith(copy);
  else form().append(copy);
  mark(true);
  const news = copy.querySelector('.newline') ?? copy.querySelector('.post:last-of-type');
  if (news) copy.scrollTop = Math.max(news.offsetTop - 120, 0);
}

function close() {
  asked += 1;
  pane()?.remove();
  mark(false);
}

function mark(open) {
  form().classList.toggle('with-preview', open);
  document.querySelector('[data-preview-toggle]')?.classList.toggle('on', open);
}

function isOpen() {
  if (matchMedia(NARROW).matches) return false;
  try {
    return localStorage.getItem(KEPT) === 'on';
  } catch {
    return Boolean(pane());
  }
}

function keep(open) {
  try {
    localStorage.setItem(KEPT, open ? 'on' : 'off');
  } catch {
    // No storage: it is closed again on the next page.
  }
}
