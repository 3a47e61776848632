// Cost: what calls cost, by any field.

import { html, nothing, svg } from "../lib/lit-html/lit-html.js";
import { dollars, visible } from "../format.js";
import { filterWords, link, query } from "../state.js";
import { answer, choices, failed, notes, objects, working } from "./parts.js";

const common = ["call", "caller", "caller,class", "bucket", "prefix", "class", "ip", "account", "region", "day", "hour"];

// copyWords returns what the URL leaves to the page: the copied command must say it.
export const copyWords = ({ state }) => ({ by: state.words.get("by") || "call", limit: 50 });

export function requests(app) {
  if (!app.ready) return {};
  return { cost: "/api/report/cost?" + query(app.state, filterWords, copyWords(app)) };
}

export function view(app) {
  const { state } = app;
  const slot = app.slots.read("cost");
  const { by } = copyWords(app);
  const table = slot.value?.tables[0];
  const map = state.words.get("as") === "treemap";
  return html`<section class="panel" aria-label="Cost">
    <div class="head"><h2>Cost by ${visible(by)}</h2>${choices("Field", common.map((name) => ({ text: name, href: link(state, { set: { by: name } }), on: by === name })))}
      <form data-form="by"><label class="hidden" for="by">Any field</label><input id="by" name="by" placeholder="any field, or several" autocomplete="off" .value=${by}></form>
      <span class="right">${choices("Form", [["", "bars"], ["treemap", "treemap"]].map(([as, text]) => ({ text, href: link(state, { set: { as } }), on: (state.words.get("as") ?? "") === as })))}</span></div>
    ${failed(slot.error)}${working(slot, "cost", true)}
    ${table ? html`${notes(table.notes)}${notes(slot.value.end?.notes)}${map ? treemap(app, table, by) : nothing}
      ${answer(table, { zone: app.zone, cellLink: (row, i) => i < by.split(",").length ? rowLink(state, by, row) : null })}` : nothing}
  </section>`;
}

// rowLink leads to the events of a row, in dollars. Fields that only cost knows cannot filter.
function rowLink(state, by, row) {
  const fields = by.split(",");
  const known = fields.map((field, i) => [field, row[i]]).filter(([field]) => !["class", "transferClass", "requestClass"].includes(field));
  if (!known.length) return null;
  const where = [...state.words.getAll("where"), ...known.flatMap(([field, value]) => conditionsOf(field, value))];
  return link(state, { screen: "explore", set: { sum: "dollars", where: [...new Set(where)] } });
}

// conditionsOf returns what holds for the events of a value. A call is told by the fields of the table in memory: for
// others, the logs would be read once more.
function conditionsOf(field, value) {
  const [, service, name] = field === "call" ? /^([^:]+):(.+)$/.exec(value ?? "") ?? [] : [];
  return value === null ? ["!" + field] : name ? ["service=" + service, "eventName=" + name] : [field + "=" + value];
}

// treemap draws the rows as rectangles whose areas are their dollars.
function treemap(app, table, by) {
  const rows = objects(table).map((row, i) => ({ row: table.rows[i], text: by.split(",").map((field, n) => table.rows[i][n] ?? "none").join(", "), size: row.totalUSD ?? 0 })).filter((one) => one.size > 0);
  const boxes = slice(rows, { x: 0, y: 0, width: 1300, height: 300 });
  if (!boxes.length) return html`<p class="dim">Nothing here costs anything.</p>`;
  return html`<svg class="treemap" viewBox="0 0 1300 300" role="group" aria-label="Cost as areas">${boxes.map(({ one, x, y, width, height }) => {
    const href = rowLink(app.state, by, one.row);
    const label = visible(one.text) + ": " + dollars(one.size);
    const box = svg`<rect x=${x} y=${y} width=${width} height=${height}></rect>${width > 90 && height > 18 ? svg`<text x=${x + 6} y=${y + 16}>${label.length > width / 7 ? label.slice(0, Math.floor(width / 7) - 1) + "…" : label}</text>` : nothing}`;
    return href ? svg`<a href=${href} aria-label=${label}><title>${label}</title>${box}</a>` : svg`<g><title>${label}</title>${box}</g>`;
  })}</svg>`;
}

// slice splits a rectangle in two, along its longer side, until each part is one row.
function slice(rows, { x, y, width, height }) {
  if (rows.length === 0 || width < 1 || height < 1) return [];
  if (rows.length === 1) return [{ one: rows[0], x, y, width, height }];
  const total = rows.reduce((sum, one) => sum + one.size, 0);
  let first = rows[0].size, at = 1;
  while (at < rows.length - 1 && first + rows[at].size <= total / 2) first += rows[at++].size;
  const part = first / total;
  const [a, b] = width >= height
    ? [{ x, y, width: width * part, height }, { x: x + width * part, y, width: width * (1 - part), height }]
    : [{ x, y, width, height: height * part }, { x, y: y + height * part, width, height: height * (1 - part) }];
  return [...slice(rows.slice(0, at), a), ...slice(rows.slice(at), b)];
}
