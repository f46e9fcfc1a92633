// The desk's list: rows change in place and never move, new ones wait for a click, the chosen row stays chosen, and one key
// or click does to every ticked ticket what it says.

import { typeAhead } from './menus.js';

const POINT = 'at';
const TWICE = 600; // milliseconds in which a second Enter belongs to the first

// Rows that have come and wait to be shown.
let waiting = null;

const form = () => document.querySelector('form[data-list]');
const rows = () => [...document.querySelectorAll('form[data-list] tr[data-row]')];
const boxes = () => [...document.querySelectorAll('form[data-list] tbody input[name=number]')];
// Those of the rows that still belong to the list.
const here = () => boxes().filter((box) => !box.closest('tr.gone'));
const ticked = () => boxes().filter((box) => box.checked);
// What the server is to say of rows that are not on its page: whether they still belong to the list.
export const shownRows = () => rows().map((row) => row.dataset.row).join();
export const pointed = () => document.querySelector('form[data-list] tr.at');

export function startList() {
  // What orders a list does so when it is picked, on every page that has one.
  document.addEventListener('change', (event) => {
    if (event.target.matches?.('[data-submit]')) event.target.form.requestSubmit();
  });
  if (!form()) return;
  document.addEventListener('change', (event) => {
    if (event.target.matches?.('input[name=number], [data-pick-all]')) onlyPointed = null;
    // Before what is ticked is counted, which ticks or clears this box itself.
    if (event.target.matches?.('[data-pick-all]')) for (const box of here()) box.checked = event.target.checked;
    if (event.target.closest?.('form[data-list]')) tell();
  });
  document.addEventListener('click', (event) => {
    if (event.target.closest?.('[data-unpick]')) drop();
    if (event.target.closest?.('[data-fresh]')) showFresh();
    const menu = event.target.closest?.('details.menu');
    for (const open of document.querySelectorAll('.tool details.menu[open]')) if (open !== menu) open.open = false;
  });
  document.addEventListener('keydown', enterOnce, true);
  tell();
  pointed()?.scrollIntoView({ block: 'nearest' });
  const pointedAt = pointed()?.querySelector('a.title');
  if (pointedAt && document.activeElement === document.body) pointedAt.focus({ preventScroll: true });
}

// Whether the act that is under way, or was just done, came by Enter in a field of the bar, and when it was done.
let entered = false;
let doneAt = -TWICE;

