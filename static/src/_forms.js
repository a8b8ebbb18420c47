/* Forms are sent once, and ask first where data-confirm="…" (on the form or its button) says so. */
const AGAIN_AFTER = 8000;

function ask(sentence, action) {
  const dialog = document.createElement("dialog");
  dialog.className = "ask";
  const text = document.createElement("p");
  text.id = "ask-text";
  text.textContent = sentence;
  dialog.setAttribute("aria-labelledby", text.id);
  const buttons = document.createElement("div");
  for (const [value, label, kind] of [
    ["no", "Cancel", "btn"],
    ["yes", action, "btn btn-primary"],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = kind;
    button.textContent = label;
    button.addEventListener("click", () => dialog.close(value));
    buttons.append(button);
  }
  dialog.append(text, buttons);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

async function confirmFirst(event) {
  const { target: form, submitter } = event;
  const sentence = submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!sentence || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await ask(sentence, submitter?.textContent.trim() || "Continue"))) {
    submitter?.focus();
    return;
  }
  form.dataset.confirmed = "yes";
  form.requestSubmit(submitter);
  delete form.dataset.confirmed;
}

function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => allowAgain(form), AGAIN_AFTER);
}

function allowAgain(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

export function guardForms() {
  document.addEventListener("submit", confirmFirst, { capture: true });
  document.addEventListener("submit", sendOnce);
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(allowAgain));
}
