// Live updates: the server says that something changed, the page is fetched again, and only the regions that differ are
// replaced. A form that somebody is filling in is never touched.
import { forget, hasFiles, isWriting, meet } from './drafts.js';
import { keepFocus } from './focus.js';
import { keepSelection } from './keys.js';
import { mergeList, shownRows } from './list.js';
import { reload, viewerOf } from './person.js';
import { startSent } from './sent.js';
import { connect, isShared, share, tellUnseen } from './share.js';
import { startTitle } from './title.js';
import { ask, clock, pauseBefore, thaw } from './wait.js';

const QUIET = 200; // milliseconds; a burst of events is one update
const SILENCE = 25_000; // milliseconds without a heartbeat after which a connection is dead
const GREETING = 4000; // milliseconds for the first word on a connection; twice and four times that after a failure
const SHARED = 3000; // milliseconds more for what comes by another tab
const PATIENCE = 10_000; // milliseconds for an answer
const TOKEN = /(name="csrf" value=")[^"]*/g;

export function startLive() {
  const address = document.body.dataset.liveUrl;
  if (!('EventSource' in window)) return;
  share(address);
  if (!address) return;
  stream = new Stream(new URL(address, location.href));
  // A tab that nobody looks at listens no more. Without a shared connection it gives its own back: browsers allow six to a server,
  // however many tabs there are.
  document.addEventListener('visibilitychange', () => (document.hidden ? stream.rest() : stream.open()));
  window.addEventListener('pagehide', () => stream.rest());
  window.addEventListener('online', () => stream.open());
  window.addEventListener('offline', () => stream.lose());
  // After a sleep the clock has jumped, and this finds out at once.
  setInterval(() => stream.check(), 1000);
  // Times such as "2 minutes ago" grow old by themselves.
  setInterval(() => document.hidden || refresh(), 60_000);
  if (!document.hidden) stream.open();
}

// The lamp: what it says is what is known, with the time since when.
const lamp = {
  show(state, since = new Date()) {
    const place = document.getElementById('live');
    if (!place) return;
    place.hidden = false;
    place.classList.toggle('off', state !== 'live');
    place.dataset.state = state;
    const text = (place.dataset[state] ?? '').replace('{time}', clock(since));
    const away = place.querySelector('.away');
    if (away.textContent !== text) away.textContent = text;
  },
};

let stream = null;

// When the page last was as the server has it, and whether it is so now.
const data = { at: new Date(), fresh: true, failed: 0, timer: 0, state: '' };

// The connection on which the server says that something has changed. It is alive while something is heard on it.
class Stream {
  constructor(url) {
    this.url = url;
    this.source = null;
    this.greeted = false;
    this.limit = SILENCE;
    this.heard = Date.now();
    this.asked = 0;
    this.attempt = 0;
    this.timer = 0;
    this.settled = 0;
    this.behind = !url.searchParams.has('after');
  }

  open() {
    if (this.source || document.hidden) return;
    clearTimeout(this.timer);
    this.greeted = false;
    this.asked = Date.now();
    clearTimeout(this.settled);
    if (this.attempt === 0) this.settled = setTimeout(() => this.greeted || lamp.show('reconnecting'), 1000);
    const source = connect(this.url);
    this.source = source;
    const on = (kind, act) => source.addEventListener(kind, (event) => source === this.source && act(event));
    on('hello', (event) => this.greet(event));
    on('beat', () => this.hear());
    on('changed', (event) => {
      this.hear();
      this.url.searchParams.set('after', event.lastEventId);
      soon();
    });
    on('presence', (event) => {
      this.hear();
      const place = document.getElementById('presence');
      const { text } = JSON.parse(event.data);
      if (place && place.textContent !== text) place.textContent = text;
    });
    // The viewer has lost rights: without them there is another page here, or none. Whoever writes keeps what they typed, until
    // they have logged in again or gone on.
    on('ended', (event) => {
      const { code } = JSON.parse(event.data);
      if (code === 'BAD_USER_INPUT' && this.url.searchParams.has('after')) return this.anew();
      const writes = isWriting();
      if (writes && code !== 'UNAUTHENTICATED') data.state = 'shut';
      this.lose();
      if (writes) soon();
      else reload();
    });
    // The browser would try again by itself, but neither after a refusal nor from a silence.
    on('error', (event) => this.lose(Boolean(event.data && JSON.parse(event.data).silent)));
  }

  greet(event) {
    const { beat, behind } = JSON.parse(event.data);
    if (beat > 0) this.limit = Math.min(SILENCE, (beat * 5) / 2);
    this.greeted = true;
    this.attempt = 0;
    clearTimeout(this.settled);
    this.hear();
    // Something may have happened while nobody listened. A shared connection is listened to all the time, and knows.
    if (this.behind || behind || !data.fresh) soon();
    this.behind = !isShared();
  }

