// SPDX-License-Identifier: Apache-2.0
// Shows the service's OpenAPI document: a panel for each entity, opened when it is wanted.
const place = document.getElementById("reference");
const words = place.dataset;
const search = document.getElementById("reference-search");
for (const origin of document.querySelectorAll("[data-origin]")) origin.textContent = location.origin;

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
};

const answer = await fetch("/api/openapi.json", { headers: { "Accept-Language": document.documentElement.lang } });
const api = answer.ok ? await answer.json() : { tags: [], paths: {}, components: { schemas: {}, parameters: {} } };
const resolved = (part) => {
  if (!part || !part.$ref) return part || {};
  return part.$ref.split("/").slice(1).reduce((at, name) => at?.[name], api) || {};
};

const typeName = (schema) => {
  const type = [].concat(schema.type || []).filter((name) => name !== "null").join(" | ") || "any";
  return schema.format ? `${type} (${schema.format})` : type;
};

function fieldRows(schema) {
  const required = new Set(schema.required || []);
  return Object.entries(schema.properties || {}).map(([name, written]) => {
    const field = { ...resolved(written), ...(written.title && { title: written.title }) };
    const options = (field.enum || []).filter((option) => option !== null);
    const notes = [field.title, field.description, required.has(name) ? words.required : "", field.readOnly ? words.readOnly : ""];
    return make("tr", {},
      make("td", {}, make("code", {}, name)),
      make("td", {}, options.length && !field.description ? options.join(", ") : typeName(field)),
      make("td", {}, notes.filter(Boolean).join(" · ")));
  });
}

const fieldTable = (schema) => make("div", { class: "scroll" }, make("table", {}, make("tbody", {}, ...fieldRows(schema))));

function command(method, path, body) {
  const parts = [`curl -u USER:TOKEN '${location.origin}/api${path}'`];
  if (method !== "get") parts.push(`-X ${method.toUpperCase()}`);
  if (["patch", "put", "delete"].includes(method)) parts.push("-H 'If-Match: *'");
  if (body) parts.push(`-H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`);
  return parts.join(" \\\n  ");
}

function sample(schema) {
  const example = {};
  const wanted = (schema.required || []).length ? schema.required : Object.keys(schema.properties || {}).slice(0, 1);
  for (const name of wanted) {
    const field = resolved(schema.properties[name]);
    const type = [].concat(field.type || "string")[0];
    example[name] = field.enum?.[0] ?? { integer: 1, number: 1.5, boolean: true, array: [], object: {} }[type] ?? (field.format === "date" ? "2026-01-31" : "…");
  }
  return example;
}

function operation(method, path, about) {
  const shape = resolved(about.requestBody?.content?.["application/json"]?.schema);
  const hasBody = Boolean(about.requestBody);
  const parameters = (about.parameters || []).map(resolved);
  return make("details", { class: "operation" },
    make("summary", {}, make("b", { class: `method ${method}` }, method.toUpperCase()), " ", make("code", {}, path), " ", about.summary || ""),
    make("pre", { class: "code" }, command(method, path, hasBody ? sample(shape) : null)),
    parameters.length ? make("h3", {}, words.parameters) : "",
    parameters.length ? make("div", { class: "scroll" }, make("table", {}, make("tbody", {}, ...parameters.map((parameter) => make("tr", {},
      make("td", {}, make("code", {}, parameter.name)), make("td", {}, typeName(parameter.schema || {})),
      make("td", {}, [parameter.description, parameter.example].filter((note) => note !== undefined).join(" · "))))))) : "",
    hasBody ? make("h3", {}, words.fields) : "", hasBody ? fieldTable(shape) : "",
    make("p", { class: "faint" }, `${words.answers}: ${Object.keys(about.responses).join(", ")}`));
}

const operations = Object.entries(api.paths).flatMap(([path, item]) =>
  Object.entries(item).filter(([method]) => method !== "parameters").map(([method, about]) => ({ method, path, about, tag: about.tags?.[0] || "" })));

function section(tag) {
  const own = operations.filter((entry) => entry.tag === tag.name);
  const panel = make("details", { class: "panel entity" }, make("summary", {}, make("b", {}, tag.name || words.service), " ", tag.description || "", make("span", { class: "faint" }, ` ${own.length}`)));
  panel.dataset.text = [tag.name, tag.description, ...own.map((entry) => `${entry.path} ${entry.about.summary}`)].join(" ").toLowerCase();
  // What is inside is built when the panel is opened: there may be hundreds.
  panel.addEventListener("toggle", () => {
    if (!panel.open || panel.dataset.built) return;
    panel.dataset.built = "yes";
    for (const entry of own) panel.append(operation(entry.method, entry.path, entry.about));
    const shape = api.components.schemas[tag.name];
    if (tag.name && shape) panel.append(make("h3", {}, words.fields), fieldTable(shape));
  });
  return panel;
}

place.replaceChildren(...[{ name: "" }, ...api.tags].map(section));
search.addEventListener("input", () => {
  const wanted = search.value.trim().toLowerCase();
  for (const panel of place.querySelectorAll(".entity")) panel.hidden = !panel.dataset.text.includes(wanted);
});
