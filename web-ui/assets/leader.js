// The connection of all tabs of a browser, in the tab that holds the lock: also while nobody looks at it.
import { viewerOf } from './person.js';
import { ask, pauseBefore } from './wait.js';

const SILENCE = 25_000; // milliseconds without a heartbeat after which a connection is dead
const GREETING = 4000; // milliseconds for the first word; twice and four times that after a failure
const RETRY = 500; // milliseconds after which an attempt that follows a failure is begun anew for a tab that asks
const GONE = 70_000; // milliseconds without a sign of life after which a tab is gone
const SOON = 50;
const LATER = 2000; // milliseconds that tabs which are looked at have to ask first
const SELDOM = 300_000;
const COUNT = 1500; // milliseconds in which a page that is asked for anew may tell the count
const PATIENCE = 8000;

export class Leader {
  constructor(hub) {
    this.hub = hub;
    // The tabs that listen: the ticket of each, and when it was last heard.
    this.tabs = new Map();
    if (hub.source) this.tabs.set(hub.id, { number: hub.number, since: hub.upTo, seen: Date.now(), greeted: false });
    this.limit = SILENCE;
    this.attempt = 0;
    this.uncounted = 0;
    this.clock = setInterval(() => this.check(), 1000);
    this.open();
  }

  stop() {
    this.close();
    this.stopped = true;
    for (const timer of [this.retry, this.counting]) clearTimeout(timer);
    clearInterval(this.clock);
  }

  take({ kind, id, number, since }) {
    if (kind === 'left') this.tabs.delete(id);
    if (kind === 'here' && this.tabs.has(id)) this.tabs.get(id).seen = Date.now();
    if (kind !== 'join') return;
    // That it is heard, whatever the server says.
    this.hub.say({ kind: 'told', event: 'ack', data: '{}', to: id });
    this.check();
    this.tabs.set(id, { number, since, seen: Date.now(), greeted: false });
    const slow = this.source && !this.greeted && Date.now() - this.asked > (this.attempt ? RETRY : GREETING);
    if (!this.source || slow || this.shown() !== this.opened) this.open();
    else if (this.greeted) this.greet(id);
  }

  // The tickets that tabs show.
  shown() {
    const numbers = [...this.tabs.values()].map((tab) => tab.number).filter(Boolean);
    return [...new Set(numbers)].sort((one, other) => one - other).join(',');
  }

  open() {
    this.close();
    const { cursor, number, known } = this.hub;
    this.opened = this.shown();
    this.asked = Date.now();
    const url = new URL('/live', location.href);
    // Before anything is known of everything, the page knows of its ticket.
    const own = !cursor && known && number;
    this.knows = own || (cursor && cursor === known);
    url.searchParams.set('at', own ? this.opened.split(',').map((one) => (one === String(number) ? `${one}.${known}` : one)).join(',') : this.opened);
    if (cursor) url.searchParams.set('after', cursor);
    const source = new EventSource(url);
    this.source = source;
    const on = (kind, act) =>
      source.addEventListener(kind, (event) => {
        if (source !== this.source) return;
        this.heard = Date.now();
        act(event);
      });
    on('hello', (event) => this.begin(JSON.parse(event.data)));
    on('beat', () => this.tell('beat'));
    on('changed', (event) => this.changed(event.data, event.lastEventId));
    on('shown', (event) => this.seen(event.data));
    on('presence', (event) => this.tell('presence', event.data, { only: true }));
    // One ticket is out of sight; the others go on.
    on('gone', (event) => this.anew(event.data) || this.tell('ended', event.data, { only: true }));
    on('ended', (event) => this.anew(event.data) || this.end(event.data));
    // When the page is left, its connection may break first: then another tab takes over, and nobody need be told.
    on('error', () => setTimeout(() => source === this.source && this.fail(), SOON));
  }

  close() {
    this.source?.close();
    this.source = null;
    this.greeted = false;
    clearTimeout(this.retry);
  }

