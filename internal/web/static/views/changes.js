// Changes: what is different in a stretch of time, and why.

import { html, nothing } from "../lib/lit-html/lit-html.js";
import { amount, brief, instant, share, utc, visible } from "../format.js";
import { filterWords, link, query, readWindow } from "../state.js";
import { contrast, histogram, trouble, viewURL } from "./explore.js";
import { answer, failed, notes, objects, tableNamed, working } from "./parts.js";

// windows returns the two windows to compare: those of the URL, or the selection and as much time before it.
function windows({ state, zone }) {
  const selected = readWindow(state.words.get("select"));
  const before = state.words.get("before"), after = state.words.get("after");
  if (before && after) return { before, after };
  if (!selected) return null;
  const from = instant(selected.from, zone), to = instant(selected.to, zone);
  if (Number.isNaN(from) || Number.isNaN(to)) return null; // the server says what is wrong
  return { before: utc(2 * from - to) + ".." + utc(from), after: utc(from) + ".." + utc(to) };
}

// copyWords returns what the URL leaves to the page: the copied command must say it.
export function copyWords(app) {
  const both = windows(app);
  return both && { ...both, measure: app.state.words.get("sum"), from: null, to: null };
}

export function requests(app) {
  if (!app.ready) return {};
  const { state } = app;
  const words = state.words.get("why") ? copyWords(app) : null;
  return {
    view: app.tabled ? viewURL(app, "") : null,
    contrast: app.tabled && state.words.has("select") ? "/api/contrast?" + query(state, [...filterWords, "sum", "select"], { n: 8 }) : null,
    diff: words ? "/api/report/diff?" + query(state, ["where", "tz"], words) : null,
  };
}

export function view(app) {
  const { state } = app;
  const slot = app.slots.read("view");
  const selected = readWindow(state.words.get("select"));
  return html`${trouble(app, slot.error)}${slot.value ? nothing : working(slot, "view")}
    ${slot.value || slot.error || !app.tabled ? html`<div class="columns">
      <section class="panel" aria-label="Values">${selected ? contrast(app, selected) : html`<h2>Selection against the rest</h2><p class="dim">Drag over the chart, or choose two windows by hand.</p>`}</section>
      <div>${slot.value ? histogram(app, slot.value) : nothing}${byHand(app)}${why(app)}</div></div>` : nothing}`;
}

function byHand(app) {
  const both = windows(app);
  const windowText = (text) => app.zone === "UTC" ? (text ?? "").replaceAll(":00Z", "").replaceAll("Z", "") : text ?? "";
  return html`<section class="panel" aria-label="Two windows">
    <div class="head"><h2>Two windows</h2></div>
    <form class="windows" data-form="windows">
      <div><label for="before">Before</label><input id="before" class="span" name="before" placeholder="2023-11-01" autocomplete="off" .value=${windowText(both?.before)}></div>
      <div><label for="after">After</label><input id="after" class="span" name="after" placeholder="2023-11-02" autocomplete="off" .value=${windowText(both?.after)}></div>
      <button class="main">Why?</button>
    </form></section>`;
}

function why(app) {
  const slot = app.slots.read("diff");
  if (!app.state.words.get("why") || !slot.url) return nothing;
  return html`<section class="panel" aria-label="Why">
    <div class="head"><h2>Why?</h2><span class="dim">${verdict(slot.value)}</span></div>
    ${failed(slot.error)}${working(slot, "diff", true)}
    ${slot.value ? html`<ol class="causes">${objects(tableNamed(slot.value, "causes")).map((row) => cause(app, row))}</ol>
      ${slot.value.end && !objects(tableNamed(slot.value, "causes")).length ? html`<p>No cause stands out: nothing in these fields explains the change.</p>` : nothing}
      ${slot.value.tables.filter((table) => (table.name ?? "").toLowerCase() !== "causes").map((table) => html`<details><summary>${visible(table.title || table.name)}</summary>${answer(table, { zone: app.zone })}</details>`)}
      ${slot.value.tables.map((table) => notes(table.notes))}${notes(slot.value.end?.notes)}` : nothing}
  </section>`;
}

function verdict(report) {
  const { title, name } = tableNamed(report, "causes") ?? {};
  return title && title !== name ? visible(title) : nothing;
}

// unitOf returns the unit of the measure in force, for amounts.
const unitOf = (state) => ({ dollars: "dollars", bytesOut: "bytes", bytesIn: "bytes" })[state.words.get("sum")] ?? "";

// conditionOf returns what filters the events of a value of diff's dimensions, or null where no filter does.
function conditionOf({ dimension, value }) {
  const network = /^(\d+\.\d+)\.(?:0\.0\/16|(\d+)\.0\/24)$/.exec(value ?? "");
  if (dimension.startsWith("network")) return network ? "ip=" + network[1] + (network[2] === undefined ? "" : "." + network[2]) + ".*" : null;
  if (dimension === "class") return null;
  const field = { agentFamily: "agent", action: "call" }[dimension] ?? dimension;
  return value === null ? "!" + field : field + "=" + value + (dimension === "agentFamily" ? "*" : "");
}

function cause(app, row) {
  const { state, zone } = app;
  const unit = unitOf(state);
  const name = (one) => html`<span class="dim">${visible(one.dimension)}</span> ${one.value === null ? html`<i>none</i>` : visible(one.value)}${one.share < 0.99 ? html` <span class="dim">${share(one.share)}</span>` : nothing}`;
  const traits = (row.traits ?? []).filter((trait) => trait.value !== null);
  const until = row.until ?? readWindow(windows(app)?.after)?.to;
  const list = (row.conditions ?? []).map(conditionOf).filter(Boolean);
  const toExplore = link(state, { screen: "explore", set: { where: [...new Set([...state.words.getAll("where"), ...list])], select: null,
    from: row.since ?? readWindow(windows(app)?.after)?.from, to: until } });
  const changed = row.changedBefore ?? [];
  return html`<li><h3>${row.rank}. ${visible(row.cause)}</h3>
    <p>from ${amount(row.before, unit)} to <b>${amount(row.after, unit)}</b> ${unit ? nothing : "events"} (${row.change >= 0 ? "+" : ""}${amount(row.change, unit)}, ${share(row.share)} of the change)
      ${row.since ? html`<b>since ${brief(row.since, zone)}</b> <span class="dim">to ${visible(row.resolution ?? "")}</span>` : nothing}${row.until ? html` until ${brief(row.until, zone)}` : nothing}</p>
    <p><a class="button" href=${toExplore}>Look at these events</a> ${(row.conditions ?? []).filter((c) => ["caller", "session", "key", "role"].includes(c.dimension) && c.value).map((c) =>
      html`<a class="button" href=${link(state, { screen: "who", set: { what: c.value } })}>Who is behind it</a>`)}</p>
    ${traits.length ? html`<p>also ${traits.map((trait, i) => html`${i ? ", " : nothing}${name(trait)}`)}</p>` : nothing}
    ${(row.except ?? []).length ? html`<p>except ${row.except.map((one, i) => html`${i ? ", " : nothing}${name(one)}`)}</p>` : nothing}
    ${changed.length ? html`<p>changed just before:</p><ul>${changed.map((one) => html`<li>${brief(one.time, zone)} ${visible(one.call)}${one.target ? " on " + visible(one.target) : nothing}${one.caller ? " by " + visible(one.caller) : nothing}</li>`)}</ul>` : nothing}
  </li>`;
}

