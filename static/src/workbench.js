/* The workbench: each choice is saved as it is made, and keys do what the mouse does. Without this file the page is one
   form with a Save and a Sign button. */
const form = document.getElementById("bench");
const token = form.elements.csrf_token.value;
const address = new URL(form.action).pathname.replace(/\/finish$/, "");
const claims = [...form.querySelectorAll("[data-claim]")];
const sign = document.querySelector("[data-sign]");
const state = document.querySelector("[data-save-state]");
const undone = [];
const kept = new Map();
const timers = new Map();
let queue = Promise.resolve();
let underWay = 0;
let failed = false;
let current = 0;
let follows = !form.elements.outcome || ![...form.elements.outcome].some(({ checked }) => checked);

const radios = (claim) => [...claim.querySelectorAll("input[type=radio]")];
const chosen = (claim) => radios(claim).find(({ checked }) => checked)?.value ?? null;
const textOf = (claim) => claim.querySelector("textarea");
const answerOf = (claim) => ({ outcome: chosen(claim), feedback: textOf(claim).value });
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const time = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

function say(text, tone = "") {
  state.textContent = text;
  state.dataset.tone = tone;
}

/* Saving: one request after the other, each with the revision that the last one gave. */
const judgement = (claim) => ({
  path: `${address}/claims/${claim.dataset.claim}`,
  revision: form.elements[`revision-${claim.dataset.claim}`],
  place: claim,
  value: () => answerOf(claim),
  take: (value) => put(claim, value),
});

const decision = {
  path: `${address}/decision`,
  revision: form.elements.decision_revision,
  place: sign,
  value: () => ({
    ...Object.fromEntries(
      ["is_valid", "is_authentic", "is_current", "is_sufficient"].map((name) => [name, form.elements[name].checked]),
    ),
    outcome: follows ? null : form.elements.outcome.value || null,
    target_on: form.elements.target_on.value || null,
  }),
  take: (value) => {
    for (const [name, given] of Object.entries(value)) {
      const field = form.elements[name];
      if (field?.type === "checkbox") field.checked = given;
      else if (field) field.value = given ?? "";
    }
  },
};

function save(what) {
  say("Saving");
  underWay += 1;
  queue = queue.then(async () => {
    try {
      const response = await fetch(what.path, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ ...what.value(), revision: Number(what.revision.value) }),
      });
      const answer = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : {};
      if (response.ok) {
        what.revision.value = answer.revision;
        failed = false;
        if (underWay === 1) say(`Saved ${time()}`);
      } else if (response.status === 409 && answer.theirs) {
        showConflict(what, answer);
      } else {
        failed = true;
        say(answer.message ?? "Not saved. Reload the page and try again.", "bad");
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      failed = true;
      say("No connection, so this is not saved yet.", "bad");
    } finally {
      underWay -= 1;
    }
  });
}

function saveSoon(claim) {
  clearTimeout(timers.get(claim));
  timers.set(
    claim,
    setTimeout(() => saveNow(claim), 700),
  );
}

function saveNow(claim) {
  clearTimeout(timers.get(claim));
  timers.delete(claim);
  const value = answerOf(claim);
  if (same(kept.get(claim), value)) return;
  undone.push([claim, kept.get(claim)]);
  kept.set(claim, value);
  save(judgement(claim));
}

/* Signing waits for what is being saved, so that the form is sent with the revisions that this gives. */
form.addEventListener("submit", (event) => {
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
  if (!underWay) return;
  event.preventDefault();
  queue.then(() => form.requestSubmit(event.submitter));
});

window.addEventListener("online", () => {
  if (failed) for (const claim of claims) save(judgement(claim));
});

const WORDS = { met: "Met", partly: "More", not_met: "Not met", accepted: "Accept it", returned: "Return it" };

function inWords(what, value) {
  const parts = Object.keys(what.value()).flatMap((name) => {
    const given = value[name];
    if (typeof given === "boolean") return given ? [name.replace("is_", "")] : [];
    if (!given) return [];
    return name === "feedback" ? [`“${given}”`] : [WORDS[given] ?? given];
  });
  return parts.join(", ") || "nothing";
}

