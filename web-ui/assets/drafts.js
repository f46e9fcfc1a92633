// Drafts: what somebody types is kept in this tab until it is sent, and leaving with unsent text asks first.

let leaving = false;

export function startDrafts(root) {
  for (const form of root.querySelectorAll('form[data-draft]')) {
    restore(form);
    if (form.dataset.watched) continue;
    form.dataset.watched = '1';
    form.addEventListener('input', () => save(form));
    // The browser sends forms without files by itself; those that are sent from here say so when it has worked.
    form.addEventListener('reset', () => forget(form));
    window.addEventListener('beforeunload', (event) => {
      if (!leaving && form.isConnected && dirty(form)) event.preventDefault();
    });
  }
  for (const link of root.querySelectorAll('[data-leave-link]')) {
    if (link.dataset.watched) continue;
    link.dataset.watched = '1';
    link.addEventListener('click', (event) => {
      const form = link.closest('form');
      if (!dirty(form)) return;
      if (!confirm(form.dataset.leave)) {
        event.preventDefault();
        return;
      }
      forget(form);
      letGo();
    });
  }
}

// The form has been sent: nothing is left to keep.
export function forget(form) {
  try {
    sessionStorage.removeItem(key(form));
  } catch {
    // No storage, no draft.
  }
}

// The page is left on purpose.
export function letGo() {
  leaving = true;
}

const key = (form) => `draft:${form.dataset.draft}`;
const texts = (form) => [...form.querySelectorAll('input[type=text], textarea')].filter((field) => field.name);

function dirty(form) {
  const files = form.querySelector('input[type=file]')?.files.length ?? 0;
  return files > 0 || texts(form).some((field) => field.value.trim() !== '');
}

function save(form) {
  const values = Object.fromEntries(texts(form).map((field) => [field.name, field.value]));
  try {
    sessionStorage.setItem(key(form), JSON.stringify(values));
  } catch {
    // Full or forbidden: the page works without.
  }
}

// Only into empty fields: what the server put there is newer.
function restore(form) {
  let values = {};
  try {
    values = JSON.parse(sessionStorage.getItem(key(form)) ?? '{}');
  } catch {
    return;
  }
  for (const field of texts(form)) {
    if (field.value === '' && typeof values[field.name] === 'string') field.value = values[field.name];
  }
}
