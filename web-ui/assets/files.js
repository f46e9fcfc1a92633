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
  const add = (more) => {
    if (!more.length) return;
    files = [...files, ...more.map(cleaned)];
    show();
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
