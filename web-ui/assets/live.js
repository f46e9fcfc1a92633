// Live updates: the server says that something changed, the page is fetched again, and only the regions that differ are
// replaced. A form that somebody is filling in is never touched.
import { startTitle } from './title.js';
import { keepSelection } from './keys.js';

const QUIET = 200; // milliseconds; a burst of events is one update
const TOKEN = /(name="csrf" value=")[^"]*/g;

export function startLive() {
  const address = document.body.dataset.liveUrl;
  if (!address || !('EventSource' in window)) return;
  const lamp = document.getElementById('live');
  const url = new URL(address, location.href);
  let source = null;
  let timer = 0;
  let behind = !url.searchParams.has('after');
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, QUIET);
  };
  const lit = (on) => {
    if (!lamp) return;
    lamp.hidden = false;
    lamp.classList.toggle('off', !on);
  };
  const open = () => {
    if (source) return;
    source = new EventSource(url);
    source.addEventListener('hello', () => {
      lit(true);
      // Without a cursor, something may have happened between the page and this connection.
      if (behind) soon();
      behind = true;
    });
    source.addEventListener('changed', (event) => {
      url.searchParams.set('after', event.lastEventId);
      soon();
    });
    // The viewer has lost rights: without them there is another page here, or none.
    source.addEventListener('ended', () => {
      close();
      lit(false);
      location.reload();
    });
    source.addEventListener('error', () => lit(false));
  };
  const close = () => {
    source?.close();
    source = null;
  };
  // A tab that nobody looks at gives its connection back: browsers allow six to a server, however many tabs there are.
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
  // Times such as "2 minutes ago" grow old by themselves.
  setInterval(() => {
    if (!document.hidden) refresh();
  }, 60_000);
  if (!document.hidden) open();
}

let busy = false;
let again = false;

async function refresh() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    const answer = await fetch(location.href, { headers: { 'X-Fragment': '1' }, credentials: 'same-origin' });
    // Logged out meanwhile, or gone: the next click says so; what was typed stays.
    if (answer.ok && !answer.redirected) {
      put(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    }
  } catch {
    // The connection is down; EventSource comes back by itself and asks again.
  } finally {
    busy = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

function put(fresh) {
  let grown = false;
  for (const region of document.querySelectorAll('[data-live]')) {
    const other = fresh.querySelector(`[data-live="${CSS.escape(region.dataset.live)}"]`);
    if (!other) {
      if (region.dataset.live === 'recent') region.remove();
      continue;
    }
    if (plain(region) === plain(other) || occupied(region)) continue;
    const known = new Set([...region.querySelectorAll('[data-item], [data-row]')].map(name));
    const ticked = [...region.querySelectorAll('input[type=checkbox]:checked')].map((box) => box.value);
    const restore = keepSelection(region);
    region.replaceChildren(...document.adoptNode(other).childNodes);
    if (region.tagName === 'FORM') region.reset();
    for (const box of region.querySelectorAll('input[type=checkbox]')) {
      if (ticked.includes(box.value)) box.checked = true;
    }
    restore();
    for (const entry of region.querySelectorAll('[data-item], [data-row]')) {
      if (known.has(name(entry))) continue;
      entry.classList.add('fresh');
      grown ||= 'grows' in region.dataset;
    }
  }
  const recent = fresh.querySelector('[data-live="recent"]');
  if (recent && !document.querySelector('[data-live="recent"]')) {
    document.querySelector('[data-live="rail"]')?.after(document.adoptNode(recent));
  }
  meanwhile(fresh, grown);
  startTitle(document);
  const announce = document.getElementById('announce');
  if (grown && announce) announce.textContent = announce.dataset.changed;
}

// Somebody who is writing is told that something new has come; having been told, the form is not stale any more.
function meanwhile(fresh, grown) {
  const version = document.querySelector('[data-version]');
  const newer = fresh.querySelector('[data-version]');
  if (!version || !newer || version.value === newer.value) return;
  version.value = newer.value;
  // What a comment does now, and what is preset; a choice that was made stays.
  const effect = fresh.getElementById('effect');
  if (effect) document.getElementById('effect')?.replaceChildren(...document.adoptNode(effect).childNodes);
  const status = document.querySelector('#composer select[name=status]');
  const statuses = fresh.querySelector('#composer select[name=status]');
  if (status && statuses) {
    // Copies: taking the options out of their select one by one would make it select the next each time.
    const picked = changed(status) ? status.value : '';
    status.replaceChildren(...[...statuses.options].map((option) => option.cloneNode(true)));
    status.value = picked;
    if (status.selectedIndex < 0) status.value = '';
  }
  const typed = document.querySelector('#composer textarea')?.value.trim();
  const note = document.querySelector('[data-meanwhile]');
  if (grown && typed && note) note.hidden = false;
}

const name = (element) => element.dataset.item ?? element.dataset.row;
const plain = (element) => element.innerHTML.replace(TOKEN, '$1').replaceAll(' fresh', '').replace(/ class="(at|fresh)?"/g, '').replace(/ hidden=""/g, '');

// Whether somebody works in a region: types in it, or has picked something that is not sent yet.
function occupied(region) {
  const active = document.activeElement;
  if (region.contains(active) && active.matches('input:not([type=checkbox]), select, textarea')) return true;
  return [...region.querySelectorAll('input[type=text], select, textarea')].some(changed);
}

function changed(field) {
  if (field.tagName === 'SELECT') {
    const preset = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(preset, 0);
  }
  return field.value !== field.defaultValue;
}
