// Brings the current tab into sight where the strip is wider than the window.

export function startTabs() {
  for (const tab of document.querySelectorAll('.tabs [aria-current]')) {
    const strip = tab.closest('.tabs');
    strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
  }
}
