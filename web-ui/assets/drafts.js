// Drafts: what somebody types is saved on the server, for them alone, with its readers and its status. Nothing of it is
// kept in the browser: of a save that was still under way when the page was left, only a fingerprint is noted.
import { clash } from './elsewhere.js';
import { showKept } from './files.js';
import { isLeaving, renew } from './person.js';
import { ask, clock, pauseBefore } from './wait.js';

const PAUSE = 350; // milliseconds after the last key
const LONGEST = 2500; // milliseconds of typing without a pause
const LIMIT = 10_000; // milliseconds for one save
const NOTE = 'draft-under-way';
const WINDOW = 'draft-window';
const FIELDS = 'input[type=text], input[type=radio], input[name=picked], textarea, select';
const NAMES = ['text', 'note', 'visibility', 'status', 'picked', 'title', 'customer_email', 'customer_name'];

const states = new WeakMap();
const forms = () => [...document.querySelectorAll('form[data-draft]')];
const words = () => document.getElementById('sending').dataset;

export function startDrafts(root) {
  for (const form of root.querySelectorAll('form[data-draft]')) {
    // What the browser would put back may be another person's, or stand under other readers than it was meant for.
    form.autocomplete = 'off';
    const known = states.get(form);
    if (known) {
      if (known.torn) {
        // What is to be chosen from went with the form as it was: it is asked for again.
        known.torn = Boolean(form.querySelector('[data-clash]'));
        if (!known.torn) soon(form);
        continue;
      }
      // The form has been filled in anew with what the server has.
      toEnd(form);
      known.saved = written(form);
      known.stopped = false;
      continue;
    }
    toEnd(form);
    states.set(form, { saved: written(form), timer: 0, since: 0, failed: 0, going: null, stopped: false, torn: false, at: 0 });
    for (const kind of ['input', 'change']) form.addEventListener(kind, (event) => event.target.matches(FIELDS) && soon(form));
    // The first file is kept, or the last one is taken off.
    form.addEventListener('chosen', () => isUnsaved(form) && soon(form));
    catchUp(form);
  }
}

export function keepDrafts() {
  const flush = () => {
    for (const form of forms()) leave(form);
  };
  document.addEventListener('visibilitychange', () => (document.hidden ? flush() : look()));
  window.addEventListener('pagehide', flush);
  window.addEventListener('online', () => forms().forEach((form) => isUnsaved(form) && save(form)));
  window.addEventListener('beforeunload', (event) => {
    // The next page may be made before a save that this page still finishes: it is to look for it.
    for (const form of forms()) isUnsaved(form) && remember(form, written(form));
    if (!isLeaving() && forms().some((form) => hasFiles(form) || (isUnsaved(form) && states.get(form).failed > 0))) event.preventDefault();
  });
}

// Whoever goes on writing does so behind what is there.
function toEnd(form) {
  for (const text of form.querySelectorAll('textarea')) {
    if (text !== document.activeElement && text.selectionEnd === 0) text.setSelectionRange(text.value.length, text.value.length);
  }
}

// The form has been sent, or is thrown away: nothing more is to be saved.
export function forget(form) {
  const state = states.get(form);
  if (!state) return;
  clearTimeout(state.timer);
  state.stopped = true;
  state.saved = written(form);
}

// Saves what is not saved yet, and waits for it, before something else is sent from the page.
export async function settle() {
  await Promise.all(forms().map((form) => (isUnsaved(form) ? save(form) : states.get(form)?.going)));
}

export const hasFiles = (form) => (form.querySelector('input[type=file]')?.files.length ?? 0) > 0;

// Whether somebody has typed or chosen something that is not sent.
export const isWriting = () => forms().some((form) => written(form) !== '' || hasFiles(form));

function written(form) {
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (NAMES.includes(name) && typeof value === 'string') values.append(name, value);
  }
  // Readers and what was picked matter only with a text, or with files that wait for one.
  const typed = [...form.querySelectorAll('input[type=text], textarea')].some((field) => field.value.trim() !== '');
  return typed || form.querySelector('[data-keep] > li') ? values.toString() : '';
}

function isUnsaved(form) {
  const state = states.get(form);
  return Boolean(state) && !state.stopped && form.isConnected && written(form) !== state.saved;
}

function body(form) {
  const values = new URLSearchParams(written(form));
  for (const name of ['csrf', 'key']) values.append(name, form.querySelector(`input[name=${name}]`)?.value ?? '');
  for (const [name, value] of sign(form)) values.append(name, value);
  return values;
}

// Who saves the draft, when, and the state of it that this page knows.
export const sign = (form) => [
  ['written_at', stamp()],
  ['writer', own.writer],
  ['based_on', base(form)?.value ?? ''],
];

const base = (form) => form?.querySelector('input[name=based_on]');

