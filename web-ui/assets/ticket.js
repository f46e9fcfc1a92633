// Keys of a ticket: r answer, i note, s send menu and then 1 to 4, u back, j k next and previous, q quote, a a take,
// 1 to 4 priority, t tag, v queue, m macro, ; text block, l link, y copy the link, Shift+U unread. Each does what a link or a form does.
import { startCopy } from './copy.js';
import { choose, reach } from './facts.js';
import { typing } from './keys.js';
import { typeAhead } from './menus.js';
import { isPressed } from './palette.js';
import { printWhole } from './print.js';

const TWICE = 700; // milliseconds between two keys that belong together
const PRIORITIES = { 1: 'URGENT', 2: 'HIGH', 3: 'NORMAL', 4: 'LOW' };

const find = (selector) => document.querySelector(selector);
let first = { key: '', at: 0 };
// The menu that a key has opened, and where the focus was.
let opened = null;

export function startTicket() {
  if (!find('.case-head')) return;
  document.addEventListener('keydown', press);
  document.addEventListener('pointerdown', waitNoMore);
  document.addEventListener('click', (event) => {
    opened = null;
    for (const menu of document.querySelectorAll('details[data-menu][open]')) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const mode = event.target.closest?.('[data-mode]')?.dataset.mode;
    // On a small screen the composer is shown only once the link has been followed.
    if (mode) setTimeout(() => pick(mode));
    if (event.target.closest?.('[data-key=quote]')) quote();
  });
  document.addEventListener('change', (event) => {
    const text = event.target.matches('#composer [name=visibility]') ? find('#composer textarea') : null;
    if (text) text.placeholder = event.target.value === 'INTERNAL' ? text.dataset.internal : text.dataset.public;
  });
  if (location.hash === '#print') {
    history.replaceState(null, '', location.pathname + location.search);
    printWhole();
  }
  startCopy();
  openAtNews();
}

function press(event) {
  // The palette presses a key for the Enter that chose it, which then gets here as well.
  if (event.defaultPrevented) return;
  if (event.key !== 'a') waitNoMore();
  if (event.key === 'Enter' && event.shiftKey && (event.ctrlKey || event.metaKey)) {
    if (open('send')) event.preventDefault();
    return;
  }
  // The browser would press the first button of the form, which takes a file off.
  const isChoice = event.target.matches?.('#composer :is([type=radio], [type=checkbox])');
  if (event.key === 'Enter' && isChoice && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    return;
  }
  const menu = find('details[data-menu][open]');
  if (menu && inMenu(event, menu)) {
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (switchedOff() && !isPressed(event)) return;
  const act = ACTIONS[event.key];
  if (act?.()) event.preventDefault();
}

const ACTIONS = {
  r: () => pick('PUBLIC'),
  i: () => pick('INTERNAL'),
  s: () => open('send'),
  m: () => open('macro'),
  ';': () => open('block'),
  u: () => click('back'),
  U: () => click('unread'),
  j: () => click('next'),
  k: () => click('previous'),
  l: () => click('link'),
  y: () => click('copy'),
  q: quote,
  t: () => go('fact-tag'),
  v: () => go('fact-queue'),
  a: assign,
  1: () => rank(1),
  2: () => rank(2),
  3: () => rank(3),
  4: () => rank(4),
};

// In an open menu, digits pick, letters and arrows move, and Escape goes back to where the focus was.
function inMenu(event, menu) {
  const items = [...menu.querySelectorAll('.pop :is(a, button)')];
  const at = items.indexOf(document.activeElement);
  if (event.key === 'Escape') {
    const from = opened?.menu === menu && opened.from.isConnected ? opened.from : menu.querySelector('summary');
    menu.open = false;
    if (from === document.body) document.activeElement.blur();
    else from.focus();
    return true;
  }
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const to = at + (event.key === 'ArrowDown' ? 1 : -1);
    items[(to + items.length) % items.length]?.focus();
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return false;
  const picked = menu.querySelector(`[data-pick="${CSS.escape(event.key)}"]`);
  picked?.click();
  return Boolean(picked) || typeAhead(event, items);
}

// Single letters can be switched off in the profile.
function switchedOff() {
  try {
    return localStorage.getItem('schalter-single-keys') === 'off';
  } catch {
    return false;
  }
}

function pick(mode) {
  const text = find('#composer textarea');
  const radio = find(`#composer input[name=visibility][value=${mode}]`);
  if (!text || !radio) return false;
  // Who reads what stands there already is chosen beside it: a note becomes no answer by a key.
  if (!radio.checked && text.value.trim() === '' && !find('#composer .chosen > li')) {
    radio.checked = true;
    radio.dispatchEvent(new Event('change', { bubbles: true }));
  }
  text.focus();
  return true;
}

function open(name) {
  const menu = find(`details[data-menu=${name}]`);
  if (!menu) return false;
  if (!menu.contains(document.activeElement)) opened = { menu, from: document.activeElement };
  menu.open = true;
  (menu.querySelector('.pop [aria-current=true]') ?? menu.querySelector('.pop :is(a, button)'))?.focus();
  return true;
}

function click(key) {
  const element = find(`[data-key="${key}"]`);
  element?.click();
  return Boolean(element);
}

function go(id) {
  const field = document.getElementById(id);
  if (field) reach(field);
  return Boolean(field);
}

// A key that waits for its second one is done with when something else comes.
function waitNoMore() {
  first = { key: '', at: 0 };
}

// Once: choose who; twice: oneself.
function assign() {
  const field = document.getElementById('fact-assignee');
  if (!field) return false;
  const now = Date.now();
  if (first.key === 'a' && now - first.at < TWICE) {
    waitNoMore();
    choose(field, field.form.dataset.me);
    return true;
  }
  first = { key: 'a', at: now };
  setTimeout(() => first.at === now && first.key === 'a' && reach(field), TWICE);
  return true;
}

function rank(digit) {
  const field = document.getElementById('fact-priority');
  if (field) choose(field, PRIORITIES[digit]);
  return Boolean(field);
}

// Quotes what is marked in the conversation, or else nothing.
function quote() {
  const marked = String(window.getSelection()).trim();
  const text = find('#composer textarea');
  if (!marked || !text) return false;
  const quoted = marked.split('\n').map((line) => `> ${line}`).join('\n');
  const before = text.value && !text.value.endsWith('\n') ? '\n' : '';
  text.setRangeText(`${before}${quoted}\n\n`, text.value.length, text.value.length, 'end');
  text.dispatchEvent(new Event('input', { bubbles: true }));
  text.focus();
  return true;
}

// The page begins at what is new, or else at the last entry, from its first line; an address that names a place leads there.
function openAtNews() {
  const frame = find('.case-main');
  if (!frame || location.hash) return;
  const place = document.getElementById('new') ?? [...document.querySelectorAll('.posts-list [data-item]')].at(-1);
  frame.scrollTop = place ? Math.max(place.offsetTop - 96, 0) : frame.scrollHeight;
}
