/* The page of a draft: files are sent as they are chosen, with a number; criteria are searched and chosen in place;
   a voice can be recorded. Saving what is typed is _drafts.js. Everything also works by the form's own buttons. */
import { tell } from "./_messages.js";

const form = document.querySelector("form[data-evidence]");
const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));

/* A draft begins when something is first put into an empty page; from then on the page is that draft's. */
let beginning = null;

function begin() {
  if (!form.dataset.start) return Promise.resolve(true);
  beginning ??= (async () => {
    const data = new FormData();
    for (const name of ["csrf_token", "request_key"]) data.set(name, form.elements.namedItem(name).value);
    const response = await fetch(form.dataset.start, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
    });
    if (!response.ok) return false;
    const draft = await response.json();
    const revision = form.elements.namedItem("revision");
    revision.value = Math.max(Number(revision.value), draft.revision);
    form.action = draft.edit_url;
    form.dataset.autosave = draft.draft_url;
    form.dataset.files = draft.files_url;
    form.dataset.suggest = draft.suggestions_url;
    delete form.dataset.start;
    history.replaceState(history.state, "", draft.edit_url);
    return true;
  })()
    .catch((error) => {
      if (error instanceof TypeError) return false;
      throw error;
    })
    .finally(() => {
      beginning = null;
    });
  return beginning;
}

form.addEventListener("input", () => begin(), { capture: true, once: true });

