// SPDX-License-Identifier: Apache-2.0
const csrf = document.querySelector("meta[name=csrf]").content;
const dialog = document.getElementById("dialog");
const say = (text) => { document.getElementById("news").textContent = text; };
const wait = (milliseconds, act) => { let timer; return (...given) => { clearTimeout(timer); timer = setTimeout(() => act(...given), milliseconds); }; };

/** Acts on what is written, but not on the letters of which an input method makes a Chinese word. */
export function whenWritten(input, act) {
  input.addEventListener("input", (event) => { if (!event.isComposing) act(event); });
  input.addEventListener("compositionend", act);
}
/** Whether a key belongs to an input method, which takes Enter and arrows for its own list. */
const isComposing = (event) => event.isComposing || event.keyCode === 229;

// Sign-in page: a demo user fills in the name.
for (const button of document.querySelectorAll("[data-user]")) {
  button.addEventListener("click", () => {
    document.querySelector("[name=userName]").value = button.dataset.user;
    document.querySelector("[name=password]").focus();
  });
}

// Menus: one is open at a time, and what is typed leaves the entries that hold it.
const menus = document.querySelectorAll(".bar details");
for (const menu of menus) {
  const find = menu.querySelector("[data-find]");
  menu.addEventListener("toggle", () => {
    if (!menu.open) return;
    for (const other of menus) if (other !== menu) other.open = false;
    // A finger would only bring up a keyboard over the entries.
    if (matchMedia("(hover: hover)").matches) find?.focus();
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || isComposing(event)) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  if (!find) continue;
  whenWritten(find, () => {
    const typed = find.value.trim().toLowerCase();
    for (const list of menu.querySelectorAll("ul")) {
      const heading = list.previousElementSibling?.matches("h2") ? list.previousElementSibling : null;
      // The name of a group stands for all of it.
      const isNamed = heading?.textContent.toLowerCase().includes(typed);
      for (const item of list.children) item.hidden = !isNamed && !item.textContent.toLowerCase().includes(typed);
      list.hidden = [...list.children].every((item) => item.hidden);
      if (heading) heading.hidden = list.hidden;
    }
  });
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || isComposing(event)) return;
    menu.querySelector("li:not([hidden]) a")?.click();
  });
}
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});

// A path of many stages begins where the record stands.
for (const stage of document.querySelectorAll(".path [aria-current]")) {
  stage.parentElement.scrollLeft = stage.offsetLeft - (stage.parentElement.clientWidth - stage.offsetWidth) / 2;
}

// Lists: search as you type.
const live = document.querySelector("form[data-live]");
if (live) {
  let latest = 0;
  // What is wrong with the filter stands under it, whatever lies between it and the records.
  const place = () => document.getElementById("faults").replaceChildren(...document.querySelectorAll("#table .problem"));
  place();
  const refresh = wait(200, async () => {
    const turn = ++latest;
    const query = new URLSearchParams(new FormData(live));
    for (const [name, value] of [...query]) if (!value) query.delete(name);
    const answer = await fetch(`${live.dataset.live}?${query}`);
    const text = await answer.text();
    if (turn !== latest || !answer.ok) return;
    document.getElementById("table").innerHTML = text;
    place();
    history.replaceState(null, "", `${live.action}?${query}`);
  });
  for (const name of ["search", "filter"]) whenWritten(live.elements[name], refresh);
}

// References: search as you type, by mouse or keyboard.
export function startCombo(combo) {
  const [key, input] = combo.querySelectorAll("input");
  const list = combo.querySelector("ul");
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); };
  const choose = (item) => { key.value = item.dataset.id; input.value = item.textContent; close(); };
  const look = wait(150, async () => {
    const answer = await fetch(`/choices/${combo.dataset.combo}?search=${encodeURIComponent(input.value)}`);
    if (!answer.ok) return;
    list.innerHTML = await answer.text();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  });
  input.addEventListener("input", () => { key.value = ""; });
  whenWritten(input, look);
  input.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    const items = [...list.querySelectorAll("[data-id]")];
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { look(); return; }
      const next = items[(at + (event.key === "ArrowDown" ? 1 : items.length - 1) + items.length) % items.length];
      for (const item of items) item.setAttribute("aria-selected", String(item === next));
      if (next) next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      choose(items[at]);
    } else if (event.key === "Escape") { close(); }
  });
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("[data-id]");
    if (item) { event.preventDefault(); choose(item); }
  });
  input.addEventListener("blur", close);
}
document.querySelectorAll("[data-combo]").forEach(startCombo);