  hear() {
    this.heard = Date.now();
    if (data.fresh) lamp.show('live');
  }

  // A connection on which nothing is heard any more is dead, whatever the browser believes.
  check() {
    if (!this.source) return;
    const greeting = GREETING * 2 ** Math.min(this.attempt, 2);
    // The tab that holds a shared connection finds out first.
    const limit = this.limit + (isShared() ? SHARED : 0);
    const silent = this.greeted ? Date.now() - this.heard > limit : Date.now() - this.asked > greeting;
    if (silent) this.lose(true);
  }

  // `silent`: it has not ended, but carries nothing any more.
  lose(silent = false) {
    this.close();
    if (data.state) lamp.show(data.state);
    else if (this.attempt === 0 && Date.now() - this.heard < PATIENCE) this.soften();
    else lamp.show('offline', new Date(this.heard));
    this.behind = true;
    this.attempt += 1;
    clearTimeout(this.timer);
    if (silent) this.wake();
    else this.timer = setTimeout(() => this.open(), pauseBefore(this.attempt));
    // A refusal is told by the page itself: the session may have ended.
    if (this.attempt === 2) soon();
  }

  // Others to the same server will be as dead: they go first. When that shows that the server is there, nothing is waited for.
  async wake() {
    const { attempt } = this;
    const there = await thaw();
    if (this.source || this.attempt !== attempt) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), there && attempt === 1 ? 0 : pauseBefore(attempt));
  }

  // A server that is started anew is back in a moment.
  soften() {
    lamp.show('reconnecting');
    clearTimeout(this.settled);
    this.settled = setTimeout(() => this.greeted && this.source ? undefined : lamp.show('offline', new Date(this.heard)), 4000);
  }

  // A backup was restored, and the server does not know what was heard last.
  anew() {
    this.url.searchParams.delete('after');
    this.close();
    this.behind = true;
    this.open();
  }

  rest() {
    clearTimeout(this.timer);
    clearTimeout(this.settled);
    this.close();
    this.attempt = 0;
  }

  close() {
    this.source?.close();
    this.source = null;
    this.greeted = false;
  }
}

let quiet = 0;

function soon() {
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    // Nobody looks at it any more: it is asked for when somebody does.
    if (document.hidden) stream.behind = true;
    else refresh();
  }, QUIET);
}

let running = null;
let next = null;

// Asks for the page and puts in what differs; `sent` is a form whose fields have arrived and may be overwritten, `told` says
// that the answer is to tell what came of it: of several tabs, only the one that acted.
export function refresh(sent = null, told = false) {
  if (!running) {
    running = once(sent, told).finally(() => (running = null));
    return running;
  }
  // Once more when the answer that is on its way has come, which may be older than what was sent.
  if (next) {
    next.sent ??= sent;
    next.told ||= told;
  } else {
    next = { sent, told };
    next.done = running.then(() => {
      const { sent: form, told: tells } = next;
      next = null;
      return refresh(form, tells);
    });
  }
  return next.done;
}

async function once(sent, told) {
  const asked = Date.now();
  try {
    const headers = { 'X-Fragment': told ? '2' : '1', 'X-Rows': shownRows() };
    take(await ask(location.href, { headers }, PATIENCE), sent, told, asked);
  } catch {
    miss();
  }
}

function take(answer, sent, told, asked) {
  const fresh = new DOMParser().parseFromString(answer.text, 'text/html');
  if (answer.ok && viewerOf(fresh) === viewerOf(document)) {
    clearTimeout(data.timer);
    Object.assign(data, { at: new Date(), fresh: true, failed: 0, state: '' });
    put(fresh, sent, told, asked);
    meet(fresh, asked);
    if (stream?.greeted) lamp.show('live');
  } else if (answer.ok && viewerOf(fresh) !== '') {
    // Somebody else has logged in meanwhile.
    reload();
  } else if (answer.ok) {
    // Logged out: what was typed stays until the next click.
    data.state = 'out';
    data.fresh = false;
    lamp.show('out');
  } else {
    miss();
  }
}

// The page is not as new as it should be: it says so, and asks again.
function miss() {
  data.fresh = false;
  data.failed += 1;
  const place = document.getElementById('live');
  if (place && !place.classList.contains('off')) lamp.show('stale', data.at);
  clearTimeout(data.timer);
  data.timer = setTimeout(() => document.hidden || refresh(), pauseBefore(data.failed) + 1000);
}

