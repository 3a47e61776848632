// What lies over a screen: a record, the screen as command or SQL, and the keys.

import { html, nothing } from "../lib/lit-html/lit-html.js";
import { instant, time, utc, visible, visibleLines } from "../format.js";
import { filterWords, link, query } from "../state.js";
import { failed, value, working } from "./parts.js";

const closed = { file: null, number: null, unmasked: null, show: null };

// requests returns what lies over the screen asks for.
export function requests(app) {
  const { state } = app;
  const file = state.words.get("file"), show = state.words.get("show");
  const words = [...filterWords, "by", "sum", "select", "before", "after", "what", "query", "facet", "q"];
  return {
    record: file === null ? null : "/api/record?" + query(state, ["file", "number", "unmasked"]),
    copy: show === "command" || show === "sql" ? "/api/copy?" + query(state, words, { screen: state.screen, ...app.copyWords() }) : null,
  };
}

export const over = (app) => html`${drawer(app)}${dialog(app)}`;

export const closeLink = (state) => link(state, { set: closed, keep: true });

function drawer(app) {
  const { state } = app;
  if (!state.words.has("file")) return nothing;
  const slot = app.slots.read("record");
  const record = slot.value;
  return html`<div class="drawer" role="dialog" aria-label="Record" tabindex="-1">
    <div class="head"><h2>${record ? html`${value(read(record)?.eventName)} <span class="dim">${time(read(record)?.eventTime, app.zone)}</span>` : "Record"}</h2>
      <a class="button" href=${closeLink(state)} data-close>Close <span class="key" aria-hidden="true">Esc</span></a></div>
    ${failed(slot.error)}${record ? recordBody(app, record) : working(slot, "record")}
  </div>`;
}

function recordBody(app, record) {
  const { state } = app;
  const json = read(record);
  const field = (name) => record.fields.find((one) => one.field === name && !one.none && one.value !== null && one.value !== undefined);
  const key = field("key") ?? field("accessKey"), session = field("session"), caller = field("caller");
  const at = instant(json?.eventTime);
  const around = Number.isNaN(at) ? null : { from: utc(at - 300000), to: utc(at + 301000), select: null };
  const explore = (change) => link(state, { screen: "explore", ...change });
  return html`
    <div class="actions">
      ${key || caller ? html`<a class="button main" href=${link(state, { screen: "who", set: { what: (key ?? caller).value } })}>Who is behind it</a>` : nothing}
      ${key ? html`<a class="button" href=${explore({ add: key.is })}>Same key</a>` : nothing}
      ${session ? html`<a class="button" href=${explore({ add: session.is })}>Same session</a>` : nothing}
      ${around ? html`<a class="button" href=${explore({ set: around })}>± 5 minutes</a>` : nothing}
      ${around && caller ? html`<a class="button" href=${explore({ set: around, add: caller.is })}>± 5 minutes, same caller</a>` : nothing}
      <button data-do="pin-event">Pin</button>
      <button data-do="copy-text" data-text=${record.text}>Copy record</button>
      ${record.command ? html`<button data-do="copy-text" data-text=${record.command}>Copy as command</button>` : nothing}
    </div>
    <dl class="fields">
      <dt>file</dt><dd class="mono">${visible(record.file)}</dd>
      <dt>record</dt><dd>${record.number}</dd>
      <dt>SHA-256</dt><dd class="mono">${record.sha256}</dd>
      ${record.fields.filter((one) => !one.none && one.value !== null && one.value !== undefined).map((one) => html`<dt>${visible(one.field)}</dt><dd data-not=${one.not}>
        <a href=${explore({ add: one.is })} aria-label=${`Only ${one.field} ${visible(one.value)}`}>${visible(one.value)}</a>
        <a class="not" href=${explore({ add: one.not })} aria-label=${`Not ${one.field} ${visible(one.value)}`} title="is not">≠</a></dd>`)}
    </dl>
    <h3>The record${record.masked ? html` <span class="dim">credentials are hidden</span> <a href=${link(state, { set: { unmasked: "true" }, keep: true })}>show them</a>` : nothing}</h3>
    <div class="json mono" tabindex="0" role="region" aria-label="The record as JSON">${json ? member(app, json, "", pivots(record)) : visibleLines(record.pretty ?? record.text)}</div>
    <details><summary>As delivered, on one line</summary><pre class="json">${visibleLines(record.text)}</pre></details>`;
}

