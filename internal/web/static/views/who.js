// Who: who or what is behind a key, role, address or name, and what it did.

import { html, nothing } from "../lib/lit-html/lit-html.js";
import { brief, count, plural, time, visible } from "../format.js";
import { filterWords, link, query } from "../state.js";
import { answer, failed, notes, objects, recordLink, tableNamed, working } from "./parts.js";

// copyWords returns what the URL leaves to the page: the copied command must say it.
export const copyWords = ({ state }) => state.words.get("what") ? { what: state.words.get("what"), as: state.words.get("as") } : { tree: "true" };

export function requests(app) {
  if (!app.ready) return {};
  return { who: "/api/report/who?" + query(app.state, filterWords, copyWords(app)) };
}

export function view(app) {
  const { state } = app;
  const slot = app.slots.read("who");
  const what = state.words.get("what");
  const report = slot.value;
  const tree = tableNamed(report, "tree") ?? report?.tables.find((table) => table.columns.some((column) => column.name === "depth"));
  return html`<section class="panel" aria-label="Who">
    <div class="head"><h2>${what ? html`Who is behind <span class="mono">${visible(what)}</span>` : "Who is behind all calls"}</h2>
      ${what ? html`<a href=${link(state, { set: { what: null, as: null } })}>all calls</a>
        ${what.startsWith("arn:") ? html`<a href=${link(state, { screen: "explore", add: "caller=" + what })}>its calls</a>` : nothing}` : nothing}</div>
    <form class="windows" data-form="who"><label class="hidden" for="what">Key, ARN, address or name</label>
      <input id="what" class="where mono" name="what" type="search" autocomplete="off" spellcheck="false" placeholder="a key, ARN, address or name" .value=${what ?? ""}>
      <button class="main">Trace</button></form>
    ${failed(slot.error)}${working(slot, "who", true)}
    ${tree ? html`<div class="tree">${branch(app, nest(objects(tree)))}</div>` : nothing}
    ${report ? html`${report.tables.filter((table) => table !== tree).map((table) => html`<h3>${visible(table.title || table.name)}</h3>${answer(table, { zone: app.zone })}${notes(table.notes)}`)}
      ${notes(tree?.notes)}${notes(report.end?.notes)}` : nothing}
  </section>`;
}

// nest makes a tree of rows that have a depth.
function nest(rows) {
  const root = { below: [] }, path = [root];
  for (const row of rows) {
    const node = { row, below: [] };
    path.length = Math.min(path.length, row.depth + 1);
    path.at(-1).below.push(node);
    path.push(node);
  }
  return root.below;
}

const proof = { key: "proved by the event that issued the key", record: "the records say so", name: "only names and times agree", missing: "the event is not in these logs" };

function branch(app, nodes) {
  return html`<ul>${nodes.map(({ row, below }) => html`<li>
    <span class="kind">${visible(row.kind)}</span><span class="name">${row.kind === "more" || !row.name ? visible(row.name ?? "") : html`<a href=${link(app.state, { set: { what: row.name, as: null } })}>${visible(row.name)}</a>`}</span>
    <span class="dim">${plural(row.events ?? 0, "event")}${row.errors ? ", " + plural(row.errors, "error") : ""}${row.sessions > 1 ? ", " + count(row.sessions) + " sessions" : ""}
      ${row.first ? html`· ${brief(row.first, app.zone)} to ${brief(row.last, app.zone)}` : nothing} ${row.services ? "· " + visible(row.services) : nothing}</span>
    ${row.how || row.file ? html`<div class="dim">${row.how ? "by " + visible(row.how) : nothing} ${row.eventTime ? time(row.eventTime, app.zone) : nothing}
      ${row.evidence ? html`· <span class=${row.evidence === "missing" || row.evidence === "name" ? "warn" : ""}>${proof[row.evidence] ?? visible(row.evidence)}</span>` : nothing}
      ${row.file ? html`<a href=${recordLink(app.state, row.file, row.record)} aria-label=${"Proving event of " + visible(row.name)}>proving event</a>` : nothing}</div>` : nothing}
    ${row.note ? html`<div class="dim">${visible(row.note)}</div>` : nothing}
    ${below.length ? branch(app, below) : nothing}</li>`)}</ul>`;
}
