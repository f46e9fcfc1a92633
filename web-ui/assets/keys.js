// Keys: n new, / search, j k choose, Enter open, a assign to me, ? help, Ctrl+Enter send.

export function startKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      const form = event.target.closest?.('form[data-form]');
      if (form) {
        event.preventDefault();
        form.requestSubmit();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    const act = ACTIONS[event.key];
    if (act?.(event)) event.preventDefault();
  });
  for (const button of document.querySelectorAll('[data-keys-open]')) {
    button.addEventListener('click', help);
  }
}

const ACTIONS = {
  n: () => click('[data-key="new"]'),
  '/': () => {
    const search = document.querySelector('[data-key="search"]');
    search?.closest('details')?.setAttribute('open', '');
    search?.focus();
    search?.select();
    return Boolean(search);
  },
  j: () => move(1),
  k: () => move(-1),
  Enter: (event) => event.target === document.body && open(),
  a: assign,
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

function click(selector) {
  const element = document.querySelector(selector);
  element?.click();
  return Boolean(element);
}

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

function open() {
  const link = document.querySelector('tr.at a.title');
  link?.click();
  return Boolean(link);
}

// The ticked tickets, or else the one that is chosen.
function assign() {
  const button = document.querySelector('[data-key="assign"]');
  if (!button || button.disabled) return false;
  if (!document.querySelector('input[name=number]:checked')) {
    const box = document.querySelector('tr.at input[name=number]');
    if (!box) return false;
    box.checked = true;
  }
  button.click();
  return true;
}

function help() {
  const dialog = document.getElementById('keys');
  if (!dialog || dialog.open) return false;
  dialog.showModal();
  return true;
}
