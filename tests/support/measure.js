/* Measures the page as it stands. Targets must be 44 px; those in a sentence may be as high as its line, and those in
   a table or list of facts 24 px. */
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
    small: [...new Set(small)].slice(0, 6),
  };
}