// The act has taken the focus from the field, while it is sent already: a second Enter would open what is in the list. The buttons
// to go on or to stop, which come when it cannot be sent, stay keys of their own.
function enterOnce(event) {
  if (event.key !== 'Enter') {
    entered = false;
  } else if (event.target.matches?.('[data-bulk] input')) {
    entered = true;
  } else if (entered && (isUnderWay(event.target) || performance.now() - doneAt < TWICE)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

const isUnderWay = (target) => Boolean(form()?.dataset.sent) && !target.closest?.('button');

// Says how many are ticked, and whose they are.
function tell() {
  const bar = document.querySelector('[data-bulk]');
  if (!bar) return;
  const chosen = ticked();
  for (const row of rows()) {
    const box = row.querySelector('input[name=number]');
    if (box?.checked) row.setAttribute('aria-selected', 'true');
    else row.removeAttribute('aria-selected');
  }
  const count = bar.querySelector('[data-picked]');
  count.textContent = count.dataset.picked.replace('{n}', chosen.length);
  const others = {};
  for (const { dataset } of chosen.map((box) => box.closest('tr'))) {
    if (dataset.who) others[dataset.who] = (others[dataset.who] ?? 0) + 1;
  }
  const names = Object.entries(others).map(([name, n]) => `${name} (${n})`);
  const place = bar.querySelector('[data-others]');
  place.textContent = names.length ? place.dataset.others.replace('{names}', names.join(', ')) : '';
  const into = bar.querySelector('[name=into]');
  if (into && !into.value && chosen.length > 1) into.placeholder = chosen.map((box) => box.value).sort()[0];
  const all = document.querySelector('[data-pick-all]');
  if (all) all.checked = chosen.length > 0 && here().every((box) => box.checked);
}

function drop() {
  const had = ticked().length > 0;
  for (const box of ticked()) box.checked = false;
  tell();
  return had;
}

// Moves the pointer to a row; the address says which, so that it survives whatever loads the page.
function point(row) {
  for (const other of rows()) other.classList.toggle('at', other === row);
  row.scrollIntoView({ block: 'nearest' });
  row.querySelector('a.title')?.focus({ preventScroll: true });
  const url = new URL(location.href);
  url.searchParams.set(POINT, row.dataset.row);
  history.replaceState(history.state, '', url);
  document.dispatchEvent(new CustomEvent('schalter:row', { detail: row.dataset.row }));
  const back = form()?.querySelector('[name=back]');
  if (back) back.value = url.pathname + url.search;
}

function move(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(pointed());
  point(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
  return true;
}

let lastTicked = null;

function tick(upTo) {
  const row = pointed();
  const box = row?.querySelector('input[name=number]');
  if (!box) return false;
  const all = rows();
  const from = all.findIndex((other) => other.dataset.row === lastTicked);
  if (upTo && from >= 0) {
    const [first, last] = [from, all.indexOf(row)].sort((one, other) => one - other);
    for (const other of all.slice(first, last + 1)) other.querySelector('input[name=number]').checked = true;
  } else {
    box.checked = !box.checked;
  }
  onlyPointed = null;
  lastTicked = row.dataset.row;
  tell();
  return true;
}

// The row that a key acts on because it is pointed at: its tick goes with the act, since the next key is meant for the next row.
let onlyPointed = null;

// Those that are ticked, or else the row that is pointed at.
function choose() {
  if (ticked().length) return true;
  const box = pointed()?.querySelector('input[name=number]');
  if (!box) return false;
  box.checked = true;
  onlyPointed = box.value;
  tell();
  return true;
}

function menu(name, field) {
  if (!choose()) return false;
  const details = document.querySelector(`[data-bulk] [data-menu="${name}"]`);
  if (!details) return false;
  for (const other of document.querySelectorAll('[data-bulk] details')) other.open = other === details;
  details.querySelector(field ?? '.pop :is(button, input)')?.focus();
  return true;
}

function press(value) {
  const button = form()?.querySelector(`button[name=do][value="${CSS.escape(value)}"]`);
  if (!button || !choose()) return false;
  form().requestSubmit(button);
  return true;
}

// Does to the chosen rows what a button of the bar does; false where there is none of this value.
export const chooseAndDo = (value) => press(value);

function close(details) {
  details.open = false;
  (pointed()?.querySelector('a.title') ?? details.querySelector('summary')).focus({ preventScroll: true });
  return true;
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: (event) => event.target === document.body && move(1),
  ArrowUp: (event) => event.target === document.body && move(-1),
  Enter: (event) => event.target === document.body && follow((pointed() ?? rows()[0])?.querySelector('a.title')),
  // The row, not the preview, which comes a moment later.
  r: () => answer(pointed() ?? rows()[0]),
  x: () => tick(false),
  X: () => tick(true),
  '.': () => showFresh(),
  f: () => {
    const filter = document.querySelector('[data-menu=filter]');
    if (!filter) return false;
    filter.open = true;
    filter.querySelector('a')?.focus();
    return true;
  },
  a: () => menu('a'),
  s: () => menu('s'),
  t: () => menu('t'),
  m: () => menu('m'),
  v: () => menu('v'),
  l: () => menu('v', '[name=link]'),
  1: () => press('priority:URGENT'),
  2: () => press('priority:HIGH'),
  3: () => press('priority:NORMAL'),
  4: () => press('priority:LOW'),
  Escape: () => drop(),
};

// What a key does in the list; false where it does nothing.
export function listKey(event) {
  if (!form()) return false;
  const open = document.querySelector('.tool details.menu[open]');
  if (open) {
    if (event.key === 'Escape') return close(open);
    const direct = open.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (direct) return follow(direct);
    const items = [...open.querySelectorAll('.pop :is(a, button.item)')];
    const by = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    if (by && items.length) {
      items[(items.indexOf(document.activeElement) + by + items.length) % items.length].focus();
      return true;
    }
    return typeAhead(event, items);
  }
  return Boolean(KEYS[event.key]?.(event));
}

function answer(row) {
  const link = row?.querySelector('a.title');
  if (link) location.assign(`${link.href}#text`);
  return Boolean(link);
}

function follow(element) {
  element?.click();
  return Boolean(element);
}

// Puts what the server has now into the list that is shown. `told`: this page has just acted, and the ticks are the answer's.
export function mergeList(region, other, told) {
  const shown = new Map([...region.querySelectorAll('tr[data-row]')].map((row) => [row.dataset.row, row]));
  const fresh = new Map([...other.querySelectorAll('tr[data-row]')].map((row) => [row.dataset.row, row]));
  // Rows that are shown here and belong to the list, on another page of it.
  const away = other.querySelector('template[data-beyond]')?.content.querySelectorAll('tr[data-row]') ?? [];
  const beyond = new Map([...away].map((row) => [row.dataset.row, row]));
  if (!shown.size) {
    region.replaceChildren(...document.adoptNode(other).childNodes);
    tell();
    return fresh.size > 0;
  }
  const come = [...fresh.keys()].filter((number) => !shown.has(number));
  const missing = [...shown.keys()].filter((number) => !fresh.has(number) && !beyond.has(number));
  // Places are made by rows that left the list or stand further back, and taken by those that stood below the page.
  const below = Number(region.querySelector('[data-below]')?.dataset.below ?? 0);
  const count = come.length - movedUp([...fresh.keys()], shown, Math.min(beyond.size + missing.length, below));
  for (const [number, row] of shown) {
    const now = fresh.get(number) ?? beyond.get(number);
    if (now) update(row, now);
    const box = row.querySelector('input[name=number]');
    // A row that has left the list by the act stays for the next one, as long as it is shown.
    const left = 'kept' in other.dataset && box?.checked;
    if (told && box) box.checked = now ? now.querySelector('input[name=number]')?.defaultChecked : left;
    if (told && box?.value === onlyPointed) box.checked = false;
  }
  if (told) onlyPointed = null;
  for (const number of missing) leave(shown.get(number), region);
  waiting = come.length ? other : null;
  // Where nothing is left to be done here, the next ones are offered as what they are.
  if (count || here().length) offer(region, count, region.dataset.come);
  else offer(region, come.length, region.dataset.next);
  if (told) doneAt = performance.now();
  if (told) for (const details of document.querySelectorAll('[data-bulk] details[open]')) details.open = false;
  // What was typed is done: the next act begins with an empty field. Of one that failed it stays, and so it does when one is undone.
  if (form().dataset.sent && told && 'done' in other.dataset) {
    for (const field of document.querySelectorAll('[data-bulk] input')) field.value = '';
  }
  tell();
  if (told && !document.activeElement?.closest('form[data-list] tbody')) {
    (pointed()?.querySelector('a.title') ?? region).focus({ preventScroll: true });
  }
  return count > 0;
}

// How many at the end of the page only took the places of others: they are not new.
function movedUp(page, shown, left) {
  let moved = 0;
  while (moved < left && moved < page.length && !shown.has(page[page.length - 1 - moved])) moved += 1;
  return moved;
}

// Changes a row where it stands, cell by cell: one that somebody is at keeps the focus.
function update(row, now) {
  const gone = row.classList.contains('gone');
  const changed = row.dataset.version !== now.dataset.version;
  row.dataset.version = now.dataset.version;
  row.dataset.who = now.dataset.who;
  row.classList.toggle('unread', now.classList.contains('unread'));
  row.classList.remove('gone', 'changed');
  const cells = [...now.cells];
  [...row.cells].forEach((cell, place) => {
    if (cell.classList.contains('t-sel') || (!gone && cell.innerHTML === cells[place].innerHTML)) return;
    const focused = cell.contains(document.activeElement);
    cell.replaceChildren(...cells[place].cloneNode(true).childNodes);
    if (focused) cell.querySelector('a.title')?.focus({ preventScroll: true });
  });
  if (!changed) return;
  row.classList.add('changed');
  if (row.classList.contains('at')) document.dispatchEvent(new CustomEvent('schalter:row', { detail: row.dataset.row }));
}

// A row that belongs here no more stays where it is until the next load, and says so.
function leave(row, region) {
  if (row.classList.contains('gone')) return;
  row.classList.add('gone');
  const chip = document.createElement('span');
  chip.className = 'chip good keep';
  chip.textContent = region.dataset.left;
  row.querySelector('.line')?.append(chip);
}

function offer(region, count, words) {
  let pill = region.querySelector('[data-fresh]');
  if (!count) {
    pill?.remove();
    return;
  }
  if (!pill) {
    pill = document.createElement('button');
    pill.type = 'button';
    pill.className = 'fresh-pill';
    pill.dataset.fresh = '';
    region.prepend(pill);
  }
  const text = words.replace('{n}', count);
  if (pill.textContent !== text) pill.textContent = text;
}

function showFresh() {
  const region = form()?.querySelector('[data-live=list]');
  if (!waiting || !region) return false;
  const at = pointed()?.dataset.row;
  const kept = ticked().map((box) => box.value);
  const known = new Set(rows().map((row) => row.dataset.row));
  region.replaceChildren(...document.adoptNode(waiting).childNodes);
  waiting = null;
  for (const box of boxes()) box.checked = kept.includes(box.value);
  for (const row of rows()) {
    if (!known.has(row.dataset.row)) row.classList.add('changed');
    row.classList.toggle('at', row.dataset.row === at);
  }
  (pointed()?.querySelector('a.title') ?? region).focus({ preventScroll: true });
  tell();
  return true;
}
