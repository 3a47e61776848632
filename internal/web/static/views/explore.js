// Explore: how many events in time, which values they have, and the events themselves.

import { html, nothing } from "../lib/lit-html/lit-html.js";
import { repeat } from "../lib/lit-html/directives/repeat.js";
import { histogramTime, totals } from "../chart.js";
import { amount, brief, count, share, shortNames, time, visible } from "../format.js";
import { filterWords, has, link, query, readWindow } from "../state.js";
import { bar, failed, measures, recordLink, stretch, value, working } from "./parts.js";

// openFacets returns the fields whose values are shown: those that the server opens, and those that the URL names.
export function openFacets(app) {
  const more = [...(app.state.words.get("open") ?? "").split(","), app.state.words.get("facet")];
  return (app.source?.fields ?? []).filter((field) => field.open || more.includes(field.name)).map((field) => field.name);
}

// requests returns what Explore asks for: slot → URL.
export function requests(app) {
  if (!app.tabled) return {};
  const { state } = app;
  const selected = state.words.get("select");
  const field = state.words.get("facet");
  return {
    view: viewURL(app, selected ? "" : openFacets(app).join(",")),
    contrast: selected ? "/api/contrast?" + query(state, [...filterWords, "sum", "select"], { n: 8 }) : null,
    facet: field ? "/api/facet?" + query(state, [...filterWords, "sum"], { field, q: state.words.get("q"), n: 100 }) : null,
  };
}

const shownValues = 8; // of a field

export const viewURL = (app, facets) => "/api/view?" + query(app.state, [...filterWords, "by", "sum"], { facets, n: shownValues });

// copyWords returns which values are shown: the copied commands must say it.
export const copyWords = (app) => app.state.words.get("facet") ? { n: 100 } : { facets: openFacets(app).join(","), n: shownValues };

// countURL asks how many events there are, for the screens that show no chart.
export const countURL = (app) => "/api/view?" + query(app.state, ["coverage", "sql", "evidence"].includes(app.state.screen) ? [] : filterWords, { facets: "", n: 1 });

export function view(app) {
  const slot = app.slots.read("view");
  const selected = readWindow(app.state.words.get("select"));
  return html`${trouble(app, slot.error)}${slot.value ? nothing : working(slot, "view")}
    ${slot.value ? html`<div class="columns">
      <section class="panel" aria-label="Values">${selected ? contrast(app, selected) : facets(app, slot.value)}</section>
      <div>${histogram(app, slot.value)}${list(app, slot.value)}</div>
    </div>` : nothing}`;
}

// trouble shows why there is no view, unless the page says so already: the table of all events is too large.
export const trouble = (app, error) => error?.state && error.state === app.source?.state ? nothing : failed(error);

// histogram is the panel with the chart, its legend, and what can be done with a selection.
export function histogram(app, view) {
  const { state, zone } = app;
  const selected = readWindow(state.words.get("select"));
  const data = view.histogram;
  const by = state.words.get("by");
  const unit = data?.unit === "events" ? "" : data?.unit;
  if (!data) return nothing;
  const names = shortNames(data.series);
  return html`<section class="panel" aria-label="Events in time">
    <div class="head"><h2>${view.amount ? amount(view.amount.value, view.amount.unit) + " in " : nothing}${count(view.total)} events</h2>
      <span class="readout">${readout(app, data, unit)}</span>
      <span class="right">${measures(state, app.source?.sums)}
        ${by ? html`<span>split by ${visible(by)} <a href=${link(state, { set: { by: null } })}>unsplit</a></span>` : nothing}</span></div>
    ${app.chart.node}
    <ul class="legend" aria-label="Legend">
      ${by ? data.series.map((series, i) => html`<li><span class="swatch s${Math.min(i, 5)}"></span><span>${series.other ? "others" : names(series)}</span> <span class="dim">${amount(series.total, unit)}</span></li>`) : nothing}
      ${data.gaps?.length ? html`<li><span class="swatch hatched"></span><span>${app.source?.base?.length ? "no logs, or none that the command lets through" : "no logs"}</span></li>` : nothing}
    </ul>
    ${selected ? html`<p>Selected ${stretch(selected.from, selected.to, zone)}
      <a class="button" href=${link(state, { set: { from: selected.from, to: selected.to, select: null } })}>Zoom in</a>
      <a class="button main" href=${link(state, { screen: "changes", set: { why: "1" } })}>Why?</a>
      <a class="button" href=${link(state, { set: { select: null } })}>Clear</a></p>`
    : html`<p class="dim">Drag over the chart to compare a stretch of time with the rest, or <button data-do="busiest">select the busiest stretch</button></p>`}
    ${bins(app, data, unit)}
  </section>`;
}

