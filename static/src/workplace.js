/* A workplace by keyboard: keys written on links and buttons, j and k in lists, / to search, ? for help. Forms keep what
   is typed until it is sent, and an open ticket says when somebody else changed it. Every page works without this. */

const EVERY = 15_000;
const PREFIX = "touchstone-form:";

const isTyping = (element) => element?.closest("input, textarea, select, [contenteditable]");

/* On a phone the bar of places scrolls: begin where one is. */
document.querySelector(".workplace-places [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

/* Keys */
function press(key) {
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(
    (one) => one.offsetParent !== null,
  );
  if (!target) return false;
  if (target.matches("input, select, textarea")) target.focus();
  else target.click();
  return true;
}

function rows() {
  return [...document.querySelectorAll("[data-row] [data-open]")];
}

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(document.activeElement);
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function showHelp() {
  const dialog = document.createElement("dialog");
  dialog.className = "ask";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = document.createElement("h2");
  title.id = "keys-title";
  title.textContent = "Keys";
  const list = document.createElement("dl");
  list.className = "facts";
  const known = [
    ["j, k", "Next and previous in a list"],
    ["Enter", "Open it"],
    ["Ctrl+Enter", "Send the form"],
    ["?", "Show these keys"],
    ["Escape", "Close a form"],
  ];
  for (const element of document.querySelectorAll("[data-key]")) {
    const label =
      element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.firstChild?.textContent ?? "";
    known.push([element.dataset.key, label.trim() || element.textContent.replace(/\s+/g, " ").trim()]);
  }
  for (const [key, words] of known) {
    const term = document.createElement("dt");
    const kbd = document.createElement("kbd");
    kbd.className = "kbd";
    kbd.textContent = key;
    term.append(kbd);
    const meaning = document.createElement("dd");
    meaning.textContent = words;
    list.append(term, meaning);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-primary mt-3";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(title, list, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return true;
}

/* Whether a key means something here; what it means is done. */
function answer(key) {
  if (key === "?") return showHelp();
  if (key === "j") return step(1);
  if (key === "k") return step(-1);
  return press(key);
}

document.addEventListener("keydown", (event) => {
  const form =
    event.key === "Enter" && (event.ctrlKey || event.metaKey) && document.activeElement?.closest("form[data-keep]");
  if (form) return form.requestSubmit();
  if (
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    document.querySelector("dialog[open]")
  )
    return;
  const place = document.getElementById("act");
  if (event.key === "Escape" && place?.contains(document.activeElement)) {
    place.replaceChildren();
    document.querySelector("[data-actions] [data-key]")?.focus();
    return;
  }
  if (isTyping(document.activeElement)) return;
  if (answer(event.key)) event.preventDefault();
});

/* Forms that open in place: the first field has the focus, and Cancel closes it. */
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target.id !== "act") return;
  detail.target.querySelectorAll("form[data-keep]").forEach(keep);
  const field =
    detail.target.querySelector("select, textarea, input:not([type=hidden])") ?? detail.target.querySelector("button");
  (field ?? detail.target).focus();
});
document.addEventListener("click", (event) => {
  const cancel = event.target.closest("#act form a.btn");
  if (!cancel) return;
  event.preventDefault();
  forget(cancel.closest("form"));
  document.getElementById("act").replaceChildren();
});

/* What is typed is kept in this browser tab until it is sent. */
const keyOf = (form) => `${PREFIX}${document.body.dataset.me}:${location.pathname.split("/")[2]}:${form.dataset.keep}`;
const kept = (form) =>
  [...form.elements].filter((element) => element.name && !["hidden", "password", "file"].includes(element.type));
const forget = (form) => form?.dataset.keep && sessionStorage.removeItem(keyOf(form));

function put(form) {
  const values = kept(form).map((element) => [element.name, element.value, element.checked === true]);
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify(values));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // no room left: the form itself still holds it
  }
}

function keep(form) {
  form.addEventListener("input", () => put(form));
  form.addEventListener("submit", () => sessionStorage.setItem(`${PREFIX}sent`, keyOf(form)));
  const before = sessionStorage.getItem(keyOf(form));
  const answered = document.querySelector(".error-summary, .note-warn[data-focus]");
  if (!before || answered) return;
  const values = JSON.parse(before);
  kept(form).forEach((element, place) => {
    const [name, value, checked] = values[place] ?? [];
    if (name !== element.name) return;
    if (["checkbox", "radio"].includes(element.type)) element.checked = checked;
    else element.value = value;
  });
}

/* A form that was sent and is not on the page that answers was accepted. */
const sent = sessionStorage.getItem(`${PREFIX}sent`);
if (sent) {
  sessionStorage.removeItem(`${PREFIX}sent`);
  if (!document.querySelector(".error-summary, .note-warn[data-focus]") && !document.querySelector("form[data-keep]"))
    sessionStorage.removeItem(sent);
}
document.querySelectorAll("form[data-keep]").forEach(keep);
document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
});

/* Somebody else's change is told; nothing on the page moves until the person asks for it. */
function tellChange(place, names) {
  const note = document.createElement("p");
  note.className = "note note-info mt-2";
  const words = document.createElement("span");
  words.textContent = `${names.join(" and ")} changed this just now. `;
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = "Show it";
  words.append(link);
  note.append(words);
  place.replaceChildren(note);
}

function watch(place) {
  const ask = async () => {
    if (document.hidden) return;
    try {
      const response = await fetch(`${place.dataset.pulse}?since=${place.dataset.revision}`, {
        headers: { Accept: "application/json" },
      });
      if (!response.ok) return;
      const { revision, by } = await response.json();
      if (revision !== Number(place.dataset.revision) && by.length) tellChange(place, by);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // no connection: ask again later
    }
  };
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("focus", ask);
}
document.querySelectorAll("[data-pulse]").forEach(watch);

/* One's own order: up and down beside the number of each place. */
function order(form) {
  const list = form.querySelector("ol");
  const number = () => {
    for (const [place, item] of [...list.children].entries()) item.querySelector("input.place").value = place + 1;
  };
  for (const item of list.children) {
    for (const [label, move] of [
      ["Move up", () => item.previousElementSibling?.before(item)],
      ["Move down", () => item.nextElementSibling?.after(item)],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = label;
      button.addEventListener("click", () => {
        move();
        number();
        button.focus();
      });
      item.firstElementChild.append(button);
    }
  }
}
document.querySelectorAll("form[data-order]").forEach(order);