// What another window of the same person has saved takes the place of what stands here unchanged since it was saved; what is not kept
// any more, though it stands here, is saved again. `asked`: when the page was asked for, since a save of this one may be newer.
export function meet(page, asked) {
  for (const form of forms()) {
    const state = states.get(form);
    const fresh = page.querySelector(`form[data-draft="${CSS.escape(form.dataset.draft)}"]`);
    const [known, newer] = [base(form), base(fresh)];
    if (!state || state.stopped || state.torn || state.going || state.at >= asked || isUnsaved(form)) continue;
    if (!known || !newer) continue;
    if (known.value === newer.value) {
      takeFiles(form, fresh, asked);
      continue;
    }
    const [here, there] = [written(form), written(fresh)];
    if (there !== '' && here !== there) {
      adopt(form, fresh, asked);
      continue;
    }
    takeFiles(form, fresh, asked);
    if (here === there || written(form) === '') known.value = newer.value;
    else {
      state.saved = null;
      save(form);
    }
  }
}

// Whoever comes back to this window finds what they have written in another one.
async function look() {
  if (!forms().some((form) => base(form) && !isUnsaved(form))) return;
  const asked = Date.now();
  const page = await fetchPage();
  if (page) meet(page, asked);
}

async function fetchPage() {
  const answer = await ask(location.href, { headers: { 'X-Fragment': '1' } }, LIMIT).catch(() => null);
  return answer?.ok && !answer.redirected ? new DOMParser().parseFromString(answer.text, 'text/html') : null;
}

function adopt(form, fresh, asked) {
  for (const field of form.querySelectorAll(FIELDS)) copy(field, fresh);
  base(form).value = base(fresh).value;
  states.get(form).saved = written(form);
  takeFiles(form, fresh, asked);
  tell(form, fresh.querySelector('[data-draft-state]')?.textContent ?? '');
  const discard = form.querySelector('[data-draft-discard]');
  if (discard) discard.hidden = false;
}

// A draft has its files, whichever window has chosen them: they are shown as the server keeps them. That is nothing typed, and nothing
// to be saved again.
function takeFiles(form, fresh, asked) {
  const state = states.get(form);
  const wasSaved = !isUnsaved(form);
  if (!showKept(form, fresh, asked)) return;
  if (wasSaved) state.saved = written(form);
  form.querySelector('[data-drop]')?.dispatchEvent(new Event('room'));
}

// Another window has saved what this one has never shown: neither text replaces the other before somebody has chosen.
async function tear(form) {
  const state = states.get(form);
  state.failed += 1;
  state.torn = true;
  tell(form, words().unsaved);
  const asked = Date.now();
  const page = await fetchPage();
  const fresh = page?.querySelector(`form[data-draft="${CSS.escape(form.dataset.draft)}"]`);
  const goOn = () => {
    state.torn = false;
    state.saved = null;
    return save(form);
  };
  if (!fresh || !base(fresh)) {
    state.torn = false;
    state.timer = setTimeout(() => isUnsaved(form) && save(form), pauseBefore(state.failed) + 2000);
    return;
  }
  const [text, theirs] = [form, fresh].map((one) => one.querySelector('textarea[name=text]'));
  if (written(fresh) === '') {
    base(form).value = base(fresh).value;
    state.torn = false;
    soon(form);
    return;
  }
  if (written(form) === '') {
    Object.assign(state, { torn: false, failed: 0 });
    adopt(form, fresh, asked);
    return;
  }
  // Whichever text is chosen.
  takeFiles(form, fresh, asked);
  clash(form, theirs.value, {
    mine: () => {
      base(form).value = base(fresh).value;
      return goOn();
    },
    theirs: () => {
      Object.assign(state, { torn: false, failed: 0 });
      adopt(form, fresh, asked);
    },
    both: () => {
      // What was for colleagues does not go to the customer with the rest.
      const note = fresh.querySelector('[name=visibility][value=INTERNAL]');
      if (note?.checked) copyReaders(form, fresh);
      text.value = `${theirs.value}\n\n${text.value}`;
      base(form).value = base(fresh).value;
      return goOn();
    },
  });
}

function copyReaders(form, fresh) {
  for (const field of form.querySelectorAll('[name=visibility]')) copy(field, fresh);
}

// The window's name, and the time of its last save: the network may deliver two saves in the wrong order, also those of
// the page before this one, and the older must not win.
const own = recall();

function recall() {
  try {
    const known = JSON.parse(sessionStorage.getItem(WINDOW) ?? 'null');
    if (known?.writer) return known;
  } catch {
    // No storage: the name lasts as long as the page.
  }
  return newName();
}

function newName() {
  return { writer: `${Date.now()}-${Math.random()}`, at: 0 };
}

// A copy of a tab has the name of the first one, until it finds out.
navigator.locks?.request(`schalter-window-${own.writer}`, { ifAvailable: true }, (lock) => {
  if (lock) return new Promise(() => undefined);
  Object.assign(own, newName());
  return undefined;
}).catch(() => undefined);

// Later than every one before, also when the clock is set back.
function stamp() {
  own.at = Math.max(Date.now(), own.at + 1);
  try {
    sessionStorage.setItem(WINDOW, JSON.stringify(own));
  } catch {
    // No storage, nothing to remember.
  }
  return new Date(own.at).toISOString();
}