/* Files */
const uploads = form.querySelector("[data-uploads]");
const list = form.querySelector("[data-file-list]");
const inMegabytes = (bytes) => `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
let underWay = 0;

function uploadRow(name) {
  const row = document.createElement("div");
  row.className = "upload";
  const label = document.createElement("span");
  label.textContent = name;
  const number = document.createElement("span");
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", `Sending ${name}`);
  row.append(label, number, bar);
  uploads.append(row);
  return { row, label, number, bar };
}

function refuse({ row, label, number, bar }, sentence) {
  row.dataset.tone = "bad";
  label.textContent = sentence;
  number.remove();
  bar.remove();
}

function messageOf(request) {
  if (request.getResponseHeader("Content-Type")?.startsWith("application/json"))
    return JSON.parse(request.responseText).message;
  return "It could not be sent. What you typed is safe. Try it again in a moment.";
}

async function upload(file) {
  const shown = uploadRow(file.name);
  if (file.size > Number(form.dataset.maxBytes)) {
    refuse(
      shown,
      `“${file.name}” is ${inMegabytes(file.size)}. The most that can be kept is 200 MB, so it was not sent.`,
    );
    return;
  }
  underWay += 1;
  try {
    if (!(await begin())) {
      refuse(
        shown,
        `There is no connection, so “${file.name}” was not sent. Choose it again when you are back online.`,
      );
      return;
    }
    await send(file, shown);
  } finally {
    underWay -= 1;
  }
}

function send(file, shown) {
  return new Promise((resolve) => {
    const data = new FormData();
    data.set("csrf_token", form.elements.namedItem("csrf_token").value);
    data.set("files", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.files);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const percent = Math.floor((100 * event.loaded) / event.total);
      shown.bar.value = percent;
      shown.number.textContent = percent < 100 ? `${percent} % of ${inMegabytes(event.total)}` : "Checking";
    });
    request.addEventListener("load", () => {
      if (request.status === 201) arrived(JSON.parse(request.responseText), shown);
      else refuse(shown, messageOf(request));
      resolve();
    });
    request.addEventListener("error", () => {
      refuse(
        shown,
        `The connection was lost, so “${file.name}” was not sent. Choose it again when you are back online.`,
      );
      resolve();
    });
    request.send(data);
  });
}

function arrived(answer, shown) {
  shown.row.remove();
  if (!list.querySelector(`[data-file="${answer.id}"]`)) list.insertAdjacentHTML("beforeend", answer.html);
  const title = form.elements.namedItem("title");
  if (!title.value.trim()) {
    title.value = answer.proposed_title;
    changed();
  }
  tell("The file is saved.");
}

form.addEventListener("change", async (event) => {
  const input = event.target;
  if (input.type !== "file") return;
  const chosen = [...input.files];
  input.value = "";
  for (const file of chosen) await upload(file);
});

window.addEventListener("beforeunload", (event) => {
  if (underWay) event.preventDefault();
});

form.addEventListener(
  "submit",
  (event) => {
    if (!underWay) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell("A file is still on its way. Wait until it is saved, then try again.", "error");
  },
  { capture: true },
);

list.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-remove-file]");
  if (!button) return;
  event.preventDefault();
  const data = new FormData();
  data.set("csrf_token", form.elements.namedItem("csrf_token").value);
  const response = await fetch(button.formAction, {
    method: "POST",
    body: data,
    headers: { Accept: "application/json" },
  });
  if (!response.ok) {
    tell("The file could not be removed. Reload the page and try again.", "error");
    return;
  }
  button.closest("[data-file]").remove();
  document.getElementById("files").focus();
  tell("The file is removed.");
});

/* Voice */
const recordButton = form.querySelector("[data-record]");
let recorder = null;

function recordingName() {
  const now = new Date();
  return `Recording ${now.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${now.toTimeString().slice(0, 5).replace(":", ".")}`;
}

async function startRecording() {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    tell("The microphone is not available. Allow it in your browser, or add a recording as a file.", "error");
    return;
  }
  const type = ["audio/webm", "audio/mp4"].find((name) => MediaRecorder.isTypeSupported(name));
  const parts = [];
  recorder = new MediaRecorder(stream, type ? { mimeType: type } : {});
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  recorder.addEventListener("stop", () => {
    for (const track of stream.getTracks()) track.stop();
    const ending = recorder.mimeType.startsWith("audio/mp4") ? "m4a" : "webm";
    upload(new File(parts, `${recordingName()}.${ending}`, { type: recorder.mimeType }));
    recorder = null;
    sayRecording("Record your voice", false);
  });
  recorder.start(1000);
  sayRecording("Stop and keep the recording", true);
}

function sayRecording(words, isOn) {
  recordButton.querySelector("span").textContent = words;
  recordButton.classList.toggle("is-on", isOn);
}

if (navigator.mediaDevices && window.MediaRecorder) {
  recordButton.hidden = false;
  form.querySelector("[data-voice]").hidden = true;
  recordButton.addEventListener("click", () => (recorder ? recorder.stop() : startRecording()));
}

/* Criteria */
const claims = form.querySelector("[data-claims]");
const template = form.querySelector("[data-claim-template]");
const suggestions = form.querySelector("[data-suggestions]");
const rowsOf = (id) => form.querySelectorAll(`[data-criterion="${id}"]`);

function choose(id, source) {
  if (claims.querySelector(`[data-claim="${id}"]`)) return;
  const row = template.content.firstElementChild.cloneNode(true);
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of [...element.attributes]) attribute.value = attribute.value.replaceAll("ID", id);
  }
  const code = source.querySelector(".code").textContent;
  row.querySelector("p strong").textContent = code;
  row.querySelector("p span").textContent = source.querySelector(".statement").textContent;
  row.querySelector("button .visually-hidden").textContent = ` ${code}`;
  claims.append(row);
  mark(id, true);
  tell(`${code} is chosen. Say where to look and why under “What it shows”.`);
}

function mark(id, isChosen) {
  for (const row of rowsOf(id)) {
    row.classList.toggle("is-chosen", isChosen);
    const box = row.querySelector("input");
    box.checked = isChosen;
    box.disabled = isChosen;
    if (suggestions.contains(row)) row.hidden = isChosen;
  }
}

form.querySelector("[data-criteria]").addEventListener("change", (event) => {
  const row = event.target.closest("[data-criterion]");
  if (!row || !event.target.checked) return;
  choose(row.dataset.criterion, row);
  changed();
});

claims.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=remove_claim]");
  if (!button) return;
  event.preventDefault();
  button.closest("[data-claim]").remove();
  mark(button.value, false);
  changed();
  document.getElementById("criteria").focus();
});

/* Suggestions follow the words: they are asked for again once new words have been saved. */
const saveState = form.querySelector("[data-save-state]");
const words = () => `${form.elements.namedItem("title").value} ${form.elements.namedItem("account").value}`;
let suggestedFor = words();

async function suggestAgain() {
  if (!saveState.textContent.startsWith("Saved ") || !form.dataset.suggest || words() === suggestedFor) return;
  if (suggestions.contains(document.activeElement)) return;
  suggestedFor = words();
  const response = await fetch(form.dataset.suggest);
  if (!response.ok) return;
  suggestions.innerHTML = await response.text();
  for (const claim of claims.querySelectorAll("[data-claim]")) mark(claim.dataset.claim, true);
}

new MutationObserver(suggestAgain).observe(saveState, { childList: true, characterData: true, subtree: true });

const search = form.elements.namedItem("q");
const found = form.querySelector("[data-found]");

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const unit of form.querySelectorAll("[data-unit]")) {
    let here = 0;
    for (const row of unit.querySelectorAll("[data-criterion]")) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) here += 1;
    }
    unit.hidden = !here;
    if (words.length) unit.open = here > 0;
    count += here;
  }
  found.textContent = words.length ? `${count} found` : "";
}

search.addEventListener("input", (event) => {
  event.stopPropagation();
  filter();
});
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});
form.querySelector("[data-search]").addEventListener("click", (event) => {
  event.preventDefault();
  filter();
});
