// Notifications of the browser: what concerns a member of the staff while they look at something else. Each browser is
// asked for itself; one of its tabs asks the server, and none speaks up while somebody works in another.
import { viewerOf } from './person.js';
import { ask } from './wait.js';

const EVERY = 30_000; // milliseconds; browsers make it a minute in a tab that nobody looks at
const LIMIT = 10_000;
const MOST = 3; // at once; of more, how many they are

export function startNotify() {
  if (!document.body.classList.contains('desk') || !('Notification' in window) || !navigator.locks) return;
  const own = new Own(viewerOf(document));
  startChoice(own);
  keepFocus(own);
  // Held for as long as this tab lives; then another one takes over.
  navigator.locks.request('schalter-notify', () => new Promise(() => poll(own)));
}

// What this browser knows of the person: whether they want it, and up to when they were told.
class Own {
  constructor(viewer) {
    this.viewer = viewer;
  }

  get(name) {
    try {
      return localStorage.getItem(`notify-${name}:${this.viewer}`);
    } catch {
      return null;
    }
  }

  set(name, value) {
    try {
      localStorage.setItem(`notify-${name}:${this.viewer}`, value);
    } catch {
      // Without storage nothing is switched on.
    }
  }

  isOn() {
    return this.get('on') === '1' && Notification.permission === 'granted';
  }
}

// The button on the page of notifications.
function startChoice(own) {
  const place = document.querySelector('[data-notify]');
  if (!place) return;
  const button = place.querySelector('button');
  const show = () => {
    const denied = Notification.permission === 'denied';
    place.hidden = false;
    button.hidden = denied;
    button.textContent = own.isOn() ? place.dataset.off : place.dataset.on;
    place.querySelector('p').textContent = denied ? place.dataset.denied : '';
  };
  button.addEventListener('click', async () => {
    const on = own.isOn();
    if (!on && Notification.permission !== 'granted') await Notification.requestPermission();
    own.set('on', on ? '0' : '1');
    own.set('since', '');
    show();
    if (own.isOn()) look(own);
  });
  show();
}

// Who looks at a page sees there what is new.
function keepFocus(own) {
  const tell = (there) => own.set('there', there ? String(Date.now()) : '0');
  window.addEventListener('focus', () => tell(true));
  window.addEventListener('blur', () => tell(false));
  window.addEventListener('pagehide', () => tell(false));
  setInterval(() => document.hasFocus() && tell(true), 5000);
  if (document.hasFocus()) tell(true);
}

function poll(own) {
  look(own);
  setInterval(() => look(own), EVERY);
}

// Asks what is new. The first time only when that was: nobody is told of what happened before.
async function look(own) {
  if (!own.isOn()) return;
  const since = own.get('since') ?? '';
  let answer;
  try {
    answer = await ask(`/desk/notices/new?since=${encodeURIComponent(since)}`, { redirect: 'error' }, LIMIT);
    if (!answer.ok) return;
    answer = JSON.parse(answer.text);
  } catch {
    return; // Next time it is asked for what happened since the same moment.
  }
  if (!own.isOn() || answer.viewer !== own.viewer) return;
  own.set('since', answer.until);
  if (since === '' || Date.now() - Number(own.get('there')) < 15_000) return;
  for (const notice of answer.notices.slice(0, MOST)) show(notice.text, notice.ticket, notice.href, notice.href);
  if (answer.notices.length > MOST) show(answer.more, '', '/desk/notices', 'more');
}

function show(title, body, href, tag) {
  const shown = new Notification(title, { body, tag, lang: document.documentElement.lang });
  shown.addEventListener('click', () => {
    shown.close();
    window.focus();
    location.assign(href);
  });
}