function readout(app, data, unit) {
  const i = app.hover;
  if (i === null || i === undefined || i >= data.bins) return nothing;
  const parts = data.series.length > 1 ? data.series.filter((s) => s.counts[i]).map((s) => (s.other ? "others" : s.none ? "none" : visible(s.value)) + " " + amount(s.counts[i], unit)).join(", ") : "";
  return html`${brief(new Date(histogramTime(data, i)).toISOString(), app.zone)}: ${amount(totals(data)[i], unit)} ${unit ? nothing : "events"} ${parts}`;
}

// bins is the chart as a table, for those who do not see it.
function bins(app, data, unit) {
  const counts = totals(data);
  const open = app.state.words.get("bins");
  const href = link(app.state, { set: { bins: open ? null : "1" }, keep: true });
  return html`<p><a href=${href}>${open ? "Hide the table" : "Show as a table"}</a></p>
    ${open ? html`<div class="scroll low" tabindex="0" role="region" aria-label="Chart as a table"><table class="answer"><thead><tr><th scope="col">from</th><th scope="col" class="number">${data.unit}</th></tr></thead>
      <tbody>${counts.map((n, i) => n ? html`<tr><td><a href=${link(app.state, { set: { select: at(data, i) + ".." + at(data, i + 1) } })}>${brief(at(data, i), app.zone)}</a></td><td class="number">${amount(n, unit)}</td></tr>` : nothing)}</tbody></table></div>` : nothing}`;
}

const at = (data, i) => new Date(histogramTime(data, i)).toISOString().replace(".000Z", "Z");

// facets lists the fields with their most common values.
function facets(app, view) {
  const { state } = app;
  const known = new Map((view.facets ?? []).map((facet) => [facet.field, facet]));
  const all = state.words.get("facet");
  return html`<h2 class="hidden">Values</h2>${repeat(app.source.fields, (field) => field.name, (field) => {
    const facet = known.get(field.name);
    return html`<section class="facet" data-field=${field.name}>
      <div class="head"><h3>${facet ? visible(field.label) : html`<a href=${toggle(state, field.name)} aria-label=${"Show " + field.label}>▸ ${visible(field.label)}</a>`}</h3>
        ${facet ? html`<a href=${link(state, { set: { by: state.words.get("by") === field.name ? null : field.name } })}
            aria-label=${"Split the chart by " + field.label} data-split>split</a>
          ${field.open ? nothing : html`<a href=${toggle(state, field.name)} aria-label=${"Hide " + field.label}>hide</a>`}` : nothing}</div>
      ${facet ? values(app, field, facet, all === field.name) : nothing}
    </section>`;
  })}`;
}

function toggle(state, name) {
  const open = (state.words.get("open") ?? "").split(",").filter(Boolean);
  return link(state, { set: { open: (open.includes(name) ? open.filter((one) => one !== name) : [...open, name]).join(",") } });
}

function values(app, field, facet, all) {
  const { state } = app;
  const slot = app.slots.read("facet");
  const full = all && slot.value?.field === field.name ? slot.value : null;
  const shown = (full ?? facet).values;
  const most = Math.max(Number.MIN_VALUE, ...shown.map(weight));
  return html`
    ${all ? html`<form class="more" data-form="facet"><label class="hidden" for="q">Search in ${field.label}</label>
      <input id="q" name="q" type="search" autocomplete="off" placeholder=${"search in " + field.label} .value=${live0(state.words.get("q"))}></form>` : nothing}
    ${all ? failed(slot.error) : nothing}
    <ul>${repeat(named(shown), (one) => one.is, (one) => facetValue(app, field, one, most))}</ul>
    <div class="rest">
      ${facet.groups > facet.values.length || all ? html`<a href=${link(state, { set: { facet: all ? null : field.name } })}>${all ? "fewer" : "all " + count(facet.groups)}</a>` : nothing}
      ${full && full.values.length < full.groups ? html`<span class="dim">${count(full.values.length)} of ${count(full.groups)} shown</span>` : nothing}
      ${all || facet.values.some((one) => one.none) ? html`<a href=${link(state, { add: field.name })} aria-label=${field.label + " has any"}>has any</a>
        <a href=${link(state, { add: "!" + field.name })} aria-label=${field.label + " has none"}>has none</a>` : nothing}
    </div>`;
}

const live0 = (text) => text ?? "";
const weight = (one) => one.amount ?? one.count;

function facetValue(app, field, one, most) {
  const { state } = app;
  const text = one.none ? "none" : visible(one.shown || one.value);
  const chosen = has(state, one.is);
  const number = one.amount === undefined || one.amount === null ? count(one.count) : amount(one.amount, app.unit);
  return html`<li class="${one.none ? "none" : ""} ${chosen ? "chosen" : ""}" data-not=${one.not}>
    ${bar(weight(one) / most)}
    <a class="value" href=${chosen ? link(state, { remove: one.is }) : link(state, { add: one.is })} title=${text}
      aria-label=${`${field.label} is ${one.name}: ${number}`}>${nameText(one)}</a>
    <a class="not" href=${link(state, { add: one.not, remove: one.is })} aria-label=${`${field.label} is not ${text}`} title="is not">≠</a>
    <span class="count" aria-hidden="true">${number}</span></li>`;
}