// Expressions: what may stand next, as one writes.
function startCompletion(box) {
  const input = box.querySelector("input");
  const list = box.querySelector("ul");
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); };
  const choose = (item) => {
    const [at, end] = [input.selectionStart, input.value.slice(input.selectionStart)];
    const start = input.value.slice(0, at - Number(item.dataset.replaced));
    const more = /[(/:]$/.test(item.dataset.text) ? "" : " ";
    input.value = start + item.dataset.text + more + end;
    input.setSelectionRange(input.value.length - end.length, input.value.length - end.length);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  let isBusy = false;
  const look = wait(120, async () => {
    if (isBusy) return;
    const text = input.value.slice(0, input.selectionStart);
    const answer = await fetch(`${box.dataset.complete}?text=${encodeURIComponent(text)}`);
    const items = await answer.text();
    if (!answer.ok || isBusy || document.activeElement !== input) return;
    list.innerHTML = items;
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  });
  input.addEventListener("compositionstart", () => { isBusy = true; close(); });
  input.addEventListener("compositionend", () => { isBusy = false; });
  whenWritten(input, look);
  input.addEventListener("focus", look);
  input.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    const items = [...list.children];
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      const next = items[(at + (event.key === "ArrowDown" ? 1 : items.length - 1) + items.length) % items.length];
      for (const item of items) item.setAttribute("aria-selected", String(item === next));
      next?.scrollIntoView({ block: "nearest" });
    } else if ((event.key === "Enter" || event.key === "Tab") && !list.hidden && at >= 0) {
      event.preventDefault();
      choose(items[at]);
    } else if (event.key === "Escape") { close(); }
  });
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("li");
    if (item) { event.preventDefault(); choose(item); }
  });
  input.addEventListener("blur", close);
}
document.querySelectorAll("[data-complete]").forEach(startCompletion);

// Boards: drag a card, or move it by keyboard; a refusal puts it back.
const board = document.querySelector("[data-board]");
if (board) {
  let dragged = null;
  const cards = (column) => column.querySelector(".cards");
  const count = (column, by) => { const b = column.querySelector("[data-count]"); b.textContent = Number(b.textContent) + by; };
  function place(card, column, before) {
    count(card.closest(".column"), -1);
    cards(column).insertBefore(card, before);
    count(column, 1);
  }
  async function move(card, column) {
    const [home, next] = [card.closest(".column"), card.nextElementSibling];
    if (home === column) return;
    place(card, column, cards(column).firstChild);
    card.classList.add("waiting");
    const form = new URLSearchParams({ to: column.dataset.stage, version: card.dataset.version });
    const done = await send(`/move/${board.dataset.board}/${card.dataset.id}`, form);
    card.classList.remove("waiting");
    if (done) { location.reload(); return; }
    place(card, home, next);
    card.focus();
  }
  async function send(address, form) {
    let answer;
    try {
      answer = await fetch(address, { method: "POST", body: form, headers: { "X-CSRF-Token": csrf } });
    } catch { say(board.dataset.refused); return false; }
    if (answer.status === 204) { say(board.dataset.moved); return true; }
    say(board.dataset.refused);
    const text = await answer.text();
    const parsed = new DOMParser().parseFromString(text, "text/html");
    const shown = parsed.querySelector("[data-move]") ?? parsed.querySelector("main section");
    dialog.replaceChildren(...(shown ? [shown] : []));
    dialog.querySelectorAll("[data-combo]").forEach(startCombo);
    if (!dialog.open) dialog.showModal();
    return false;
  }
  function menu(card) {
    const box = document.createElement("div");
    box.className = "menu panel";
    const heading = document.createElement("h2");
    heading.textContent = board.dataset.menu;
    box.append(heading);
    dialog.replaceChildren(box);
    dialog.showModal();
    showMoves(card, box);
  }
  // Only where the record can go from where it is; what is missing is asked for once that is chosen.
  async function showMoves(card, box) {
    const answer = await fetch(`/moves/${board.dataset.board}/${card.dataset.id}`);
    if (!answer.ok || !box.isConnected) return;
    box.insertAdjacentHTML("beforeend", await answer.text());
    for (const button of box.querySelectorAll("[data-to]")) {
      const column = [...board.querySelectorAll(".column")].find((other) => other.dataset.stage === button.dataset.to);
      button.addEventListener("click", () => { dialog.close(); move(card, column); });
    }
    box.querySelector("button")?.focus();
  }
  dialog.addEventListener("submit", async (event) => {
    if (!event.target.matches("[data-move]")) return;
    event.preventDefault();
    const form = new URLSearchParams(new FormData(event.target));
    const address = event.submitter?.getAttribute("formaction") ?? event.target.getAttribute("action");
    if (await send(address, form)) location.reload();
  });
  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest(".card");
    event.dataTransfer.setData("text/plain", dragged?.dataset.id ?? "");
  });
  for (const column of board.querySelectorAll(".column")) {
    column.addEventListener("dragover", (event) => { event.preventDefault(); column.classList.add("over"); });
    column.addEventListener("dragleave", () => column.classList.remove("over"));
    column.addEventListener("drop", (event) => {
      event.preventDefault();
      column.classList.remove("over");
      if (dragged) move(dragged, column);
    });
  }
  board.addEventListener("keydown", (event) => {
    const card = event.target;
    if (!card.matches(".card")) return;
    const column = card.closest(".column");
    let other = null;
    switch (event.key) {
      case "m": case "M": case "Enter": event.preventDefault(); menu(card); return;
      case "ArrowDown": other = card.nextElementSibling; break;
      case "ArrowUp": other = card.previousElementSibling; break;
      case "ArrowRight": other = column.nextElementSibling?.querySelector(".card"); break;
      case "ArrowLeft": other = column.previousElementSibling?.querySelector(".card"); break;
      default: return;
    }
    event.preventDefault();
    other?.focus();
  });
  board.addEventListener("click", async (event) => {
    const opener = event.target.closest("[data-open-menu]");
    if (opener) { menu(opener.closest(".card")); return; }
    const button = event.target.closest("[data-more]");
    if (!button) return;
    const answer = await fetch(button.dataset.more);
    if (answer.ok) button.outerHTML = await answer.text();
  });
}
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  if (dialog.open) dialog.close(); else history.back();
});