function put(fresh, sent, told, asked) {
  let grown = false;
  news = false;
  if (document.title !== fresh.title) document.title = fresh.title;
  for (const region of document.querySelectorAll('[data-live]')) {
    const other = fresh.querySelector(`[data-live="${CSS.escape(region.dataset.live)}"]`);
    if (!other) {
      if (region.dataset.live === 'recent') region.remove();
      continue;
    }
    if ('keeps' in region.dataset) {
      grown = grow(region, other) || grown;
      continue;
    }
    // What the last act came to stands until the next one.
    if (region.dataset.live === 'outcome' && !told) continue;
    if (region.closest('form[data-list]') && region.dataset.live === 'list') {
      if (mergeList(region, other, told)) grown = true;
      continue;
    }
    if (plain(region) === plain(other) || (!region.contains(sent) && occupied(region))) continue;
    const known = new Set([...region.querySelectorAll('[data-item], [data-row]')].map(name));
    const boxes = [...region.querySelectorAll('input[type=checkbox]:checked')];
    const ticked = boxes.filter((box) => !box.defaultChecked).map((box) => box.value);
    const restore = keepSelection(region);
    const back = keepFocus(region);
    region.replaceChildren(...document.adoptNode(other).childNodes);
    if (region.tagName === 'FORM') region.reset();
    for (const box of region.querySelectorAll('input[type=checkbox]')) {
      if (ticked.includes(box.value)) box.checked = true;
    }
    restore();
    back();
    if (['sent', 'outcome'].includes(region.dataset.live)) startSent();
    for (const entry of region.querySelectorAll('[data-item], [data-row]')) {
      if (known.has(name(entry))) continue;
      entry.classList.add('fresh');
      grown ||= 'grows' in region.dataset;
      news ||= 'grows' in region.dataset && !isOwn(entry);
    }
  }
  const recent = fresh.querySelector('[data-live="recent"]');
  if (recent && !document.querySelector('[data-live="recent"]')) {
    document.querySelector('[data-live="rail"]')?.after(document.adoptNode(recent));
  }
  meanwhile(fresh);
  tellUnseen(asked);
  startTitle(document);
  const announce = document.getElementById('announce');
  if (grown && announce) announce.textContent = announce.dataset.changed;
}

// New entries come where they belong, and what the server has no more goes: an answer that was taken back, a comment that was
// split off. What is read stays as open as it is, where it is, and is only brought up to date. True, if something came.
export function grow(region, other) {
  let grown = false;
  answered = false;
  const stay = keepPlace(region);
  const entries = [...other.querySelectorAll('[data-item]')];
  for (const entry of gone(region, other, entries)) entry.remove();
  if (region.lastElementChild?.matches('.newline')) region.lastElementChild.remove();
  const known = new Map(entriesOf(region).map((entry) => [name(entry), entry]));
  // From the end: each new one comes before the one that follows it.
  let next = null;
  for (const entry of entries.reverse()) {
    const here = known.get(name(entry));
    if (here) {
      const whole = !here.matches('.brief') && !entry.matches('.brief');
      if (whole && plain(here) !== plain(entry)) here.replaceChildren(...document.adoptNode(entry).childNodes);
      next = here;
    } else if (!entry.matches('.fold, .newline')) {
      entry.classList.add('fresh');
      region.insertBefore(document.adoptNode(entry), next);
      next = entry;
      grown = true;
      news ||= !isOwn(entry);
      answered ||= entry.matches('.post') && !isOwn(entry);
    }
  }
  stay();
  return grown;
}

const entriesOf = (region) => [...region.querySelectorAll('[data-item]')];
const timeOf = (entry) => Date.parse(entry.querySelector('time')?.dateTime ?? '');

// The entries that are here, and that the server has no more, as far as the fresh page knows: it names the comments that it
// folds since `from`, and shows the lines of the history since `lines`; without these it knows them all.
function gone(region, other, entries) {
  const { from, lines, hidden } = other.dataset;
  const names = new Set([...entries.map(name), ...(hidden?.split(' ') ?? [])]);
  const since = { comments: Date.parse(from ?? ''), lines: Date.parse(lines ?? '') };
  // The very first comment stands before the fold.
  const begin = entries[1]?.matches('.fold') ? timeOf(entries[0]) : NaN;
  return entriesOf(region).filter((entry) => {
    if (names.has(name(entry)) || entry.matches('.fold, .newline')) return false;
    const at = timeOf(entry);
    const known = entry.matches('.event') ? since.lines : since.comments;
    return Number.isNaN(known) || at >= known || at < begin;
  });
}

// Keeps what is read where it is, whatever comes or goes above it.
function keepPlace(region) {
  const frame = region.closest('.case-main');
  if (!frame) return () => undefined;
  const top = Math.max(frame.getBoundingClientRect().top, 0);
  const places = entriesOf(region).map((entry) => [entry, entry.getBoundingClientRect()]);
  const seen = places.filter(([, place]) => place.bottom > top);
  return () => {
    const [entry, place] = seen.find(([one]) => one.isConnected) ?? [];
    const moved = entry ? entry.getBoundingClientRect().top - place.top : 0;
    const scrolls = frame.scrollHeight > frame.clientHeight ? frame : document.scrollingElement;
    if (moved) scrolls.scrollTop += moved;
  };
}

