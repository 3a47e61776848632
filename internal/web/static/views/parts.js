// Parts that several screens share.

import { html, nothing } from "../lib/lit-html/lit-html.js";
import { amount, count, instant, span, time, visible } from "../format.js";
import { link } from "../state.js";

// failed shows an error as a sentence, with its hint.
export const failed = (error) => error
  ? html`<div class="error" role="alert"><p>${visible(error.message)}</p>${error.line ? html`<p>line ${error.line}, column ${error.column}</p>` : nothing}${error.hint ? html`<p>${visible(error.hint)}</p>` : nothing}</div>` : nothing;

export const notes = (list) => list?.length ? html`<ul class="notes" aria-label="Notes">${list.map((note) => html`<li>${visible(note)}</li>`)}</ul>` : nothing;

// working shows the progress of a request that runs, with a button that cancels it.
export function working(slot, name, cancel) {
  if (!slot.busy) return slot.cancelled ? html`<p class="dim">Cancelled. <button data-do="again" data-slot=${name}>Ask again</button></p>` : nothing;
  const progress = slot.progress?.progress ?? slot.progress ?? {};
  const done = progress.done ?? (progress.ofFiles ? progress.files / progress.ofFiles : undefined);
  const words = [slot.progress?.preparing ?? progress.doing ?? progress.waiting ?? "Working",
    progress.ofFiles ? count(progress.files ?? 0) + " of " + count(progress.ofFiles) + " files" : "",
    progress.events ? count(progress.events) + " events" : ""].filter(Boolean);
  return html`<div class="progress" role="status">
    ${done === undefined ? html`<progress aria-label="Progress"></progress>` : html`<progress aria-label="Progress" .value=${done} max="1"></progress>`}
    <span>${visible(words.join(", "))}</span>
    ${cancel ? html`<button data-do="cancel" data-slot=${name}>Cancel</button>` : nothing}
  </div>`;
}

// choices is a row of links of which one is in force.
export const choices = (label, list) => html`<span class="choices" role="group" aria-label=${label}>${list.map(({ text, href, on }) =>
  html`<a href=${href} aria-current=${on ? "true" : nothing}>${text}</a>`)}</span>`;

// value returns a text of the logs, visible, or a word for a missing one.
export const value = (text) => text === null || text === undefined ? html`<i class="dim">none</i>` : visible(text);

export const measures = (state, sums) => choices("Measure", [["", "events"], ...(sums ?? []).map((sum) => [sum, { bytesOut: "bytes out", bytesIn: "bytes in" }[sum] ?? sum])]
  .map(([sum, text]) => ({ text, href: link(state, { set: { sum } }), on: (state.words.get("sum") ?? "") === sum })));

// lineOf returns a cell of an answer as it is shown.
function lineOf(cell, column, zone) {
  if (cell === null || cell === undefined) return html`<span class="dim">–</span>`;
  if (typeof cell === "number") return amount(cell, column.unit);
  if (typeof cell === "object") return visible(JSON.stringify(cell));
  if (typeof cell === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(cell)) return time(cell, zone);
  return visible(cell);
}

const isNumber = (rows, i) => rows.some((row) => typeof row[i] === "number");

// answer shows a table; cellLink(row, i) can give a cell a link, hide lists columns that are not shown.
export function answer(table, { zone, cellLink = () => null, hide = [] } = {}) {
  if (!table.rows.length) return nothing;
  const shown = table.columns.map((column, i) => ({ column, i })).filter(({ column }) => !hide.includes(column.name));
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${table.title || table.name || "Answer"}><table class="answer">
    <thead><tr>${shown.map(({ column, i }) => html`<th scope="col" class=${isNumber(table.rows, i) ? "number" : ""}>${visible(column.name)}</th>`)}</tr></thead>
    <tbody>${table.rows.map((row) => html`<tr>${shown.map(({ column, i }) => {
      const href = cellLink(row, i);
      const text = ["share", "percent"].includes(column.unit) && typeof row[i] === "number"
        ? html`${bar(row[i], "share")} ${lineOf(row[i], column, zone)}` : lineOf(row[i], column, zone);
      return html`<td class=${isNumber(table.rows, i) ? "number" : ""}>${href ? html`<a href=${href}>${text}</a>` : text}</td>`;
    })}</tr>`)}</tbody></table></div>`;
}

// bar is a bar of a length between 0 and 1, beside a number that says the same.
export const bar = (length, name = "bar") => html`<svg class=${name} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width=${100 * Math.max(0, Math.min(1, length)) || 0} height="1"></rect></svg>`;

// objects returns the rows of a table as objects.
export const objects = (table) => (table?.rows ?? []).map((row) => Object.fromEntries(table.columns.map((column, i) => [column.name, row[i]])));

export const tableNamed = (report, name) => report?.tables.find((table) => (table.name ?? "").toLowerCase() === name.toLowerCase());

// recordLink opens the record of a file over the screen.
export const recordLink = (state, file, number) => link(state, { set: { file, number }, keep: true });

export const stretch = (from, to, zone) => html`<span class="mono">${time(from, zone)}</span> to <span class="mono">${time(to, zone)}</span> <span class="dim">(${span((instant(to, zone) - instant(from, zone)) / 1000)})</span>`;
