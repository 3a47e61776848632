// What surrounds every screen: the account of what was read, the filters, the links to the other screens.

import { html, nothing } from "../lib/lit-html/lit-html.js";
import { live } from "../lib/lit-html/directives/live.js";
import { brief, count, plural, visible } from "../format.js";
import { conditions, link, screens, titles } from "../state.js";
import { failed, working } from "./parts.js";

export function shell(app, screen) {
  const { state } = app;
  return html`
    <a class="skip" href="#main" data-plain>Skip to the answer</a>
    <header class="top">
      <div class="brand">
        <h1>trailq <span>${titles[state.screen]}</span></h1>
        <nav class="screens" aria-label="Screens"><ul>${screens.map((name) => html`<li><a href=${link(state, { screen: name })}
          aria-current=${name === state.screen ? "page" : nothing}>${titles[name]}</a></li>`)}</ul></nav>
      </div>
      ${account(app)}
    </header>
    ${filters(app)}
    ${app.over}
    <main id="main" tabindex="-1" aria-busy=${app.busy ? "true" : "false"}>${failed(app.slots.read("source").error)}${opening(app)}${screen}</main>
    <div class="said" role="status">${app.said}</div>`;
}

// account says what the answers are about: source, window, events of events, what failed or was left out.
function account(app) {
  const source = app.source;
  if (!source) return html`<div class="account">${app.slots.read("source").busy ? "Opening…" : nothing}</div>`;
  if (source.state === "opening" && !source.parquet) {
    return html`<div class="account"><span class="source">${visible(source.name)}</span><span>${count(source.progress?.events ?? 0)} events so far</span></div>`;
  }
  if (source.state === "large" && !source.counted) return html`<div class="account"><span class="source">${visible(source.name)}</span><span>events not counted</span></div>`;
  const { state, zone } = app;
  const view = app.slots.read("view").value;
  const files = source.account?.files ?? {}, records = source.account?.records ?? {};
  const skipped = Object.values(files.skipped ?? {}).reduce((a, b) => a + b, 0);
  const outside = view?.outside;
  return html`<div class="account">
    <span class="source">${visible(source.name)}</span>
    <span><b>${view ? count(view.total) : "…"}</b> of <b>${count(source.events ?? 0)}</b> events</span>
    <span>${state.words.get("from") || state.words.get("to")
      ? html`${state.words.get("from") ? brief(state.words.get("from"), zone) : "the beginning"} to ${state.words.get("to") ? brief(state.words.get("to"), zone) : "the end"}`
      : source.first ? html`${brief(source.first, zone)} to ${brief(source.last, zone)}` : "no times"} <span class="dim">${zone}</span></span>
    ${outside && (outside.before || outside.after) ? html`<span>outside: ${count(outside.before)} before, ${count(outside.after)} after
      <a href=${link(state, { set: { from: null, to: null, all: "1" } })}>show all</a></span>` : nothing}
    <span class=${files.failed ? "bad" : ""}>${count(files.failed ?? 0)} of ${plural(files.listed ?? 0, "file")} failed</span>
    <span>${count(skipped)} not read</span>
    <span>${plural(duplicates(records), "duplicate")}</span>
    ${records.rejected ? html`<span class="bad">${plural(records.rejected, "record")} rejected</span>` : nothing}
    <a href=${link(state, { screen: "coverage" })}>${source.account?.complete === false ? "what is missing" : "coverage"}</a>
  </div>`;
}

// duplicates counts deliveries of events that were there before, dropped or kept.
export const duplicates = (records) => (records.duplicate ?? 0) + (records.repeated ?? 0);

function opening(app) {
  const source = app.source;
  if (!source) return nothing;
  if (source.state === "opening") return working({ busy: true, progress: source.progress }, "source");
  if (source.state === "failed" || source.state === "large") {
    return html`<div class=${source.state === "failed" ? "error" : "warning"} role="alert"><p>${visible(source.error || "The table of events would be larger than the memory that it may take.")}</p>
      ${source.hint ? html`<p>${visible(source.hint)}</p>` : nothing}</div>`;
  }
  return nothing;
}

// The screens whose answers are about the events that match the conditions.
const filtered = ["explore", "changes", "cost", "who"];

// filters is the bar with the conditions in force, a field for another, the window, and what copies the screen.
function filters(app) {
  const { state } = app;
  const fields = app.source?.fields ?? [];
  return html`
    <div role="search" aria-label="Filters"><div class="query">
      ${filtered.includes(state.screen) ? conditionForm(app, fields) : nothing}
      ${["sql", "evidence"].includes(state.screen) ? nothing : windowForm(app)}
      <div class="copies">
        ${state.screen === "evidence" ? nothing : html`<button data-do="pin-view">Pin view</button>`}
        <a class="button" href=${link(state, { set: { show: "command" }, keep: true })}>Copy as command</a>
        <a class="button" href=${link(state, { set: { show: "sql" }, keep: true })}>Copy as SQL</a>
        <a class="button" href=${link(state, { set: { show: "keys" }, keep: true })} aria-label="Keys">?</a>
      </div>
    </div>
    ${state.screen === "evidence" ? nothing : html`<ul class="chips" aria-label="Filters in force">
      ${(app.source?.base ?? []).map((base) => html`<li class="chip"><span class="mono">${visible(base.word + " " + base.value)}</span> <span class="dim">&nbsp;fixed&nbsp;</span></li>`)}
      ${(filtered.includes(state.screen) ? conditions(state) : []).map((condition) => html`<li class="chip ${/^!|^[^=]*!=/.test(condition) ? "not" : ""}"><span class="mono" title=${visible(condition)}>${visible(condition)}</span>
        <a href=${link(state, { add: inverse(condition), remove: condition })} aria-label=${"Invert " + visible(condition)} title="invert">≠</a>
        <a href=${link(state, { remove: condition })} aria-label=${"Remove " + visible(condition)} title="remove">×</a></li>`)}
    </ul>`}</div>`;
}

const conditionForm = (app, fields) => html`<form data-form="where">
  <label class="hidden" for="where">Condition</label>
  <input id="where" class="where mono" name="where" type="search" list="fields" autocomplete="off" spellcheck="false"
    placeholder="bucket=logs-*, error, !mfa … press /" .value=${live(app.typed.where ?? "")}>
  <datalist id="fields">${fields.map((field) => html`<option value=${field.name + "="}></option>`)}</datalist>
  <button>Add filter</button></form>`;

const windowForm = ({ state, zone }) => html`<form data-form="window">
  <label for="from">From</label><input id="from" class="time" name="from" autocomplete="off" placeholder="2023-11-02T02:00" .value=${live(state.words.get("from") ?? "")}>
  <label for="to">to</label><input id="to" class="time" name="to" autocomplete="off" placeholder=${zone} .value=${live(state.words.get("to") ?? "")}>
  <button>Set</button></form>`;

// inverse returns the condition that holds where this one does not.
export function inverse(condition) {
  const at = condition.indexOf("=");
  if (at < 0) return condition.startsWith("!") ? condition.slice(1) : "!" + condition;
  return condition[at - 1] === "!" ? condition.slice(0, at - 1) + condition.slice(at) : condition.slice(0, at) + "!" + condition.slice(at);
}