function showConflict(what, { theirs }) {
  say("Changed in another window", "bad");
  const place = what.place.querySelector("[data-conflict]");
  const text = document.createElement("p");
  text.textContent = `This was changed in another window. Kept there: ${inWords(what, theirs)}. Here: ${inWords(what, what.value())}.`;
  const mine = button("Keep what is here", () => {
    what.revision.value = theirs.revision;
    place.replaceChildren();
    save(what);
  });
  const other = button("Take the other", () => {
    what.revision.value = theirs.revision;
    what.take(theirs);
    place.replaceChildren();
    say(`Saved ${time()}`);
    count();
  });
  place.replaceChildren(text, mine, " ", other);
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-outline-primary";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

/* What a claim shows. */
function put(claim, { outcome, feedback }) {
  for (const radio of radios(claim)) radio.checked = radio.value === outcome;
  textOf(claim).value = feedback;
  kept.set(claim, answerOf(claim));
  quieten(claim);
}

function quieten(claim) {
  const place = claim.querySelector("[data-feedback]");
  const { outcome, feedback } = answerOf(claim);
  const wanted = (outcome && outcome !== "met") || feedback || place.contains(document.activeElement);
  place.hidden = !wanted && !place.classList.contains("field-wrong");
}

function count() {
  const given = claims.map(chosen);
  const met = given.filter((value) => value === "met").length;
  const more = given.filter((value) => value && value !== "met").length;
  document.querySelector("[data-counts]").textContent = `${met} met, ${more} more, ${claims.length - met - more} left`;
  document.querySelector("[data-judged]").textContent = met + more;
  document.querySelector("[data-judged-short]").textContent = `${met + more} of ${claims.length}`;
  if (form.elements.outcome && follows && met + more === claims.length && claims.length)
    form.elements.outcome.value = more ? "returned" : "accepted";
  document.querySelector("[data-target]").hidden = !form.elements.outcome || form.elements.outcome.value === "accepted";
}

function choose(claim, outcome) {
  for (const radio of radios(claim)) radio.checked = radio.value === outcome;
  changed(claim);
}

function changed(claim) {
  quieten(claim);
  count();
  saveNow(claim);
}

function undo() {
  const last = undone.pop();
  if (!last) return say("Nothing to undo");
  const [claim, value] = last;
  put(claim, value);
  go(claims.indexOf(claim));
  count();
  save(judgement(claim));
}

/* Moving. */
const openPart = (id) => document.querySelector(`nav.seg a[href="#${id}"]`)?.click();

function mark(place) {
  current = Math.min(Math.max(place, 0), claims.length - 1);
  for (const [index, claim] of claims.entries()) claim.classList.toggle("cur", index === current);
}

function go(place) {
  if (!claims.length) return;
  mark(place);
  claims[current].scrollIntoView({ block: "nearest" });
}

function write(claim) {
  claim.querySelector("[data-feedback]").hidden = false;
  textOf(claim).focus();
}

function locate(locator) {
  openPart("part-evidence");
  const files = [...document.querySelectorAll("[data-file]")];
  const text = locator.toLowerCase();
  const moment = text.match(/(?:(\d+):)?(\d{1,2}):(\d{2})/);
  const page = text.match(/\bp(?:age|\.)?\s*(\d+)/);
  const number = text.match(/\b(?:picture|photo|image|file|screenshot)\s*(\d+)/);
  const named = files.find(({ dataset }) => text.includes(dataset.name.toLowerCase()));
  const playing = files.find(({ dataset }) => /^(video|audio)\//.test(dataset.type));
  const paper = files.find(({ dataset }) => dataset.type === "application/pdf");
  const found = named ?? (number && files[number[1] - 1]) ?? (moment && playing) ?? (page && paper) ?? files[0];
  const target = found ?? document.getElementById("account");
  if (!target) return;
  if (found) show(found);
  const media = found?.querySelector("video, audio");
  if (media && moment) media.currentTime = Number(moment[1] ?? 0) * 3600 + Number(moment[2]) * 60 + Number(moment[3]);
  const frame = found?.querySelector("iframe");
  if (frame && page) frame.src = `${frame.src.split("#")[0]}#page=${page[1]}`;
  target.scrollIntoView({ block: "nearest" });
  target.classList.add("found");
  setTimeout(() => target.classList.remove("found"), 2000);
}

/* Several files: one at a time, the others as buttons. */
function show(file) {
  const files = [...document.querySelectorAll("[data-file]")];
  if (files.length < 2) return;
  for (const each of files) each.hidden = each !== file;
  for (const each of document.querySelectorAll("[data-thumbs] button")) {
    each.setAttribute("aria-pressed", String(each.dataset.for === file.dataset.file));
  }
}

function makeThumbs() {
  const files = [...document.querySelectorAll("[data-file]")];
  const place = document.querySelector("[data-thumbs]");
  if (files.length < 2) return;
  for (const file of files) {
    const thumb = document.createElement("button");
    thumb.type = "button";
    thumb.dataset.for = file.dataset.file;
    const image = file.querySelector("img");
    if (image) {
      const small = new Image(96, 60);
      small.src = image.getAttribute("src");
      small.alt = file.dataset.name;
      thumb.append(small);
    } else {
      thumb.textContent = file.dataset.name;
    }
    thumb.addEventListener("click", () => show(file));
    place.append(thumb);
  }
  place.hidden = false;
  show(files[0]);
}

/* Dialogs. */
const phrases = document.getElementById("phrases");
const help = document.getElementById("keys");
let writingTo = null;

function offerPhrases(claim) {
  writingTo = claim;
  phrases.showModal();
}

for (const choice of phrases.querySelectorAll("[data-phrase]")) {
  choice.addEventListener("click", () => {
    const text = textOf(writingTo);
    text.value = [text.value.trim(), choice.textContent.trim()].filter(Boolean).join(" ");
    phrases.close();
    write(writingTo);
    saveNow(writingTo);
  });
}
for (const close of document.querySelectorAll("dialog [data-close]")) {
  close.addEventListener("click", () => close.closest("dialog").close());
}

const SWITCH = "touchstone-keys";
const withKeys = help.querySelector("[data-keys-on]");
withKeys.checked = localStorage.getItem(SWITCH) !== "off";
withKeys.addEventListener("change", () => localStorage.setItem(SWITCH, withKeys.checked ? "on" : "off"));

const KEYS = {
  j: () => go(current + 1),
  k: () => go(current - 1),
  1: () => choose(claims[current], "met"),
  2: () => choose(claims[current], "partly"),
  3: () => choose(claims[current], "not_met"),
  c: () => write(claims[current]),
  g: () => locate(claims[current].querySelector("[data-locator]")?.dataset.locator ?? ""),
  "/": () => offerPhrases(claims[current]),
  a: () => {
    const place = document.getElementById("add-criterion");
    place.open = true;
    place.querySelector("select").focus();
  },
  u: undo,
  "?": () => help.showModal(),
};

const isWriting = ({ target }) => target.closest("textarea, select, input:not([type=radio], [type=checkbox])") !== null;

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(document.querySelector("[data-finish]"));
    return;
  }
  if (event.key === "Escape" && event.target.matches("textarea")) event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event) || document.querySelector("dialog[open]"))
    return;
  if (event.key !== "?" && !withKeys.checked) return;
  const act = KEYS[event.key];
  if (!act || !claims.length) return;
  event.preventDefault();
  act();
});