  begin({ beat, after }) {
    if (beat > 0) this.limit = Math.min(SILENCE, (Number(beat) * 5) / 2);
    if (after && !this.hub.cursor) this.hub.reach(after);
    this.greeted = true;
    this.attempt = 0;
    this.beat = beat;
    for (const [id, tab] of this.tabs) if (!tab.greeted) this.greet(id);
    // What happened before the connection stood, or what the tab that held it before had no time to count.
    if (this.hub.counted < this.hub.stale) this.count();
  }

  greet(id) {
    const tab = this.tabs.get(id);
    tab.greeted = true;
    // What this page has missed is told on the connection, which begins where the page ends.
    const behind = !(this.knows && id === this.hub.id) && this.hub.missed(tab.number, tab.since);
    this.tell('hello', JSON.stringify({ beat: this.beat, behind }), { to: id });
  }

  changed(data, cursor) {
    // What the ticket's page was told already still says how far everything is known.
    if (this.hub.knows(cursor)) this.tell('beat', '{}', { cursor });
    else this.tell('changed', data, { cursor });
    this.count();
  }

  // What happened to this page's ticket between its making and the connection.
  seen(data) {
    const { cursor } = JSON.parse(data);
    if (!this.hub.knows(cursor)) this.tell('changed', data, { seen: cursor });
  }

  tell(event, data = '{}', more = {}) {
    this.hub.say({ kind: 'told', event, data, number: JSON.parse(data).number, ...more });
  }

  // The viewer has lost rights, and each tab sees to what is left; whoever is still logged in is followed on.
  end(data) {
    this.close();
    this.tell('ended', data);
    if (JSON.parse(data).code !== 'UNAUTHENTICATED') this.again();
  }

  // A backup was restored, and the server does not know what was heard last: every tab is behind, and all begins where it is now.
  anew(data) {
    if (JSON.parse(data).code !== 'BAD_USER_INPUT' || !this.hub.forget()) return false;
    for (const tab of this.tabs.values()) tab.greeted = false;
    this.open();
    return true;
  }

  fail(silent = false) {
    if (this.stopped) return;
    this.close();
    this.attempt += 1;
    this.tell('error', JSON.stringify({ silent }));
    this.again();
  }

  // Tabs that are looked at ask again by themselves; for those that are not, this one does, ever more seldom.
  again() {
    clearTimeout(this.retry);
    const pause = pauseBefore(this.attempt) * Math.max(this.attempt, 1) + LATER;
    this.retry = setTimeout(() => this.source || this.open(), Math.min(pause, SELDOM));
  }

  wake() {
    if (!this.greeted) this.open();
  }

  check() {
    const now = Date.now();
    for (const [id, tab] of this.tabs) if (now - tab.seen > GONE) this.tabs.delete(id);
    if (!this.source) return;
    const greeting = GREETING * 2 ** Math.min(this.attempt, 2);
    if (this.greeted ? now - this.heard > this.limit : now - this.asked > greeting) this.fail(true);
    else if (this.greeted && this.shown() !== this.opened) this.open();
  }

  // How much is unseen is told by whichever page is asked for anew; else it is asked for, once for all tabs.
  count(pause = COUNT) {
    if (this.counting || !document.body.classList.contains('desk')) return;
    this.counting = setTimeout(async () => {
      this.counting = 0;
      // Never before what is known, should the clock have been put back.
      const asked = Math.max(Date.now(), this.hub.stale, this.hub.counted);
      const answer = await ask('/live/unseen', { redirect: 'error' }, PATIENCE).catch(() => null);
      if (this.stopped) return;
      if (!answer?.ok) return this.recount(answer);
      this.uncounted = 0;
      const { viewer, unseen } = JSON.parse(answer.text);
      if (viewer === viewerOf(document)) this.hub.say({ kind: 'unseen', unseen, asked });
    }, pause);
  }

  // No answer, or one of a server that is busy: it is asked again. Without a connection that waits for the next one.
  recount(answer) {
    if (!this.greeted || (answer && answer.status < 500 && answer.status !== 429)) return;
    this.uncounted += 1;
    this.count(COUNT + pauseBefore(this.uncounted));
  }

  counted() {
    clearTimeout(this.counting);
    this.counting = 0;
  }
}
