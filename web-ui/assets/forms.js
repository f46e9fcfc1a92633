// Forms with files are sent from here, so that a refusal does not cost the files: what the server says is put into the
// page, and the file input stays as it is. Without this, the form is sent by the browser.
import { startDrafts, forget, letGo } from './drafts.js';
import { startTitle } from './title.js';

export function startForms() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      // A second click while the first is under way.
      event.preventDefault();
      return;
    }
    if (!form.matches('[data-form]')) return;
    event.preventDefault();
    send(form, event.submitter);
  });
}

async function send(form, submitter) {
  form.dataset.sent = '1';
  const button = submitter ?? form.querySelector('button.main');
  if (button) button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), credentials: 'same-origin' });
    if (answer.ok && answer.redirected) {
      forget(form);
      go(answer.url);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('form[data-form]');
    if (fresh) {
      merge(form, fresh);
    } else {
      // A page of its own, such as the one after the end of a session, which shows the typed text.
      letGo();
      document.replaceChild(document.adoptNode(page.documentElement), document.documentElement);
    }
  } catch {
    // No connection: let the browser try and say so in its own words.
    letGo();
    HTMLFormElement.prototype.submit.call(form);
  } finally {
    delete form.dataset.sent;
    if (button?.isConnected) button.disabled = false;
  }
}

// To the page that the server named. The fragment alone would not load it again.
function go(url) {
  const to = new URL(url);
  const same = to.pathname === location.pathname && to.search === location.search;
  letGo();
  if (same) {
    history.replaceState(null, '', to);
    location.reload();
  } else {
    location.assign(to);
  }
}

// Puts the answer into the page: everything of the form but the chosen files.
function merge(form, fresh) {
  const drop = form.querySelector('[data-drop]');
  const other = fresh.querySelector('[data-drop]');
  const thread = document.querySelector('[data-live="thread"]');
  const newer = fresh.ownerDocument.querySelector('[data-live="thread"]');
  if (thread && newer) thread.replaceChildren(...document.adoptNode(newer).childNodes);
  fresh.querySelector('.files-lost')?.remove();
  const content = document.adoptNode(fresh);
  if (drop && other) content.querySelector('[data-drop]').replaceWith(drop);
  form.replaceChildren(...content.childNodes);
  startDrafts(document);
  startTitle(document);
  const wrong = form.querySelector('[aria-invalid=true], [role=alert]');
  if (wrong?.matches('input, textarea, select')) wrong.focus();
  wrong?.scrollIntoView({ block: 'center' });
}
