/* A sentence at the top of the page, read out by screen readers. */
export function tell(text, category = "success") {
  const place = document.querySelector(".flashes");
  const box = document.createElement("div");
  box.className = category === "error" ? "flash flash-error" : "flash flash-success";
  box.textContent = text;
  place.replaceChildren(box);
  box.scrollIntoView({ block: "nearest" });
}
