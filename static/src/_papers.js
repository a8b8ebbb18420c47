/* PDFs are shown in place once the person does something on the page. A browser's PDF viewer is a program of its own
   that takes its time and its own requests, so a page that is only loaded does without it. */
const SIGNS = ["pointermove", "pointerdown", "keydown", "wheel", "touchstart"];

function showPaper(place) {
  const frame = document.createElement("iframe");
  frame.className = "media media-page";
  frame.title = place.dataset.title;
  frame.src = place.dataset.paper;
  place.replaceWith(frame);
}

export function showPapers() {
  if (!document.querySelector("[data-paper]")) return;
  const leave = new AbortController();
  const show = () => {
    leave.abort();
    for (const place of document.querySelectorAll("[data-paper]")) showPaper(place);
  };
  for (const sign of SIGNS) window.addEventListener(sign, show, { signal: leave.signal, passive: true, capture: true });
}
