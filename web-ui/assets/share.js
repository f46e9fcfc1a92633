// One stream a browser, shared between its tabs: the one that holds the lock has the connection and tells the others. Each tab keeps
// its own filter. Where a browser knows neither locks nor channels, each tab that is looked at has a connection of its own.
import { isLeaving, viewerOf } from './person.js';
import { Leader } from './leader.js';

const ANSWER = 3000; // milliseconds after which a tab that holds the lock and says nothing is frozen
const ALIVE = 20_000; // milliseconds between two signs of life of a tab that listens
const KEPT = 200; // events that are remembered

let hub = null;

export const isShared = () => hub !== null;

// Begins, whether or not the tab is looked at: the count in its title stays true. `address`: what its page follows, if it does.
export function share(address) {
  const desk = document.body.classList.contains('desk');
  if ((!address && !desk) || !('BroadcastChannel' in window) || !navigator.locks) return;
  hub = new Hub(new URL(address ?? '/live', location.href));
  hub.lead();
  tellUnseen(hub.upTo);
  window.addEventListener('pagehide', () => hub.leave());
  window.addEventListener('offline', () => hub.leader?.fail());
  window.addEventListener('online', () => hub.leader?.wake());
}

// What stands for the connection of this tab; its own, where none is shared.
export const connect = (url) => (hub ? hub.listen() : new EventSource(url));

const count = () => Number(document.title.match(/^\((\d+)\) /)?.[1] ?? 0);

// The page is as the server had it when it was asked for: so is the count in its title, and the other tabs show it too.
export function tellUnseen(asked) {
  if (hub && document.body.classList.contains('desk')) hub.say({ kind: 'unseen', unseen: count(), asked });
}

// Behaves as an EventSource does.
class Source extends EventTarget {
  close() {
    hub.quit(this);
  }
}

class Hub {
  constructor(url) {
    this.id = crypto.randomUUID();
    // The ticket that the page shows, and what it knows of it.
    this.number = Number(url.searchParams.get('number')) || null;
    this.known = url.searchParams.get('after');
    // Up to where everything is known, and since when.
    this.cursor = this.number ? null : this.known;
    this.covered = Date.now();
    // Up to when the page itself knows everything: first, until it was asked for.
    this.upTo = Date.now() - performance.now();
    this.greeted = false;
    // How much is unseen, when that was asked for, and up to when something may have happened that a count from before lacks.
    this.unseen = count();
    this.counted = this.upTo;
    this.stale = 0;
    this.recent = [];
    this.heard = 0;
    this.asked = 0;
    this.source = null;
    this.leader = null;
    this.name = `schalter-live:${viewerOf(document)}`;
    this.channel = new BroadcastChannel(this.name);
    this.channel.addEventListener('message', (event) => this.take(event.data));
    setInterval(() => this.source && this.say({ kind: 'here', id: this.id, number: this.number }), ALIVE);
  }

  // To all tabs, this one too, which hears it as late as the others.
  say(message) {
    this.channel.postMessage(message);
    queueMicrotask(() => this.take(message));
  }

  // Waits for the lock, which is given back when the page is left; then another tab takes over. `steal`: from a frozen one.
  lead(steal = false) {
    const hold = () =>
      new Promise((release) => {
        this.release = release;
        this.leader = new Leader(this);
        this.say({ kind: 'leads' });
      });
    navigator.locks.request(this.name, { steal }, hold).catch(() => {
      // Another tab found this one frozen.
      this.leader?.stop();
      this.leader = null;
      if (!isLeaving()) this.lead();
    });
  }

  leave() {
    this.quit(this.source);
    this.leader?.stop();
    this.leader = null;
    this.release?.();
  }

  listen() {
    const unanswered = this.asked > this.heard && Date.now() - this.asked > ANSWER;
    if (unanswered && !this.leader && !document.hidden) this.lead(true);
    this.source = new Source();
    this.greeted = false;
    this.asked = Date.now();
    this.join();
    return this.source;
  }

  join() {
    this.say({ kind: 'join', id: this.id, number: this.number, since: this.upTo });
  }

  quit(source) {
    if (!source || source !== this.source) return;
    this.source = null;
    if (this.greeted) this.upTo = Date.now();
    this.greeted = false;
    this.say({ kind: 'left', id: this.id });
  }

  take(message) {
    if (message.kind === 'told') this.hear(message);
    else if (message.kind === 'unseen') this.show(message);
    else if (message.kind === 'leads' && this.source) this.join();
    else this.leader?.take(message);
  }

  hear(message) {
    this.heard = Date.now();
    if (message.cursor) this.reach(message.cursor);
    if (message.event === 'changed') this.remember(message);
    if (message.cursor || message.event === 'changed') this.stale = this.heard;
    if (!this.source || (message.to && message.to !== this.id)) return;
    if (message.only && message.number !== this.number) return;
    // Of another ticket it is a sign of life.
    const other = message.event === 'changed' && this.number && message.number !== this.number;
    if (message.event === 'hello') this.greeted = true;
    if (this.greeted) this.upTo = this.heard;
    this.source.dispatchEvent(new MessageEvent(other ? 'beat' : message.event, { data: message.data, lastEventId: message.cursor ?? '' }));
  }

  // Everything up to here is known; a page of one ticket, or of none, knows nothing of the others before.
  reach(cursor) {
    if (!this.cursor) this.covered = this.stale = Date.now();
    this.cursor = cursor;
  }

  // Nothing is known any more; whether something was.
  forget() {
    const known = this.cursor ?? this.known;
    this.cursor = this.known = null;
    this.recent = [];
    return Boolean(known);
  }

  remember({ number, cursor, seen }) {
    this.recent = [...this.recent.slice(1 - KEPT), { at: this.heard, number, cursor: cursor ?? seen }];
  }

  knows(cursor) {
    return this.recent.some((event) => event.cursor === cursor);
  }

  // Whether a tab has missed something that knows everything up to then.
  missed(number, since) {
    const forgotten = this.recent.length >= KEPT - 1 && this.recent[0].at >= since;
    return since < this.covered || forgotten || this.recent.some((event) => event.at >= since && (!number || event.number === number));
  }

  // A page that was asked for before the last thing that happened may come after it has been counted: the newest count stands,
  // and what is older is asked for again.
  show({ unseen, asked = Date.now() }) {
    if (asked < this.stale) this.leader?.count();
    else this.leader?.counted();
    if (asked >= this.counted) Object.assign(this, { unseen, counted: asked });
    const title = (this.unseen ? `(${this.unseen}) ` : '') + document.title.replace(/^\(\d+\) /, '');
    if (document.title !== title) document.title = title;
  }
}
