// Letters typed in an open menu lead to the first entry that begins with them, as in the menus of a system.

const PAUSE = 700; // milliseconds after which a letter begins anew

let typed = '';
let last = 0;

// True where the key was a letter, which then does nothing else.
export function typeAhead(event, items) {
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false;
  const goesOn = Date.now() - last < PAUSE;
  // The space bar presses the entry that has the focus.
  if (event.key === ' ' && !(goesOn && typed)) return false;
  typed = (goesOn ? typed : '') + event.key.toLocaleLowerCase();
  last = Date.now();
  items.find((item) => item.textContent.trim().toLocaleLowerCase().startsWith(typed))?.focus();
  return true;
}
