/* Measures the page as it stands. Targets must be 44 px; those in a sentence may be as high as its line, and those in
   a table or list of facts 24 px. A word of ordinary length stands on one line. */
() => {
  const inSentence = (element) => {
    const parent = element.parentElement.closest("p, li, td, th, dd, dt, figcaption, div, summary, label, legend");
    if (!element.matches("a") || !getComputedStyle(element).display.startsWith("inline") || !parent) return false;
    return parent.textContent.trim().length > element.textContent.trim().length || Boolean(element.closest("p"));
  };
  const least = (element) => (element.closest("td, th, li, dd") && !element.matches(".btn, button, input, select, textarea") ? 24 : 44);
  const targetOf = (element) => (element.matches(".stretched-link") && element.closest(".card, li, article")) || (element.matches("input[type=checkbox], input[type=radio], input[type=file]") && element.closest("label")) || element;
  const small = [];
  for (const element of document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")) {
    const target = targetOf(element);
    const { width, height, right, bottom } = target.getBoundingClientRect();
    const hidden = !target.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || right <= 0 || bottom + scrollY <= 0 || width <= 1;
    if (hidden || inSentence(element)) continue;
    if (height < least(element) - 0.5 || width < 24) small.push(`${Math.round(width)}×${Math.round(height)} ${element.outerHTML.replace(/\s+/g, " ").slice(0, 140)}`);
  }
  const torn = [];
  const written = document.createRange();
  for (const element of [...document.querySelectorAll("main :is(td, th, dt, dd, h1, h2, h3, .btn)")].slice(0, 300)) {
    const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (text.nextNode()) {
      if (text.currentNode.parentElement.closest(".hash, .break-anywhere, code, pre, .visually-hidden")) continue;
      for (const { 0: word, index } of text.currentNode.data.matchAll(/(?<![\p{L}\p{N}._@/-])\p{L}{3,14}(?![\p{L}\p{N}._@/-])/gu)) {
        written.setStart(text.currentNode, index);
        written.setEnd(text.currentNode, index + word.length);
        const [first, ...others] = written.getClientRects();
        if (others.some(({ top }) => top > first.top + first.height / 2)) torn.push(`${word} in ${element.outerHTML.replace(/\s+/g, " ").slice(0, 100)}`);
      }
    }
  }
  const weight = (ending) =>
    performance.getEntriesByType("resource")
      .filter(({ name }) => new URL(name).pathname.endsWith(ending))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  return {
    title: document.title,
    h1: document.querySelectorAll("h1").length,
    width: innerWidth,
    scroll: document.documentElement.scrollWidth - innerWidth,
    style: weight(".css"),
    script: weight(".js"),
    torn: [...new Set(torn)].slice(0, 4),
    small: [...new Set(small)].slice(0, 6),
  };
}