// read returns the record as JSON, with numbers as they are written, or null if it is none.
function read(record) {
  try {
    return JSON.parse(record.text, (_, value, context) => (typeof value === "number" && context?.source !== undefined ? new Written(context.source) : value));
  } catch {
    return null;
  }
}

// Written is a number as it is written: JavaScript would round a large one.
class Written {
  constructor(text) { this.text = text; }
}

// pivots returns the conditions that find events with the same value, by its path.
const pivots = (record) => new Map((record.leaves ?? []).map((leaf) => [leaf.path, leaf]));

// member shows a value of the record; texts and numbers lead to the events that have the same.
function member(app, json, path, known, pad = "") {
  const inner = pad + "  ";
  if (Array.isArray(json)) {
    return json.length === 0 ? "[]" : html`[${json.map((one, i) => html`${i ? "," : nothing}\n${inner}${member(app, one, path + "[" + i + "]", known, inner)}`)}\n${pad}]`;
  }
  if (json !== null && typeof json === "object" && !(json instanceof Written)) {
    const names = Object.keys(json);
    return names.length === 0 ? "{}" : html`{${names.map((name, i) => html`${i ? "," : nothing}\n${inner}<span class="name">${visible(JSON.stringify(name))}</span>: ${member(app, json[name], path ? path + "." + name : name, known, inner)}`)}\n${pad}}`;
  }
  const text = json instanceof Written ? visible(json.text) : visible(JSON.stringify(json));
  const pivot = known.get(path) ?? known.get(path.replace(/\[\d+\]/g, ""));
  if (!pivot || json === null || json === "***" || text.length > 400) return text;
  return html`<a href=${link(app.state, { screen: "explore", add: pivot.is })} data-not=${pivot.not} aria-label=${"Only " + visible(pivot.is)}>${text}</a>`;
}

function dialog(app) {
  const show = app.state.words.get("show");
  if (!show) return nothing;
  const slot = app.slots.read("copy");
  const title = { command: "This screen as commands", sql: "This screen as SQL", keys: "Keys" }[show] ?? "";
  return html`<dialog aria-label=${title}><div class="head actions"><h2>${title}</h2>
      <a class="button" href=${closeLink(app.state)} data-close>Close <span class="key" aria-hidden="true">Esc</span></a></div>
    ${show === "keys" ? keys() : html`${failed(slot.error)}${working(slot, "copy")}${slot.value ? copies(slot.value, show) : nothing}`}
  </dialog>`;
}

// What the parts of a screen are called, in their order.
const place = (name) => Object.keys(parted).indexOf(name.split(" ")[0]);
const partName = (name) => parted[name] ?? (name.startsWith("facet ") ? "The values of " + name.slice(6) : visible(name));
const parted = { list: "The events", histogram: "The chart", facet: "The values of a field", report: "The report" };

function copies(copy, show) {
  const main = show === "sql" ? copy.sql : copy.command;
  const parts = Object.entries((show === "sql" ? copy.sqls : copy.commands) ?? {}).filter(([, text]) => text)
    .sort(([a], [b]) => place(a) - place(b)).map(([name, text]) => [partName(name), text]);
  const all = !main ? [] : parts.some(([, text]) => text === main) ? parts : [["", main], ...parts];
  if (all.length === 0) return html`<p>${visible(copy.noSQL ?? "This screen has no " + (show === "sql" ? "SQL" : "command") + " of its own.")}</p>`;
  return all.map(([name, text]) => html`${name ? html`<h3>${visible(name)}</h3>` : nothing}<pre tabindex="0">${visibleLines(text)}</pre>
    <p><button class="main" data-do="copy-text" data-text=${text} aria-label=${"Copy " + (name || show)}>Copy</button></p>`);
}

const bound = [["/", "write a filter"], ["j k", "next and previous event"], ["Enter", "open the event, or follow the link"], ["Esc", "close, or leave a field"],
  ["x", "exclude the value in focus, or the event's caller"], ["s", "split the chart by the field in focus, or by the next one"], ["m", "next measure: events, bytes, dollars"],
  ["p", "select the busiest stretch of the chart"], ["z", "zoom into the selection"], ["w", "why? compare the selection with the time before it"], ["1 to 7", "the screens"], ["?", "these keys"]];

const keys = () => html`<dl class="keys">${bound.map(([key, what]) => html`<dt>${key.split(" ").map((one) => one === "to" ? " to " : html`<kbd class="key">${one}</kbd> `)}</dt><dd>${what}</dd>`)}</dl>`;

