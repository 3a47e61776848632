// Coverage: for which accounts, regions and hours there are logs, and what is missing.

import { html, nothing } from "../lib/lit-html/lit-html.js";
import { brief, count, plural, visible } from "../format.js";
import { link, query } from "../state.js";
import { duplicates } from "./shell.js";
import { answer, failed, notes, objects, tableNamed, working } from "./parts.js";

export function requests(app) {
  if (!app.ready) return {};
  const words = ["from", "to", "tz"];
  return { coverage: app.source.parquet ? "/api/report/timeline?" + query(app.state, words, { every: "hour", by: "account,region", series: 0 }) : "/api/report/coverage?" + query(app.state, words) };
}

export function view(app) {
  const slot = app.slots.read("coverage");
  const hours = tableNamed(slot.value, "hours") ?? tableNamed(slot.value, "timeline"); // of Parquet, which has no log files
  return html`${failed(slot.error)}${working(slot, "coverage", true)}
    ${hours ? html`<section class="panel" aria-label="Hours with logs"><div class="head"><h2>Hours with logs</h2>${key()}</div>${map(app, objects(hours).map((row) => ({ hour: row.time, ...row })))}${notes(hours.notes)}</section>` : nothing}
    ${app.source ? files(app.source) : nothing}
    ${slot.value ? slot.value.tables.filter((table) => table !== hours).map((table) => html`<section class="panel">
      <div class="head"><h2>${visible(table.title || table.name)}</h2></div>${answer(table, { zone: app.zone })}${notes(table.notes)}</section>`) : nothing}
    ${slot.value?.end?.notes?.length ? html`<section class="panel" aria-label="Notes">${notes(slot.value.end.notes)}</section>` : nothing}`;
}

const key = () => html`<ul class="legend" aria-label="Legend">
  <li><span class="swatch h1"></span>few events</li><li><span class="swatch h4"></span>most</li><li><span class="swatch h0"></span>no events</li><li><span class="swatch hgap"></span>files failed or missing</li></ul>`;

const columnsAtMost = 120;

// map draws account (unfolded: region) × hour, with several hours in a column where there are many.
function map(app, rows) {
  const { state } = app;
  const unfolded = (state.words.get("unfold") ?? "").split(",");
  const times = [...new Set(rows.map((row) => row.hour))].sort();
  const width = Math.max(1, Math.ceil(times.length / columnsAtMost));
  const column = new Map(times.map((hour, i) => [hour, Math.floor(i / width)]));
  const columns = Math.ceil(times.length / width);
  const lines = new Map();
  const add = (name, row) => {
    if (!lines.has(name)) lines.set(name, { name, account: row.account, events: new Array(columns).fill(0), bad: new Array(columns).fill(0), total: 0 });
    const line = lines.get(name), i = column.get(row.hour);
    line.events[i] += row.events;
    line.total += row.events;
    line.bad[i] += (row.failed ?? 0) + (row.missing ?? 0);
  };
  for (const row of rows) {
    add(String(row.account), row);
    if (unfolded.includes(String(row.account))) add(row.account + " " + row.region, row);
  }
  const most = Math.max(1, ...[...lines.values()].flatMap((line) => line.events));
  const labelled = Math.ceil(columns / 8); // columns that share a label: there is room for eight
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Map of hours"><table class="map">
    <thead><tr><th scope="col"><span class="hidden">account</span></th>${Array.from({ length: Math.ceil(columns / labelled) }, (_, i) => 2 * (columns - i * labelled) < labelled ? html`<td colspan=${columns - i * labelled}></td>`
      : html`<th scope="col" colspan=${Math.min(labelled, columns - i * labelled)}>${brief(times[i * labelled * width], app.zone)}</th>`)}</tr></thead>
    <tbody>${[...lines.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).map((line) => html`<tr>
      <th scope="row">${line.name === String(line.account) ? html`<a href=${unfold(state, unfolded, line.name)} aria-label=${(unfolded.includes(line.name) ? "Fold " : "Unfold ") + visible(line.name)}>${unfolded.includes(line.name) ? "▾" : "▸"} ${visible(line.name)}</a>`
        : html`<span class="dim">· ${visible(line.name.slice(String(line.account).length + 1))}</span>`} <span class="hidden">${plural(line.total, "event")}, ${silent(line, times, width, app.zone)}</span></th>
      ${line.events.map((n, i) => html`<td aria-hidden="true" title=${`${brief(times[i * width], app.zone)}: ${plural(n, "event")}${line.bad[i] ? ", " + count(line.bad[i]) + " files failed or missing" : ""}`}><i class=${shade(n, most, line.bad[i])}></i></td>`)}</tr>`)}
    </tbody></table></div><p class="dim">A column is ${plural(width, "hour")}.</p>`;
}

const shade = (n, most, bad) => bad ? "hgap" : n === 0 ? "h0" : "h" + Math.min(4, 1 + Math.floor(4 * Math.log1p(n) / Math.log1p(most) - 1e-9));

// silent says which stretches of a line have no events.
function silent(line, times, width, zone) {
  const stretches = [];
  line.events.forEach((n, i) => {
    if (n === 0 && (i === 0 || line.events[i - 1] > 0)) stretches.push(brief(times[i * width], zone));
  });
  return stretches.length ? "no events from " + stretches.slice(0, 6).join(", ") + (stretches.length > 6 ? " and " + (stretches.length - 6) + " more times" : "") : "events in every column";
}

function unfold(state, unfolded, name) {
  const rest = unfolded.filter((one) => one && one !== name);
  return link(state, { set: { unfold: (unfolded.includes(name) ? rest : [...rest, name]).join(",") } });
}

// files says what was read, what failed by name, and what was not opened and why.
function files(source) {
  const { files: of = {}, records = {} } = source.account ?? {};
  const skipped = Object.entries(of.skipped ?? {}).filter(([, n]) => n);
  return html`<section class="panel" aria-label="Files"><div class="head"><h2>Files</h2></div>
    <p>${visible(source.account?.text ?? "")}</p>
    <dl class="fields"><dt>listed</dt><dd>${count(of.listed ?? 0)}</dd><dt>read</dt><dd>${count(of.read ?? 0)}</dd><dt>failed</dt><dd class=${of.failed ? "bad" : ""}>${count(of.failed ?? 0)}</dd>
      ${skipped.map(([reason, n]) => html`<dt>not opened: ${visible(reason)}</dt><dd>${count(n)}</dd>`)}
      <dt>records</dt><dd>${count(records.read ?? 0)}</dd><dt>duplicates</dt><dd>${count(duplicates(records))}</dd><dt>rejected records</dt><dd>${count(records.rejected ?? 0)}</dd></dl>
    ${source.warnings?.length ? html`<h3>What could not be read</h3><ul class="notes">${source.warnings.map((one) => html`<li><span class="mono">${visible(one.file ?? "")}${one.record ? " record " + one.record : ""}</span> ${visible(one.text)}</li>`)}
      ${source.moreWarnings ? html`<li>and ${count(source.moreWarnings)} more</li>` : nothing}</ul>` : nothing}${notes(source.notes)}</section>`;
}
