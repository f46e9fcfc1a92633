// Files: dropped, pasted or picked, shown before they are sent, and taken away again. The file input stays the truth.

const HIDDEN = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;
// What a cleaned file was before.
const origins = new WeakMap();

export function startFiles(root) {
  for (const drop of root.querySelectorAll('[data-drop]')) start(drop);
}

function start(drop) {
  if (drop.classList.contains('scripted') || !('DataTransfer' in window)) return;
  drop.classList.add('scripted');
  const input = drop.querySelector('input[type=file]');
  const form = drop.closest('form');
  let files = [];
  // What the server said of files that it did not keep: it knows what another window has added.
  let refused = new Map();
  // What is wrong with each file: it is too large by itself, or with those before it and those that the draft keeps.
  const faults = () => {
    let sum = keptBytes(form);
    const found = new Map();
    for (const file of files) {
      if (file.size > Number(drop.dataset.limit)) found.set(file, drop.dataset.tooBig);
      else if (sum + file.size > Number(drop.dataset.total)) found.set(file, drop.dataset.tooMuch);
      else sum += file.size;
    }
    return found;
  };
  const show = () => {
    const all = new DataTransfer();
    for (const file of files) all.items.add(file);
    input.files = all.files;
    const found = faults();
    list(drop, files, (file) => refused.get(file) ?? found.get(file), (gone) => {
      files = files.filter((file) => file !== gone);
      again();
    });
    // Telling the browser keeps a file that is too large from being sent for nothing.
    input.setCustomValidity([...new Set([...refused.values(), ...[...found].map(([file, fault]) => `${file.name}: ${fault}`)])].join(' '));
    drop.dispatchEvent(new Event('chosen', { bubbles: true }));
  };
  // One after the other: what a draft keeps survives the window, and is sent by its id.
  let going = Promise.resolve();
  let sent = new AbortController();
  form.addEventListener('submit', () => {
    sent.abort();
    sent = new AbortController();
  });
  const keepOne = async (file, signal) => {
    if (signal.aborted || !files.includes(file) || faults().has(file)) return undefined;
    const { files: all, error } = await send(form, [['files', file]], signal);
    // On its way with the form meanwhile, which takes it off the draft again.
    if (signal.aborted) return undefined;
    if (error && files.includes(file)) {
      refused.set(file, error);
      show();
    }
    if (!all) return undefined;
    if (!files.includes(file)) return takeOff(form, file, all);
    files = files.filter((other) => other !== file);
    draw(form, all);
    show();
    return undefined;
  };
  const keep = (some) => {
    const { signal } = sent;
    for (const file of some) going = going.then(() => keepOne(file, signal));
  };
  // One is gone: there may be room for another one.
  const again = () => {
    refused = new Map();
    show();
    keep(files);
  };
  drop.addEventListener('room', again);
  const add = (more) => {
    if (!more.length) return;
    const chosen = more.map(cleaned);
    files = [...files, ...chosen];
    show();
    keep(chosen);
  };
  input.addEventListener('change', () => {
    const known = new Set([...files, ...files.map((file) => origins.get(file))]);
    add([...input.files].filter((file) => !known.has(file)));
  });
  for (const kind of ['dragenter', 'dragover']) {
    form.addEventListener(kind, (event) => {
      if (![...event.dataTransfer.types].includes('Files')) return;
      event.preventDefault();
      drop.classList.add('over');
    });
  }
  form.addEventListener('dragleave', (event) => {
    if (!form.contains(event.relatedTarget)) drop.classList.remove('over');
  });
  form.addEventListener('drop', (event) => {
    drop.classList.remove('over');
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  });
  form.addEventListener('paste', (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (!pasted.length) return;
    event.preventDefault();
    const files = pasted.map(named);
    add(files);
    place(event.target, files);
  });
}

// What the files weigh that the draft keeps.
function keptBytes(form) {
  return [...form.querySelectorAll('[data-keep] > li')].reduce((sum, entry) => sum + Number(entry.dataset.size), 0);
}

// Changes what the draft keeps; answers all `files` that it keeps then, or the `error` with which the form would be refused as well. Neither,
// where that is not possible: then the form carries the file.
async function send(form, fields, signal) {
  const place = form.querySelector('[data-keep]');
  if (!place) return {};
  const body = new FormData();
  body.append('csrf', form.querySelector('input[name=csrf]')?.value ?? '');
  for (const [name, value] of fields) body.append(name, value);
  try {
    const options = { method: 'POST', body, headers: { 'X-Schalter-Form': '1' }, credentials: 'same-origin', signal };
    const answer = await fetch(place.dataset.keep, options);
    const { files, error } = await answer.json();
    if (answer.ok) return { files };
    return answer.status === 413 || answer.status === 422 ? { error } : {};
  } catch {
    return {};
  }
}

// What was taken away while it was on its way is taken off the draft: the newest of its name that was not there before.
async function takeOff(form, file, all) {
  const known = [...form.querySelectorAll('[data-keep] [name=draft_file]')].map((field) => field.value);
  const newest = all.filter(({ id, filename }) => filename === file.name && !known.includes(id)).at(-1);
  const left = newest && (await send(form, [['drop_file', newest.id]])).files;
  draw(form, left ?? all);
}

