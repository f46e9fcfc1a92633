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
  const show = () => {
    const all = new DataTransfer();
    for (const file of files) all.items.add(file);
    input.files = all.files;
    list(drop, files, (gone) => {
      files = files.filter((file) => file !== gone);
      show();
    });
    // Telling the browser keeps a file that is too large from being sent for nothing.
    const large = files.filter((file) => file.size > Number(drop.dataset.limit));
    const sum = files.reduce((sum, file) => sum + file.size, 0);
    const names = large.map((file) => file.name).join(', ');
    const bad = names || sum > Number(drop.dataset.total) ? `${names || bytes(drop, sum)}: ${drop.dataset.tooBig}` : '';
    input.setCustomValidity(bad);
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
    if (signal.aborted || !files.includes(file) || file.size > Number(drop.dataset.limit)) return undefined;
    const all = await send(form, [['files', file]], signal);
    // On its way with the form meanwhile, which takes it off the draft again.
    if (!all || signal.aborted) return undefined;
    if (!files.includes(file)) return takeOff(form, file, all);
    files = files.filter((other) => other !== file);
    draw(form, all);
    show();
    return undefined;
  };
  const add = (more) => {
    if (!more.length) return;
    const chosen = more.map(cleaned);
    files = [...files, ...chosen];
    show();
    const { signal } = sent;
    for (const file of chosen) going = going.then(() => keepOne(file, signal));
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

// Changes what the draft keeps; answers all that it keeps then. Nothing, where that is not possible: then the form carries the file.
async function send(form, fields, signal) {
  const place = form.querySelector('[data-keep]');
  if (!place) return null;
  const body = new FormData();
  body.append('csrf', form.querySelector('input[name=csrf]')?.value ?? '');
  for (const [name, value] of fields) body.append(name, value);
  try {
    const options = { method: 'POST', body, headers: { 'X-Schalter-Form': '1' }, credentials: 'same-origin', signal };
    const answer = await fetch(place.dataset.keep, options);
    return answer.ok ? ((await answer.json()).files ?? null) : null;
  } catch {
    return null;
  }
}

// What was taken away while it was on its way is taken off the draft: the newest of its name.
async function takeOff(form, file, all) {
  const newest = all.filter(({ filename }) => filename === file.name).at(-1);
  const left = newest && (await send(form, [['drop_file', newest.id]]));
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
  const at = [...place.querySelectorAll('button')].indexOf(document.activeElement);
  place.replaceChildren(...entries);
  const next = entries[Math.min(at, entries.length - 1)]?.querySelector('button') ?? drop.querySelector('input[type=file]');
  if (at >= 0) next.focus({ preventScroll: true });
}

// A file is taken off the draft where it stands; if that fails, the form does it.
document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-keep] button[name=drop_file]');
  if (!button || button.dataset.tried) return;
  event.preventDefault();
  const { form } = button;
  const all = await send(form, [['drop_file', button.value]]);
  if (all) {
    draw(form, all);
    form.querySelector('[data-drop]')?.dispatchEvent(new Event('chosen', { bubbles: true }));
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

function list(drop, files, remove) {
  const shown = files.map((file) => {
    const entry = document.createElement('li');
    const large = file.size > Number(drop.dataset.limit);
    entry.className = large ? 'file bad' : 'file';
    const label = document.createElement('bdi');
    label.className = 'name';
    label.dir = 'ltr';
    label.textContent = file.name;
    const size = document.createElement('span');
    size.className = 'faint';
    size.textContent = large ? `${bytes(drop, file.size)}, ${drop.dataset.tooBig}` : bytes(drop, file.size);
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

function bytes(drop, size) {
  const units = ['B', 'KB', 'MB', 'GB'];
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const digits = unit > 0 && size < 10 ? 1 : 0;
  return `${size.toLocaleString(drop.dataset.lang, { maximumFractionDigits: digits })} ${units[unit]}`;
}