function soon(form) {
  const state = states.get(form);
  state.stopped = false;
  clearTimeout(state.timer);
  state.since ||= Date.now();
  const rest = state.since + LONGEST - Date.now();
  state.timer = setTimeout(() => save(form), Math.max(0, Math.min(PAUSE, rest)));
}

// One save at a time; what is typed meanwhile is saved afterwards.
function save(form) {
  const state = states.get(form);
  clearTimeout(state.timer);
  state.since = 0;
  if (state.torn) return undefined;
  const again = () => (isUnsaved(form) ? once(form) : undefined);
  state.going = (state.going ? state.going.then(again) : once(form)).finally(() => {
    state.going = null;
  });
  return state.going;
}

async function once(form, renewed = false) {
  const state = states.get(form);
  const text = written(form);
  const sent = body(form);
  const status = await send(form, sent);
  if (status === 401 || status === 403) {
    const who = renewed ? 'out' : await renew();
    if (who === 'same') return once(form, true);
  }
  if (status === 204) {
    state.saved = text;
    state.failed = 0;
    state.at = Date.now();
    if (base(form)) base(form).value = `${sent.get('writer')}@${Date.parse(sent.get('written_at'))}`;
    tell(form, text === '' ? '' : words().saved.replace('{time}', clock(new Date())));
    const discard = form.querySelector('[data-draft-discard]');
    if (discard) discard.hidden = text === '';
    return undefined;
  }
  if (status === 409) return tear(form);
  if (status === 404) return undefined;
  state.failed += 1;
  tell(form, status === 413 || status === 422 ? words().tooLong : words().unsaved);
  if (status === 413 || status === 422) state.saved = text;
  else if (!state.stopped) state.timer = setTimeout(() => isUnsaved(form) && save(form), pauseBefore(state.failed) + 2000);
  return undefined;
}

async function send(form, sent) {
  try {
    const options = { method: 'POST', body: sent, headers: { 'X-Schalter-Form': '1' } };
    return (await ask(form.dataset.draft, options, LIMIT)).status;
  } catch {
    return 0;
  }
}

// The page goes away: the browser still sends this. The next page waits for it by its fingerprint.
function leave(form) {
  if (!isUnsaved(form)) return;
  const text = written(form);
  remember(form, text);
  const options = { method: 'POST', body: body(form), headers: { 'X-Schalter-Form': '1' }, credentials: 'same-origin' };
  fetch(form.dataset.draft, { ...options, keepalive: true })
    .catch(() => fetch(form.dataset.draft, options))
    .then((answer) => {
      if (answer.status === 204) states.get(form).saved = text;
    })
    .catch(() => undefined);
}

function remember(form, text) {
  try {
    sessionStorage.setItem(NOTE, JSON.stringify({ form: form.dataset.draft, print: print(text), at: Date.now() }));
  } catch {
    // No storage: the next page shows what had arrived before it.
  }
}

// A save that was under way when the last page was left may arrive after this page was made.
async function catchUp(form) {
  let note = null;
  try {
    note = JSON.parse(sessionStorage.getItem(NOTE) ?? 'null');
  } catch {
    return;
  }
  if (note?.form !== form.dataset.draft) return;
  sessionStorage.removeItem(NOTE);
  // Whoever has begun to write or to choose is not interrupted, and what they have then is saved, whatever it is.
  let touched = false;
  const touch = () => {
    touched = true;
    states.get(form).saved = null;
  };
  for (const kind of ['pointerdown', 'keydown', 'input', 'change']) form.addEventListener(kind, touch, { once: true, capture: true });
  for (let attempt = 0; attempt < 12 && Date.now() - note.at < 10_000; attempt += 1) {
    if (touched || print(written(form)) === note.print) return;
    await new Promise((done) => setTimeout(done, 150 + 100 * attempt));
    const answer = await ask(location.href, { headers: { 'X-Fragment': '1' } }, LIMIT).catch(() => null);
    if (!answer?.ok || answer.redirected) continue;
    const page = new DOMParser().parseFromString(answer.text, 'text/html');
    const fresh = page.querySelector(`form[data-draft="${CSS.escape(form.dataset.draft)}"]`);
    if (touched || !fresh || print(written(fresh)) !== note.print) continue;
    for (const field of form.querySelectorAll(FIELDS)) copy(field, fresh);
    states.get(form).saved = written(form);
    tell(form, fresh.querySelector('[data-draft-state]')?.textContent ?? '');
  }
}

function copy(field, fresh) {
  if (!NAMES.includes(field.name)) return;
  if (field.type === 'radio') {
    field.checked = [...fresh.querySelectorAll(`[name=${field.name}]`)].some((other) => other.value === field.value && other.checked);
  } else {
    field.value = fresh.querySelector(`[name=${field.name}]`)?.value ?? field.value;
  }
}

function tell(form, text) {
  const place = form.querySelector('[data-draft-state]');
  if (place) place.textContent = text;
}

// Tells one text from another without being it.
function print(text) {
  let value = 5381;
  for (const letter of text) value = (Math.imul(value, 33) ^ letter.codePointAt(0)) >>> 0;
  return `${text.length}.${value}`;
}
