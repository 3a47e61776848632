// SQL: an editor with completion, the rows as they come, and a chart of them if they have a time.

import { html, nothing } from "../lib/lit-html/lit-html.js";
import { amount, count, plural, visible } from "../format.js";
import { Statements } from "../statements.js";
import { failed, notes, working } from "./parts.js";

export { csv } from "../statements.js";

export const requests = () => ({});

const first = `SELECT eventsource, eventname, count(*) AS events
FROM cloudtrail_logs
GROUP BY 1, 2
ORDER BY 3 DESC
LIMIT 20`;

const shownRows = 200;

export function view(app) {
  app.sql ??= new Statements(app);
  app.sql.editor.open(app.state.words.get("query") ?? first);
  const slot = app.slots.read("sql");
  const result = slot.value;
  return html`<section class="panel" aria-label="Statement">
    <div class="head"><h2>SQL</h2><span class="dim">Athena's dialect, over <code>cloudtrail_logs</code></span>
      <span class="right">${history(app)}</span></div>
    <div class="editor">${app.sql.editor.node}</div>
    <p class="actions"><button class="main" data-do="run-sql">Run <span aria-hidden="true">Ctrl Enter</span></button></p>
    ${working(slot, "sql", true)}${failed(slot.error)}
    ${result?.failed ? failed({ message: result.failed.error, ...result.failed }) : nothing}
  </section>
  ${result?.columns.length ? html`${chart(app, result)}<section class="panel" aria-label="Answer">
    <div class="head"><h2>${plural(result.end?.rows ?? result.rows.length, "row")}${result.end ? nothing : " so far"}</h2>
      <span class="dim">${result.end ? result.end.ms + " ms" : nothing}${result.end?.limited ? "; not all rows were sent" : nothing}
        ${result.rows.length > shownRows ? "; the first " + count(shownRows) + " are shown" : nothing}</span>
      <span class="right">${result.rows.length ? html`<button data-do="copy-rows">Copy rows as CSV</button>` : nothing}</span></div>
    <div class="scroll" tabindex="0" role="region" aria-label="Rows"><table class="answer">
      <thead><tr>${result.columns.map((column) => html`<th scope="col" title=${visible(column.type ?? "")}>${visible(column.name)}</th>`)}</tr></thead>
      <tbody>${result.rows.slice(0, shownRows).map((row) => html`<tr>${row.map((cell) => html`<td class=${typeof cell === "number" ? "number" : ""}>${cellText(cell)}</td>`)}</tr>`)}</tbody></table></div>
    ${notes(result.end?.notes)}</section>` : nothing}`;
}

function cellText(cell) {
  if (cell === null || cell === undefined) return html`<span class="dim">NULL</span>`;
  if (typeof cell === "number") return amount(cell);
  return visible(typeof cell === "object" ? JSON.stringify(cell) : cell);
}

function history(app) {
  const list = app.sql.earlier;
  return list.length ? html`<label for="history">Earlier</label> <select id="history" data-history>
    <option value="">choose…</option>${list.map((text) => html`<option value=${text}>${visible(text.replace(/\s+/g, " ").slice(0, 90))}</option>`)}</select>` : nothing;
}

function chart(app, result) {
  const histogram = app.sql.histogram(result);
  return histogram ? html`<section class="panel" aria-label="Chart of the rows"><div class="head"><h2>${visible(histogram.name)} in time</h2></div>${app.sql.chart.node}</section>` : nothing;
}
