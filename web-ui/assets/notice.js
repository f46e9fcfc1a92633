// What a page says while something cannot be sent, and the buttons to go on or to stop.
import { renew } from './person.js';
import { markUndo } from './sent.js';
import { clock, pauseBefore } from './wait.js';

const notices = new WeakMap();

// The notice of one sending; an earlier one of the same form goes.
export function keepAtIt(form) {
  notices.get(form)?.clear();
  const notice = new Notice(form);
  notices.set(form, notice);
  return notice;
}

class Notice {
  constructor(form) {
    this.form = form;
    this.words = document.getElementById('sending').dataset;
    this.since = null;
    this.box = null;
    this.stopped = false;
    this.stop = () => undefined;
  }

  // What ends the attempt that is under way.
  stopping(stop) {
    this.stop = stop;
  }

  slow() {
    if (!this.since) this.show(this.words.slow, false, true);
  }

  // Waits for the next attempt; false when the person does not want it.
  async again(attempt, answered) {
    this.since ??= new Date();
    const text = answered ? this.words.unavailable : this.words.offline;
    this.show(text.replace('{time}', clock(this.since)), true, true);
    await new Promise((done) => {
      const timer = setTimeout(done, pauseBefore(attempt));
      this.go = () => {
        clearTimeout(timer);
        done();
      };
      window.addEventListener('online', this.go, { once: true });
      document.addEventListener('visibilitychange', this.go, { once: true });
    });
    window.removeEventListener('online', this.go);
    document.removeEventListener('visibilitychange', this.go);
    return !this.stopped;
  }

  // The session has ended; coming back from the log-in makes the form good again.
  session() {
    const box = this.show(this.words.session, false, false);
    const link = document.createElement('a');
    link.className = 'button';
    link.href = '/login';
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = this.words.login;
    box.append(row(link));
    const look = async () => {
      if (document.hidden || this.box !== box) return;
      if ((await renew()) === 'same') this.clear();
    };
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
  }

  // Something that the page has no place for.
  refused(reason, status) {
    this.show(reason || this.words.refused.replace('{code}', status), false, false);
    // What has changed since cannot be taken back any more: the offer goes, and why stays to be read.
    if (status === 409 && this.form.closest('.toast')) {
      this.form.remove();
      markUndo();
    }
  }

  clear() {
    this.box?.remove();
    this.box = null;
    this.lock(false);
  }

  show(text, retry, busy) {
    this.clear();
    const box = document.createElement('div');
    box.className = 'note notice bad sending';
    box.setAttribute('role', 'alert');
    const line = document.createElement('p');
    line.textContent = text;
    box.append(line);
    const buttons = [];
    if (retry) buttons.push(button(this.words.now, () => this.go?.(), 'data-send-now'));
    if (busy) {
      buttons.push(
        button(this.words.stop, () => {
          this.stopped = true;
          this.stop();
          this.go?.();
          this.clear();
        }, 'data-send-stop'),
      );
    }
    if (buttons.length) box.append(row(...buttons));
    this.place(box);
    this.box = box;
    this.lock(busy);
    return box;
  }

  // Before the buttons of a form that has room for it; else at the foot of the window.
  place(box) {
    const actions = this.form.querySelector('.actions');
    const toast = this.form.closest('.toast');
    if (actions) {
      actions.before(box);
    } else if (toast) {
      // What cannot be taken back is told where it was offered: nowhere else does it cover nothing.
      toast.append(box);
    } else {
      box.classList.add('afloat');
      document.body.append(box);
    }
  }

  // What is being sent stays as it is until it has arrived.
  lock(on) {
    const actions = this.form.querySelector('.actions');
    if (!actions) return;
    for (const part of actions.parentElement.children) {
      if (part !== this.box) part.inert = on;
    }
  }
}

function button(text, act, mark) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'button';
  made.textContent = text;
  made.setAttribute(mark, '');
  made.addEventListener('click', act);
  return made;
}

function row(...parts) {
  const made = document.createElement('p');
  made.className = 'row';
  made.append(...parts);
  return made;
}
