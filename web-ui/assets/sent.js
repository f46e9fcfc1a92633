// What can be taken back for a while is offered for that while.
export function startSent() {
  for (const toast of document.querySelectorAll('.toast[data-until]')) {
    const left = new Date(toast.dataset.until) - Date.now();
    // One that tells why it was refused stays to be read.
    const end = () => {
      if (!toast.querySelector('.notice')) toast.remove();
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