// The files that the draft keeps, as the server draws them.
function draw(form, files) {
  const place = form.querySelector('[data-keep]');
  const drop = form.querySelector('[data-drop]');
  if (!place || !drop) return;
  const entries = files.map(({ id, filename, size }) => {
    const entry = document.createElement('li');
    entry.className = 'file';
    entry.dataset.size = size;
    const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'draft_file', value: id });
    const label = Object.assign(document.createElement('bdi'), { className: 'name', dir: 'ltr', textContent: filename });
    const amount = Object.assign(document.createElement('span'), { className: 'faint', textContent: bytes(drop, size) });
    const button = Object.assign(document.createElement('button'), { name: 'drop_file', value: id, textContent: '×', formNoValidate: true });
    button.setAttribute('formaction', place.dataset.keep.replace(/files$/, 'draft'));
    button.setAttribute('aria-label', `${place.dataset.remove}: ${filename}`);
    entry.append(field, label, amount, button);
    return entry;
  });
  // Whoever works with the keyboard goes on at the next file, or chooses another one.
  place.dataset.drawn = Date.now();
  const at = [...place.querySelectorAll('button')].indexOf(document.activeElement);
  place.replaceChildren(...entries);
  const next = entries[Math.min(at, entries.length - 1)]?.querySelector('button') ?? drop.querySelector('input[type=file]');
  if (at >= 0) next.focus({ preventScroll: true });
}

// Shows the files that the draft keeps on a page that was asked for then; false, if they are the same, or newer here.
export function showKept(form, fresh, asked) {
  const [place, other] = [form, fresh].map((one) => one.querySelector('[data-keep]'));
  const ids = (one) => [...one.querySelectorAll('[name=draft_file]')].map((field) => field.value).join();
  if (!place || !other || ids(place) === ids(other) || Number(place.dataset.drawn ?? 0) >= asked) return false;
  place.replaceChildren(...[...other.children].map((entry) => document.importNode(entry, true)));
  return true;
}

// A file is taken off the draft where it stands; if that fails, the form does it.
document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-keep] button[name=drop_file]');
  if (!button || button.dataset.tried) return;
  event.preventDefault();
  const { form } = button;
  const { files } = await send(form, [['drop_file', button.value]]);
  if (files) {
    draw(form, files);
    form.querySelector('[data-drop]')?.dispatchEvent(new Event('room'));
    return;
  }
  button.dataset.tried = '1';
  form.requestSubmit(button);
});

// Where Markdown is written, a pasted picture stands where the caret is.
function place(text, files) {
  if (!text.form?.querySelector('[data-mark]') || text.name !== 'text') return;
  const pictures = files.filter((file) => file.type.startsWith('image/')).map((file) => `![](<${file.name}>)`);
  if (!pictures.length) return;
  text.setRangeText(pictures.join('\n'), text.selectionStart, text.selectionEnd, 'end');
  text.dispatchEvent(new Event('input', { bubbles: true }));
}

// The file under a name without characters that hide or turn what is read, as it will be stored.
function cleaned(file) {
  const name = file.name.replace(HIDDEN, '');
  if (name === file.name) return file;
  const made = new File([file], name || 'file', { type: file.type, lastModified: file.lastModified });
  origins.set(made, file);
  return made;
}

// Every screenshot is called image.png; a time tells them apart.
function named(file) {
  if (file.name && file.name !== 'image.png') return file;
  const now = new Date();
  const two = (number) => String(number).padStart(2, '0');
  const stamp = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  return new File([file], `screenshot-${stamp}.${file.type.split('/')[1] || 'png'}`, { type: file.type });
}

function list(drop, files, fault, remove) {
  const shown = files.map((file) => {
    const entry = document.createElement('li');
    const wrong = fault(file);
    entry.className = wrong ? 'file bad' : 'file';
    const label = document.createElement('bdi');
    label.className = 'name';
    label.dir = 'ltr';
    label.textContent = file.name;
    const size = document.createElement('span');
    size.className = 'faint';
    size.textContent = wrong ? `${bytes(drop, file.size)}, ${wrong}` : bytes(drop, file.size);
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = '×';
    button.setAttribute('aria-label', `${drop.dataset.remove}: ${file.name}`);
    button.addEventListener('click', () => remove(file));
    entry.append(label, size, button);
    return entry;
  });
  drop.querySelector('.chosen').replaceChildren(...shown);
}

// As the server writes sizes, so that a file has the same one before and after it is sent.
function bytes(drop, size) {
  if (size === 1) return drop.dataset.byte;
  if (size < 1024) return drop.dataset.bytes.replace('2', String(size));
  let left = Math.round(size / 1024);
  if (left < 1024) return `${left} KB`;
  left = size / 1024;
  let unit = '';
  for (unit of ['MB', 'GB', 'TB']) {
    left /= 1024;
    if (Math.round(left * 10) < 10240) break;
  }
  return `${left.toLocaleString(drop.dataset.lang, { maximumFractionDigits: 1 })} ${unit}`;
}
