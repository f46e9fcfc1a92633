// Keys: each does what a button or a link of the page does. Single letters work outside fields, and can be switched off.
import { listKey } from './list.js';
import { togglePreview } from './preview.js';
import { lastDone } from './sent.js';
import { isPressed, startPalette, togglePalette } from './palette.js';

const OFF = 'schalter-single-keys';
const PREFIX = 1500; // milliseconds in which the second key of two must come

let prefixed = 0;

export function startKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      const form = event.target.closest?.('form[data-form]');
      if (form) {
        event.preventDefault();
        form.requestSubmit();
      }
      return;
    }
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      if (togglePalette()) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' ? escape(event) : act(event)) event.preventDefault();
  });
  for (const button of document.querySelectorAll('[data-keys-open]')) button.addEventListener('click', help);
  // What is of use with a script alone.
  for (const part of document.querySelectorAll('[data-with-script]')) part.hidden = false;
  const choices = [...document.querySelectorAll('[data-single-keys]')];
  for (const choice of choices) {
    choice.checked = single();
    choice.addEventListener('change', () => {
      keep(choice.checked);
      for (const other of choices) other.checked = choice.checked;
    });
  }
  startPalette();
}

function act(event) {
  if (typing(event.target) || document.querySelector('dialog[open]') || inTicketMenu() || !(single() || isPressed(event))) return false;
  if (prefixed > Date.now() && !isPressed(event)) {
    prefixed = 0;
    return goTo(VIEWS[event.key]);
  }
  return listKey(event) || ANYWHERE[event.key]?.(event);
}

function escape(event) {
  // A key that waits for a second one waits no longer.
  prefixed = 0;
  if (document.querySelector('dialog[open]')) return false;
  if (inTicketMenu()) return false;
  if (typing(event.target)) {
    const open = event.target.closest('details.menu[open]');
    event.target.blur();
    return open ? listKey(event) : true;
  }
  return listKey(event);
}

// The menus of a ticket have keys of their own.
const inTicketMenu = () => !document.querySelector('form[data-list]') && document.querySelector('details[data-menu][open]') !== null;

const VIEWS = { w: 'waiting', n: 'unassigned', m: 'mine' };

const staff = () => document.body.classList.contains('desk');

const ANYWHERE = {
  n: () => !staff() && follow(document.querySelector('[data-key="new"]')),
  c: () => staff() && follow(document.querySelector('[data-key="new"]')),
  '/': () => {
    const search = document.querySelector('[data-key="search"]');
    search?.closest('details')?.setAttribute('open', '');
    search?.focus();
    search?.select();
    return Boolean(search);
  },
  g: () => {
    if (!staff()) return false;
    prefixed = Date.now() + PREFIX;
    return true;
  },
  p: () => togglePreview(),
  z: () => follow(lastDone()),
  j: () => move(1),
  k: () => move(-1),
  Enter: (event) => event.target === document.body && follow(document.querySelector('tr.at a.title')),
  '?': help,
};

// Puts the selection back after a list has been replaced.
export function keepSelection(region) {
  const at = region.querySelector('tr.at')?.dataset.row;
  return () => {
    if (at) region.querySelector(`tr[data-row="${CSS.escape(at)}"]`)?.classList.add('at');
  };
}

export function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'));
}

function follow(element) {
  element?.click();
  return Boolean(element);
}

// In the administration the rail holds no views.
function goTo(view) {
  if (!view) return false;
  if (!follow(document.querySelector(`.rail [data-view="view-${view}"]`))) location.assign(`/desk?view=${view}`);
  return true;
}

// The lists of customers.
function move(by) {
  const rows = [...document.querySelectorAll('tr[data-row]')];
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row.classList.contains('at'));
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
  rows[at]?.classList.remove('at');
  next.classList.add('at');
  next.scrollIntoView({ block: 'nearest' });
  return true;
}

function help() {
  const dialog = document.getElementById('keys');
  if (!dialog || dialog.open) return false;
  dialog.showModal();
  return true;
}

function single() {
  try {
    return localStorage.getItem(OFF) !== 'off';
  } catch {
    return true;
  }
}

function keep(on) {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, 'off');
  } catch {
    // No storage: they stay as they are.
  }
}