// contrast shows, for a selected stretch, how often each value is in it and in the rest.
export function contrast(app, selected) {
  const slot = app.slots.read("contrast");
  const { state } = app;
  const labels = new Map((app.source?.fields ?? []).map((field) => [field.name, field.label]));
  if (!slot.value) return html`<h2>Selection against the rest</h2>${failed(slot.error)}${working(slot, "contrast")}`;
  return html`<h2>Selection against the rest</h2>
    <p class="dim">${count(slot.value.selected)} events selected, ${count(slot.value.rest)} others</p>${failed(slot.error)}
    ${slot.value.fields.map((field) => html`<section class="facet" data-field=${field.field}>
      <div class="head"><h3>${visible(labels.get(field.field) ?? field.field)}</h3><span class="dim">${share(field.score)} differs</span></div>
      <ul>${named(field.values).map((one) => contrastValue(app, labels.get(field.field) ?? field.field, one))}</ul>
    </section>`)}`;
}

const alike = 16; // characters

// named adds the names of values, and which of them must show their ends: another begins in the same way.
function named(values) {
  const names = shortNames(values);
  const start = (one) => names(one).slice(0, alike);
  const starts = values.map(start);
  return values.map((one) => ({ ...one, name: names(one), tail: names(one).length > alike + 4 && starts.filter((text) => text === start(one)).length > 1 }));
}

// nameText is a name that keeps its end where there is no room for all of it.
const nameText = ({ name, tail }) => tail ? html`<span class="start">${name.slice(0, -10)}</span><span>${name.slice(-10)}</span>` : name;

function contrastValue(app, label, one) {
  const { state } = app;
  const text = one.none ? "none" : visible(one.shown || one.value);
  const up = one.selectedShare >= one.restShare;
  return html`<li class=${one.none ? "none" : ""} data-not=${one.not}>
    ${bar(one.selectedShare)}
    <a class="value" href=${link(state, { add: one.is })} title=${text}
      aria-label=${`${label} is ${one.name}: ${share(one.selectedShare)} of the selection, ${share(one.restShare)} of the rest`}>${nameText(one)}</a>
    <a class="not" href=${link(state, { add: one.not })} aria-label=${`${label} is not ${text}`} title="is not">≠</a>
    <span class="change ${up ? "up" : "down"}" aria-hidden="true">${share(one.restShare)} → ${share(one.selectedShare)}</span></li>`;
}

const columns = [["c-time", "time"], ["c-service", "service"], ["c-event", "event"], ["c-caller", "caller"], ["c-target", "target"], ["c-ip", "address"], ["c-error", "error"]];

// list shows the newest events.
function list(app, view) {
  const rows = app.rows(view);
  const callers = shortNames(rows.map((row) => ({ value: row.caller }))), targets = shortNames(rows.map((row) => ({ value: row.target })));
  const slot = app.slots.read("more");
  return html`<section class="panel" aria-label="Events">
    <div class="head"><h2>Newest events</h2><span class="right">
      ${["jsonl", "csv", "html"].map((form) => html`<a href=${"/api/export/" + form + "?" + query(app.state, filterWords, { of: "events" })} download data-plain>export ${form === "jsonl" ? "JSON lines" : form.toUpperCase()}</a>`)}</span></div>
    ${rows.length === 0 ? html`<p class="dim">${view.rows ? "No events." : app.source?.state === "large" ? "The list needs the table of all events." : "The events come when all logs are read."}</p>` : html`
    <div class="scroll" tabindex="0" role="region" aria-label="Table of events"><table class="list">
      <thead><tr>${columns.map(([name, title]) => html`<th scope="col" class=${name}>${title}</th>`)}</tr></thead>
      <tbody>${repeat(rows, (row) => row.file + "#" + row.number, (row, i) => html`<tr class=${i === app.row ? "current" : ""} data-row=${i}>
        <td><a class="row mono" href=${recordLink(app.state, row.file, row.number)} aria-label=${"Open " + time(row.time, app.zone) + " " + visible(row.name)}>${time(row.time, app.zone)}</a></td>
        <td>${value(row.service)}</td><td title=${visible(row.name ?? "")}>${value(row.name)}</td>
        <td title=${visible(row.caller ?? "")}>${row.caller ? callers({ value: row.caller }) : value(null)}</td>
        <td title=${visible(row.target ?? "")}>${row.target ? targets({ value: row.target }) : nothing}</td><td title=${visible(row.ip ?? "")}>${value(row.ip)}</td>
        <td class="bad" title=${visible(row.error ?? "")}>${row.error ? visible(row.error) : nothing}</td></tr>`)}</tbody></table></div>
    ${app.next(view) ? html`<p><button data-do="more" ?disabled=${slot.busy}>200 more</button></p>` : nothing}${failed(slot.error)}`}
  </section>`;
}
