// Forms are sent from here, so that neither a refusal nor a server that is away costs anybody what they wrote: the page
// stays, says so, and sends the same again, with the same key, until there is an answer. Without this, the browser sends.
import { forget, hasFiles, settle, sign } from './drafts.js';
import { hold, savesItself, saySaved } from './facts.js';
import { keepAtIt } from './notice.js';
import { start } from './parts.js';
import { letGo, renew, tellOthers } from './person.js';
import { follow as followFiles } from './progress.js';
import { grow, refresh } from './live.js';
import { isAway, thaw } from './wait.js';

export function startForms() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if ((form.getAttribute('method') ?? '').toLowerCase() !== 'post') return;
    event.preventDefault();
    // A second click while the first is under way.
    if (form.dataset.sent) return;
    send(form, event.submitter);
  });
}

async function send(form, submitter) {
  form.dataset.sent = '1';
  const buttons = [...form.elements].filter((field) => field.type === 'submit');
  // What is sent is fixed now, so that every attempt is the same; disabled buttons would not be in it.
  const sent = { form, ...target(form, submitter), body: content(form, submitter), began: written(form) };
  // Before a disabled button loses the focus.
  hold(form, true);
  for (const button of buttons) button.disabled = true;
  const notice = keepAtIt(form);
  let left = false;
  try {
    if (submitter?.name === 'discard') forget(form);
    else await settle();
    // The draft that goes with it is the newest one of this window.
    if (form.dataset.draft) for (const [name, value] of sign(form)) sent.body.set(name, value);
    const answer = await deliver(sent, notice);
    left = answer ? await follow(sent, answer, notice) : false;
  } finally {
    // While the next page is on its way, this one sends nothing more.
    if (!left) {
      delete form.dataset.sent;
      for (const button of buttons) button.disabled = false;
      hold(form, false);
    }
  }
}

// Send buttons add a query to the place of their form: without a script, a browser whose request fails then keeps the page, with
// what was typed, in its history. A button whose path is another one, such as the draft's, sends nothing.
function target(form, submitter) {
  const own = new URL(form.getAttribute('action') ?? '', location.href);
  const url = new URL(submitter?.getAttribute('formaction') ?? own, location.href);
  return { url, draft: url.pathname !== own.pathname };
}

function content(form, submitter) {
  const body = new FormData(form);
  if (submitter?.name) body.append(submitter.name, submitter.value);
  return body;
}

// What the fields of a form held, to find out whether a change has arrived although its answer was lost.
function written(form) {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
}

// Sends until there is an answer; nothing when the person has stopped it.
async function deliver(sent, notice) {
  let renewed = false;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await post(sent, notice).catch(() => null);
    if (notice.stopped) return null;
    sent.repeated = attempt > 1;
    if (!answer || isAway(answer.status)) {
      if (!(await notice.again(attempt, Boolean(answer)))) return null;
      continue;
    }
    if ((answer.status === 401 || answer.status === 403) && !counterpart(sent, answer.page)) {
      const who = await renew();
      if (who === 'other') return null;
      if (who === 'same' && !renewed) {
        renewed = true;
        sent.body.set('csrf', sent.form.querySelector('input[name=csrf]')?.value ?? '');
        continue;
      }
      if (who === 'out') {
        notice.session();
        return null;
      }
    }
    return answer;
  }
}

// One attempt. It may take as long as it takes to send large files, but not stand still.
function post(sent, notice) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    // Milliseconds without a sign of life until the page says so, and until the attempt is given up.
    const { slowAfter, stalledAfter } = document.getElementById('sending').dataset;
    let slow = 0;
    let stalled = 0;
    const alive = () => {
      clearTimeout(slow);
      clearTimeout(stalled);
      slow = setTimeout(() => notice.slow(), Number(slowAfter));
      stalled = setTimeout(() => {
        request.abort();
        // Or the next attempt goes the same way.
        thaw();
      }, Number(stalledAfter));
    };
    const files = sent.form.enctype === 'multipart/form-data' && !sent.draft;
    const progress = files ? followFiles(sent.form) : null;
    const end = (finish) => () => {
      progress?.end();
      clearTimeout(slow);
      clearTimeout(stalled);
      finish();
    };
    request.open('POST', sent.url);
    request.setRequestHeader('X-Schalter-Form', '1');
    request.upload.addEventListener('progress', (event) => {
      alive();
      progress?.to(event.loaded, event.total);
    });
    request.addEventListener('progress', alive);
    request.addEventListener('load', end(() => done(read(request))));
    for (const kind of ['error', 'abort', 'timeout']) request.addEventListener(kind, end(() => failed(new Error(kind))));
    notice.stopping(() => request.abort());
    alive();
    request.send(files ? sent.body : new URLSearchParams([...sent.body].filter(([, value]) => typeof value === 'string')));
  });
}

function read(request) {
  const page = new DOMParser().parseFromString(request.responseText, 'text/html');
  return { status: request.status, to: request.getResponseHeader('X-Schalter-Location'), page };
}

