// Where the focus is, so that it can go back when that part of the page has been replaced or held.

// How to find an element again after it has been replaced; nothing for what has no name.
function address(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const form = element.form && `form[action="${CSS.escape(element.form.getAttribute('action') ?? '')}"]`;
  if (!form) return element.getAttribute('href') ? `a[href="${CSS.escape(element.getAttribute('href'))}"]` : '';
  const named = element.name ? `[name="${CSS.escape(element.name)}"]` : ':not([name])';
  return `${form} ${element.localName}${named}${element.value ? `[value="${CSS.escape(element.value)}"]` : ''}`;
}

// Remembers the focus if it is within this part; the answer puts it back if it has been lost. Where the element is gone, such
// as the button of an entry that was removed, the heading above it takes the focus.
export function keepFocus(part) {
  const active = document.activeElement;
  if (!active || active === document.body || !part.contains(active)) return () => undefined;
  const place = address(active);
  const heading = active.closest('details')?.querySelector('summary');
  return () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const found = place && document.querySelector(place);
    (found ?? heading)?.focus({ preventScroll: true });
  };
}