// Whether somebody else wrote in what has just grown.
let answered = false;
// Whether something has just come that the viewer has not done.
let news = false;
const isOwn = (entry) => entry.matches('[data-own]') || entry.querySelector('.face.me') !== null;
// Versions that stay as they are: what somebody else wrote meanwhile stops the first send, and the page then shows it.
const held = new WeakSet();

// What the same person has sent from another window stands in the conversation now: it leaves this one, and what is written next
// is something new.
function sentElsewhere(fresh) {
  const form = document.querySelector('#composer[data-draft]');
  const other = fresh.querySelector('#composer[data-draft]');
  const [key, newer] = [form, other].map((one) => one?.querySelector('input[name=key]'));
  if (!key || !newer || key.value === newer.value) return;
  const text = form.querySelector('textarea');
  const typed = letters(text.value);
  const bodies = document.querySelectorAll('[data-live=thread] [data-item].fresh .body');
  if (typed && [...bodies].some((body) => letters(body.textContent) === typed)) {
    text.value = '';
    forget(form);
  }
  // Files that went with it are in the draft no more, whatever was typed here.
  const [kept, left] = [form, other].map((one) => one.querySelector('[data-keep]'));
  if (kept && left) {
    kept.replaceChildren(...document.adoptNode(left).childNodes);
    form.querySelector('[data-drop]')?.dispatchEvent(new Event('room'));
  }
  if (!text.value.trim() && !hasFiles(form)) key.value = newer.value;
}

// An answer that was taken back in another window stands before what is written here, as it does in the draft.
function takenBack(fresh) {
  const [text, newer] = [document, fresh].map((page) => page.querySelector('#composer[data-draft] textarea'));
  if (!text?.value.trim() || !newer?.value.endsWith(`\n\n${text.value}`)) return;
  const ends = [text.selectionStart, text.selectionEnd].map((at) => at + newer.value.length - text.value.length);
  text.value = newer.value;
  text.setSelectionRange(...ends);
  const [base, known] = [text, newer].map((field) => field.form.querySelector('input[name=based_on]'));
  if (base && known) base.value = known.value;
}

const letters = (text) => text.replace(/[^\p{L}\p{N}]+/gu, '');

// Somebody who is writing is told that something new has come.
function meanwhile(fresh) {
  sentElsewhere(fresh);
  takenBack(fresh);
  const version = document.querySelector('[data-version]');
  const newer = fresh.querySelector('[data-version]');
  if (!version || !newer || version.value === newer.value) return;
  const typed = document.querySelector('#composer textarea')?.value.trim();
  if (answered && typed) held.add(version);
  if (!held.has(version)) version.value = newer.value;
  // What a comment does now, and what is preset; a choice that was made stays.
  for (const id of ['effect', 'take', 'send']) {
    const [here, there] = [document.getElementById(id), fresh.getElementById(id)];
    // A button under somebody's hand stays what it is.
    const held = here?.matches(':hover') || here?.contains(document.activeElement);
    if (here && there && !held) here.replaceChildren(...document.adoptNode(there).childNodes);
  }
  const status = document.querySelector('#composer select[name=status]');
  const statuses = fresh.querySelector('#composer select[name=status]');
  if (status && statuses) {
    // Copies: taking the options out of their select one by one would make it select the next each time.
    const picked = status.value;
    status.replaceChildren(...[...statuses.options].map((option) => option.cloneNode(true)));
    status.value = picked;
    if (status.selectedIndex < 0) status.value = '';
  }
  const note = document.querySelector('[data-meanwhile]');
  if (news && typed && note) note.hidden = false;
}

const name = (element) => element.dataset.item ?? element.dataset.row;
const plain = (element) => element.innerHTML.replace(TOKEN, '$1').replaceAll(' fresh', '').replace(/ class="(at|fresh)?"/g, '').replace(/ hidden=""/g, '');

// Whether somebody works in a region: types in it, or has picked something that is not sent yet.
function occupied(region) {
  const active = document.activeElement;
  if (region.contains(active) && active.matches('input:not([type=checkbox]), select, textarea')) return true;
  // What was refused stands there as it was typed, and is saved nowhere.
  if (region.querySelector('[data-unsaved]')) return true;
  return [...region.querySelectorAll('input[type=text], select, textarea')].some(changed);
}

function changed(field) {
  if (field.tagName === 'SELECT') {
    const preset = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(preset, 0);
  }
  return field.value !== field.defaultValue;
}