// Does what the answer says; true when the page is left.
async function follow(sent, answer, notice) {
  const { form } = sent;
  if (answer.to) return arrive(sent, answer.to);
  if (answer.status === 409 && sent.repeated && (await hasArrived(sent))) return arrive(sent, location.href);
  const fresh = counterpart(sent, answer.page);
  const part = form.closest('[data-part]');
  const freshPart = part && answer.page.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
  notice.clear();
  if (fresh && form.matches('[data-form]')) merge(form, fresh);
  else if (freshPart) part.replaceChildren(...document.adoptNode(freshPart).childNodes);
  else if (fresh && !document.querySelector('[data-form]')) exchange(answer.page);
  // The form is done, and what came of it takes its place.
  else if (answer.status < 400 && answer.page.getElementById('main')) exchange(answer.page);
  else notice.refused(reason(answer.page), answer.status);
  start();
  show(form);
  return false;
}

// The same form in the answer; none, if the answer is another page.
function counterpart(sent, page) {
  const path = sent.form.getAttribute('action');
  return [...page.querySelectorAll('form')].find((form) => form.getAttribute('action') === path) ?? null;
}

async function arrive(sent, to) {
  const { form } = sent;
  if (sent.url.pathname === '/logout') tellOthers();
  if (!sent.draft && form.dataset.draft) forget(form);
  const composer = document.querySelector('form[data-draft]');
  const url = new URL(to, location.href);
  const here = url.pathname === location.pathname && url.search === location.search;
  // What stands beside a ticket changes where it stands.
  if (here && form.closest('.case-side')) {
    keepAtIt(form).clear();
    await refresh(form);
    if (savesItself(form)) saySaved(form);
    return false;
  }
  // Chosen files cannot be carried over to a page that is loaded anew.
  if (here && composer && composer !== form && hasFiles(composer)) {
    keepAtIt(form).clear();
    await refresh(form);
    return false;
  }
  // So it is when a macro has filled in the form with the files: its words come, and the files stay. What was chosen for a note
  // does not come into an answer.
  if (here && sent.draft && form === composer && hasFiles(form)) {
    const answer = await fetch(url, { headers: { 'X-Fragment': '1' } }).catch(() => null);
    const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page && counterpart(sent, page);
    if (fresh) {
      const lost = mode(fresh) === mode(form) ? '' : form.querySelector('[data-drop]').dataset.lost;
      keepAtIt(form).clear();
      merge(form, fresh, lost);
      start();
      return false;
    }
  }
  // The list stays as it is, and shows what came of it.
  if (here && document.querySelector('form[data-list]') && (form.matches('[data-list]') || form.closest('[data-live=outcome]'))) {
    keepAtIt(form).clear();
    renewKey(form);
    await refresh(form, true);
    return false;
  }
  // The page that asks whether to apply a macro says that they do not come along.
  if (url.pathname.endsWith('/macro') && hasFiles(form)) url.searchParams.set('files', 'lost');
  letGo();
  if (here) {
    history.replaceState(null, '', url);
    location.reload();
  } else {
    location.assign(url);
  }
  return true;
}

// The next act of a form that stays is another one.
function renewKey(form) {
  const key = form.querySelector(':scope > input[name=key]');
  if (!key) return;
  key.value = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const mode = (form) => form.querySelector('input[name=visibility]:checked')?.value;

// Whether the ticket now is as an attempt without an answer wanted it: then the conflict is with that attempt.
async function hasArrived(sent) {
  if (!sent.url.pathname.endsWith('/update')) return false;
  const answer = await fetch(location.href, { headers: { 'X-Fragment': '1' } }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = counterpart(sent, page);
  const touched = Object.keys(sent.began).filter((name) => `${name}_before` in sent.began && sent.began[name] !== sent.began[`${name}_before`]);
  return Boolean(now) && touched.every((name) => now.querySelector(`[name=${name}_before]`)?.value === sent.began[name]);
}

// Puts the answer into the page: everything of the form but the chosen files, which stay unless `lost` says why not.
function merge(form, fresh, lost = '') {
  const drop = form.querySelector('[data-drop]');
  const other = fresh.querySelector('[data-drop]');
  const thread = document.querySelector('[data-live="thread"]');
  const newer = fresh.ownerDocument.querySelector('[data-live="thread"]');
  if (thread && newer && 'keeps' in thread.dataset) grow(thread, newer);
  else if (thread && newer) thread.replaceChildren(...document.adoptNode(newer).childNodes);
  fresh.querySelector('.files-lost')?.remove();
  const content = document.adoptNode(fresh);
  if (drop && other && !lost) content.querySelector('[data-drop]').replaceWith(drop);
  if (other && lost) other.insertAdjacentElement('afterend', alarm(lost));
  form.replaceChildren(...content.childNodes);
}

function alarm(text) {
  const line = Object.assign(document.createElement('p'), { className: 'error files-lost', textContent: text });
  line.setAttribute('role', 'alert');
  return line;
}

// Puts the page of the answer in the place of this one.
function exchange(page) {
  const main = document.getElementById('main');
  const fresh = page.getElementById('main');
  if (main && fresh) main.replaceWith(document.adoptNode(fresh));
  document.title = page.title;
}

function show(form) {
  const around = form.isConnected ? form : document;
  const wrong = around.querySelector('[aria-invalid=true], [role=alert]') ?? document.querySelector('main [role=alert]');
  if (wrong?.matches('input, textarea, select')) wrong.focus();
  wrong?.scrollIntoView({ block: 'center' });
}

const reason = (page) => page.querySelector('#main [role=alert]')?.textContent.trim() ?? '';
