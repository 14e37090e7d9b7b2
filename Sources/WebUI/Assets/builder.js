// SPDX-License-Identifier: Apache-2.0
// The rows of a filter: they write the expression, and are drawn again by the server from what is typed there.
import { startCombo, whenWritten } from "./trellis.js";

const builder = document.querySelector("[data-builder]");
const valueless = new Set(["isEmpty", "isNotEmpty", "isMe", "isNotMe"]);
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/** Shows the controls that the comparison of a row needs. */
function fit(row) {
  const comparison = row.querySelector("[data-part=comparison]")?.value;
  const given = row.querySelector("[data-given]");
  if (!given) return;
  given.hidden = valueless.has(comparison);
  const [period, count, value] = ["[data-period]", "[data-count]", "[data-value]"].map((part) => given.querySelector(part));
  if (period) {
    period.hidden = comparison !== "within";
    count.hidden = period.hidden || !period.value.includes("_n_");
    if (value) value.hidden = !period.hidden;
  }
  const several = given.querySelector("[data-several]");
  if (!several) return;
  several.hidden = comparison !== "in";
  value.hidden = !several.hidden;
  const ticks = [...several.querySelectorAll("input")];
  // What was chosen alone stays chosen among several.
  if (!several.hidden && !ticks.some((tick) => tick.checked)) for (const tick of ticks) tick.checked = tick.value !== "" && tick.value === value.value;
}

/** What a control holds, as a literal; empty if it holds nothing. */
function literal(control) {
  const text = control.value.trim();
  if (control.dataset.value === "text") return control.value === "" ? "" : quoted(control.value);
  return control.dataset.value === "number" ? text.replaceAll(/[,，\s]/g, "") : text;
}

function within(path, row) {
  const period = row.querySelector("[data-period]").value;
  const count = row.querySelector("[data-count]").value;
  if (!period || (period.includes("_n_") && !count)) return "";
  return `within(value=${path},period=${quoted(period)}${period.includes("_n_") ? `,n=${count}` : ""})`;
}

/** The expression of a row; empty while something of it is missing. */
function rowText(row) {
  if (row.dataset.kept !== undefined) return row.dataset.kept;
  const path = row.querySelector("[data-part=field]").value;
  const comparison = row.querySelector("[data-part=comparison]")?.value;
  if (!path || !comparison) return "";
  switch (comparison) {
    case "isEmpty": return `${path} eq null`;
    case "isNotEmpty": return `${path} ne null`;
    case "isMe": return `${path} eq @me`;
    case "isNotMe": return `${path} ne @me`;
    case "within": return within(path, row);
    default:
  }
  const control = row.querySelector("[data-value]");
  if (comparison === "in") {
    const chosen = [...row.querySelectorAll("[data-several] input:checked")].map((tick) => tick.value);
    return chosen.length ? `${path} in (${chosen.map(quoted).join(",")})` : "";
  }
  const value = literal(control);
  if (!value) return "";
  return ["contains", "startswith", "endswith"].includes(comparison)
    ? `${comparison}(${path},${value})` : `${path} ${comparison} ${value}`;
}

function groupText(group, isInner) {
  const join = group.querySelector("[data-join]").value;
  const members = [...group.querySelector("[data-members]").children];
  const single = members.length === 1;
  const isNot = group.querySelector("[data-not]").value === "not";
  const kept = new Set(members.map((member) => member.dataset.kept));
  const parts = members.map((member) => member.matches("[data-group]") ? groupText(member, !single || (isInner && !isNot)) : rowText(member)).filter(Boolean);
  if (!parts.length) return "";
  // What was kept may itself be joined by words that bind less.
  const guarded = parts.map((part) => parts.length > 1 && kept.has(part) && /\b(and|or)\b/i.test(part) ? `(${part})` : part);
  const text = guarded.join(` ${join} `);
  if (isNot) return `not (${text})`;
  return isInner && parts.length > 1 ? `(${text})` : text;
}

function start() {
  const input = document.querySelector("form[data-live] input[name=filter]");
  const tree = builder.querySelector("[data-tree]");
  const stale = builder.querySelector("[data-stale]");
  let latest = 0;
  let timer;

  function dress(root) {
    root.querySelectorAll("[data-combo]").forEach(startCombo);
    root.querySelectorAll("[data-rule]").forEach(fit);
  }
  async function draw() {
    const turn = ++latest;
    const answer = await fetch(`${builder.dataset.builder}?filter=${encodeURIComponent(input.value)}`);
    const text = await answer.text();
    if (turn !== latest) return;
    const isRight = answer.status === 200;
    stale.hidden = isRight;
    tree.inert = !isRight;
    if (!isRight) return;
    tree.innerHTML = text;
    dress(tree);
  }
  function write() {
    latest += 1;
    clearTimeout(timer);
    input.value = groupText(tree.querySelector("[data-group]"), false);
    input.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "rows" }));
  }
  async function fetched(address) {
    const answer = await fetch(address);
    const box = document.createElement("div");
    box.innerHTML = answer.ok ? await answer.text() : "";
    dress(box);
    return box.firstElementChild;
  }

  whenWritten(input, (event) => {
    if (event.detail === "rows" || !builder.open) return;
    clearTimeout(timer);
    timer = setTimeout(draw, 300);
  });
  builder.addEventListener("toggle", () => { if (builder.open) draw(); });
  tree.addEventListener("change", async (event) => {
    let row = event.target.closest("[data-rule]");
    if (event.target.matches("[data-part=field]")) {
      const next = await fetched(`${builder.dataset.builder}?path=${encodeURIComponent(event.target.value)}`);
      if (!next) return;
      row.replaceWith(next);
      row = next;
      row.querySelector("[data-part=comparison]")?.focus();
    }
    if (row) fit(row);
    write();
  });
  whenWritten(tree, (event) => { if (event.target.matches("input[data-value], [data-count]")) write(); });
  // Choosing a record fills a hidden input, which tells nobody.
  tree.addEventListener("focusout", (event) => { if (event.target.closest("[data-combo]")) write(); });
  tree.addEventListener("mousedown", (event) => { if (event.target.closest("[data-combo] li")) setTimeout(write); });
  tree.addEventListener("keyup", (event) => { if (event.key === "Enter" && event.target.closest("[data-combo]")) write(); });
  tree.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    const group = event.target.closest("[data-group]");
    if (button?.dataset.add) {
      const next = await fetched(`${builder.dataset.builder}?${button.dataset.add === "row" ? "path=-" : "filter="}`);
      if (next) group.querySelector("[data-members]").append(next);
      next?.querySelector("[data-part=field]")?.focus();
    } else if (button?.dataset.remove !== undefined) {
      const removed = button.closest("[data-rule], [data-kept], [data-group]");
      if (removed.parentElement !== tree) { removed.remove(); write(); } else { input.value = ""; await draw(); write(); }
    }
  });
  builder.hidden = false;
  if (input.value) builder.open = true;
}
if (builder) start();