/* Start. */
claims.forEach((claim, index) => {
  kept.set(claim, answerOf(claim));
  claim.addEventListener("focusin", () => mark(index)); // no scrolling: it would move the claim away under a pointer
  for (const radio of radios(claim)) radio.addEventListener("change", () => changed(claim));
  textOf(claim).addEventListener("input", () => saveSoon(claim));
  textOf(claim).addEventListener("blur", () => saveNow(claim));
  const offer = claim.querySelector("[data-phrases]");
  offer.hidden = false;
  offer.addEventListener("click", () => offerPhrases(claim));
  quieten(claim);
});
for (const link of document.querySelectorAll("[data-locator]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    locate(link.dataset.locator);
  });
}
sign.addEventListener("change", ({ target }) => {
  if (target.name === "outcome") follows = false;
  count();
  save(decision);
});
for (const link of document.querySelectorAll(".error-summary a")) {
  link.addEventListener("click", () =>
    openPart(document.querySelector(link.hash)?.closest("#part-criteria, #part-sign")?.id),
  );
}
document.querySelector("[data-open=keys]").hidden = false;
document.querySelector("[data-open=keys]").addEventListener("click", () => help.showModal());
document.querySelector("[data-save]").hidden = true;
makeThumbs();
count();
if (!document.querySelector("[data-focus]"))
  go(
    Math.max(
      0,
      claims.findIndex((claim) => !chosen(claim)),
    ),
  );
