// Mentions: behind an @ in an internal note, colleagues are offered by name. Without this, the name is typed.

let list = null;

export function startMentions() {
  const text = document.querySelector('#composer textarea');
  if (!text || !document.getElementById('fact-assignee')) return;
  document.addEventListener('input', (event) => event.target.matches('#composer textarea') && offer(event.target));
  document.addEventListener('keydown', choose, true);
  document.addEventListener('click', (event) => list && !list.contains(event.target) && close());
}

const isNote = () => document.querySelector('#composer .as-note')?.checked;

function offer(text) {
  close();
  const typed = /(?:^|[^\p{L}\p{N}])@([\p{L}\p{N} .'-]{0,40})$/u.exec(text.value.slice(0, text.selectionStart));
  if (!typed || !isNote()) return;
  const begin = typed[1].toLowerCase();
  const options = [...document.getElementById('fact-assignee').options].filter((option) => option.value);
  const away = new Map(options.map((option) => [(option.dataset.name ?? option.textContent).replace(/ \([^()\s]+@[^()\s]+\)$/, ''), option.dataset.away]));
  const names = [...away.keys()].filter((name) => name.toLowerCase().startsWith(begin) && name.toLowerCase() !== begin);
  if (!names.length) return;
  list = document.createElement('div');
  list.className = 'pop up mentions';
  list.setAttribute('role', 'listbox');
  for (const name of names.slice(0, 6)) {
    const item = document.createElement('button');
    item.type = 'button';
    item.className = 'item';
    item.setAttribute('role', 'option');
    item.textContent = name;
    if (away.get(name)) {
      const since = document.createElement('small');
      since.className = 'soft';
      since.textContent = away.get(name);
      item.append(' ', since);
    }
    item.addEventListener('click', () => put(text, typed[1].length, name));
    list.append(item);
  }
  list.firstChild.setAttribute('aria-current', 'true');
  text.closest('.pen').append(list);
}

function choose(event) {
  if (!list || !event.target.matches('#composer textarea')) return;
  const items = [...list.children];
  const at = items.findIndex((item) => item.getAttribute('aria-current') === 'true');
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    items[at].removeAttribute('aria-current');
    items[(at + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length].setAttribute('aria-current', 'true');
  } else if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab') {
    items[at].click();
  } else if (event.key === 'Escape') {
    close();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function put(text, typed, name) {
  const end = text.selectionStart;
  text.setRangeText(`${name} `, end - typed, end, 'end');
  close();
  text.dispatchEvent(new Event('input', { bubbles: true }));
  text.focus();
}

function close() {
  list?.remove();
  list = null;
}
