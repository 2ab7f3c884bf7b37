/* global document, getComputedStyle, innerWidth, NodeFilter */
// Runs in the page of a browser. Returns the parts of a mail that a reader cannot see, and why.
(() => {
  const faults = [];
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) faults.push(`is ${scrollWidth}px wide`);
  const words = document.createTreeWalker(document.querySelector('[role=main]').closest('table'), NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
    const text = node.textContent;
    if (/^[\s\u00a0]*$/.test(text)) continue;
    const room = node.parentElement.closest('td, th').getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      if (left < room.left - 1 || right > room.right + 1 || top < room.top - 1 || bottom > room.bottom + 1)
        faults.push(`clips "${text}"`);
    }
    const { fontSize } = getComputedStyle(node.parentElement);
    if (Number.parseFloat(fontSize) < 12) faults.push(`${fontSize}: "${text}"`);
  }
  for (const image of document.images)
    if (!image.complete || image.naturalWidth === 0) faults.push('has an image that does not load');
  return faults;
})();
