// SPDX-License-Identifier: Apache-2.0
// The preview beside the form of a customisation: asked for a moment after the person stops typing.

const form = document.querySelector("[data-setup]");
const pane = document.getElementById("setup-preview");
const pause = 350;
let waiting;
let asked = 0;

async function show() {
  const number = ++asked;
  pane.setAttribute("aria-busy", "true");
  const answer = await fetch(form.dataset.setup, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const text = await answer.text();
  // An earlier answer that comes late is not shown over a later one.
  if (number === asked && answer.headers.get("Content-Type")?.startsWith("text/html") && !text.includes("<!doctype")) {
    pane.innerHTML = text;
    pane.removeAttribute("aria-busy");
  }
}

if (form && pane) {
  let composing = false;
  form.addEventListener("compositionstart", () => { composing = true; });
  form.addEventListener("compositionend", () => { composing = false; form.dispatchEvent(new Event("input")); });
  form.addEventListener("input", () => {
    if (composing) return;
    clearTimeout(waiting);
    waiting = setTimeout(show, pause);
  });
  if (form.querySelector("[name=label]")?.value || form.querySelector("select[name=read]")) show();
}

for (const choose of document.querySelectorAll("[data-choose]")) {
  choose.addEventListener("change", () => choose.submit());
  choose.querySelector("button").hidden = true;
}

// A field that was chosen brings its own words into the form.
const field = form?.querySelector("select[name=field]");
if (field && form.querySelector("[name=kind]").value === "label") {
  field.addEventListener("change", () => {
    const address = new URL(location.href);
    for (const hidden of form.querySelectorAll("input[type=hidden][name=entity]")) address.searchParams.set("entity", hidden.value);
    address.searchParams.set("field", field.value);
    location.href = address;
  });
}
