/* Drafts save themselves. A form with data-autosave="address" is sent there (without files) a moment after each change;
   the element [data-save-state] inside it says how that went. The answer may be JSON: "fields" are new values of hidden
   inputs (such as the version), "message" is shown when it was refused. Without a connection the text stays in this
   browser, is sent when the connection returns, and is offered when the page opens again. Signing out removes it. */
const PREFIX = "touchstone-draft:";
const PAUSE = 1200;
const SECRET = new Set(["csrf_token", "request_key"]);

const owner = () => document.body.dataset.me ?? "visitor";
const keyOf = (form) => `${PREFIX}${owner()}:${form.dataset.autosave || location.pathname}`;
const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

function say(form, text, tone = "") {
  const place = form.querySelector("[data-save-state]");
  if (!place) return;
  place.textContent = text;
  place.dataset.tone = tone;
}

function content(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

function typed(form) {
  const hidden = new Set(
    [...form.querySelectorAll("input[type=hidden], input[type=password]")].map(({ name }) => name),
  );
  return [...content(form)].filter(([name]) => !hidden.has(name) && !SECRET.has(name));
}

function keepHere(form) {
  try {
    localStorage.setItem(keyOf(form), JSON.stringify({ at: clock(), values: typed(form) }));
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

function keptHere(form) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(form)) ?? "null");
  } catch (error) {
    if (error instanceof DOMException || error instanceof SyntaxError) return null;
    throw error;
  }
}

function sayOffline(form) {
  const kept = keepHere(form);
  say(
    form,
    kept ? "No connection. Kept on this device, and sent when you are back online." : "No connection. Not saved yet.",
    "bad",
  );
}

async function send(form, state) {
  state.changed = false;
  state.sending = true;
  say(form, "Saving");
  try {
    const response = await fetch(form.dataset.autosave || form.action, {
      method: "POST",
      body: content(form),
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
    const json = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = json ? await response.json() : {};
    if (response.ok) {
      for (const [name, value] of Object.entries(answer.fields ?? {})) {
        const input = form.elements.namedItem(name);
        if (input) input.value = value;
      }
      localStorage.removeItem(keyOf(form));
      say(form, `Saved ${clock()}`);
    } else {
      const kept = keepHere(form) ? "What you typed is kept on this device." : "";
      const message = answer.message ?? "This could not be saved. Reload the page and try again.";
      say(form, message.includes("on this device") ? message : `${message} ${kept}`, "bad");
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    state.changed = true;
    sayOffline(form);
  } finally {
    state.sending = false;
  }
}

function putBack(form, values) {
  const names = new Set(values.map(([name]) => name));
  for (const element of form.elements) {
    const mine = values.filter(([name]) => name === element.name).map(([, value]) => value);
    if (element.type === "checkbox" || element.type === "radio") element.checked = mine.includes(element.value);
    else if (names.has(element.name) && element.type !== "hidden" && element.type !== "file") element.value = mine[0];
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer(form, kept) {
  const box = document.createElement("div");
  box.className = "note note-info mb-3";
  box.setAttribute("role", "status");
  const inner = document.createElement("div");
  const text = document.createElement("p");
  text.textContent = `Something you typed here at ${kept.at} was not sent. It is still on this device.`;
  const buttons = document.createElement("div");
  buttons.className = "cluster";
  for (const [label, kind, act] of [
    ["Put it back", "btn btn-primary", () => putBack(form, kept.values)],
    ["Remove it", "btn", () => localStorage.removeItem(keyOf(form))],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = kind;
    button.textContent = label;
    button.addEventListener("click", () => {
      act();
      box.remove();
    });
    buttons.append(button);
  }
  inner.append(text, buttons);
  box.append(inner);
  form.prepend(box);
}

function keepDraft(form) {
  const state = { changed: false, sending: false, timer: 0 };
  const later = () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(async () => {
      if (state.sending) return later();
      if (state.changed) await send(form, state);
    }, PAUSE);
  };
  form.addEventListener("input", () => {
    state.changed = true;
    if (!navigator.onLine) sayOffline(form);
    later();
  });
  form.addEventListener("submit", () => {
    clearTimeout(state.timer);
    state.changed = false;
    if (!navigator.onLine) keepHere(form);
  });
  window.addEventListener("online", () => state.changed && later());
  window.addEventListener("beforeunload", (event) => {
    if (state.changed && !keepHere(form)) event.preventDefault();
  });
  const kept = keptHere(form);
  if (kept && JSON.stringify(kept.values) !== JSON.stringify(typed(form))) offer(form, kept);
}

export function keepDrafts() {
  document.querySelectorAll("form[data-autosave]").forEach(keepDraft);
  document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  });
}
