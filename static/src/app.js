/* What every page has: htmx and the small behaviours. Every page works without them. */
import htmx from "htmx.org";
import { keepDrafts } from "./_drafts.js";
import { guardForms } from "./_forms.js";
import { tell } from "./_messages.js";
import { showPapers } from "./_papers.js";

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (menu !== except) menu.open = false;
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.activeElement?.closest("details[data-menu][open]");
  closeMenus();
  open?.querySelector("summary").focus();
});

/* On a phone the parts of a page named in nav.seg are shown one at a time. */
function showPart(seg, id) {
  for (const link of seg.querySelectorAll("a")) {
    const part = document.getElementById(link.hash.slice(1));
    const chosen = link.hash === `#${id}`;
    part?.classList.toggle("off-small", !chosen);
    if (chosen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

for (const seg of document.querySelectorAll("nav.seg")) {
  const first = seg.querySelector("a[aria-current]") ?? seg.querySelector("a");
  if (first) showPart(seg, first.hash.slice(1));
  seg.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    showPart(seg, link.hash.slice(1));
    window.scrollTo(0, 0);
  });
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = document.querySelector('meta[name="csrf-token"]');
  if (token && detail.verb !== "get") detail.headers["X-CSRFToken"] = token.content;
});
document.addEventListener("htmx:sendError", () => {
  tell("There is no connection, so this was not sent. What you typed is still here: try again in a moment.", "error");
});
document.addEventListener("htmx:responseError", ({ detail }) => {
  let message = "That did not work, and nothing was changed. Reload the page and try again.";
  if (detail.xhr.getResponseHeader("Content-Type")?.startsWith("application/json")) {
    message = JSON.parse(detail.xhr.responseText).message ?? message;
  }
  tell(message, "error");
});

document.querySelector("[data-focus]")?.focus();
guardForms();
keepDrafts();
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;

showPapers();
