// What can be taken back for a while is offered for that while.
export function startSent() {
  for (const offer of document.querySelectorAll(':is(.toast, .flash)[data-until]')) {
    const left = new Date(offer.dataset.until) - Date.now();
    // What tells why something was refused stays to be read, and so does what was pressed in time until its answer is there.
    const end = () => {
      if (offer.dataset.sent) return;
      if (offer.matches('.flash.bad')) offer.querySelector('[data-undo]')?.remove();
      else if (!offer.querySelector('.notice')) offer.remove();
      markUndo();
    };
    setTimeout(end, Math.max(0, Math.min(left, 2 ** 31 - 1)));
  }
  markUndo();
}

// What was done last; what this page has just done to many tickets stands before all others.
export const lastDone = () => document.querySelector('[data-undo]');

// The key takes back one act, and only that one shows it.
export function markUndo() {
  const last = lastDone();
  for (const key of document.querySelectorAll('[data-undo] kbd')) key.hidden = key.parentElement !== last;
}
