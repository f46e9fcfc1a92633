// The box that ticks all boxes of a list.

export function startTicks() {
  document.addEventListener('change', (event) => {
    if (!event.target.matches?.('[data-pick-all]')) return;
    for (const box of event.target.closest('table').querySelectorAll('input[name=number]')) {
      box.checked = event.target.checked;
    }
  });
  document.documentElement.classList.add('scripted');
}
