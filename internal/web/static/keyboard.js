// What keys do. Keys work where nothing is being written; Esc leaves a field first.

import { busiest, histogramTime } from "./chart.js";
import { has, link, screens } from "./state.js";
import { closeLink } from "./views/over.js";
import { utc } from "./format.js";

const writes = (element) => element?.closest("input, textarea, select, [contenteditable]") || element?.shadowRoot;

export function pressKey(app, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  const { key } = event;
  const focused = document.activeElement;
  if (key === "Escape") return leave(app, focused, event);
  if (writes(focused)) return;
  const action = actions[key] ?? (/^[1-7]$/.test(key) ? () => app.go(link(app.state, { screen: screens[key - 1] })) : null);
  if (!action || (key === "Enter" && focused?.closest("a, button, summary"))) return;
  if (action(app, focused) !== false) event.preventDefault();
}

function leave(app, focused, event) {
  const { state } = app;
  if (writes(focused)) return focused.blur();
  event.preventDefault();
  if (state.words.has("file") || state.words.has("show")) return app.go(closeLink(state));
  if (state.words.has("facet") || state.words.has("q")) return app.go(link(state, {}));
  if (state.words.has("select")) return app.go(link(state, { set: { select: null } }));
}

const actions = {
  "/": () => {
    const field = document.getElementById("what") ?? document.getElementById("where");
    field?.focus();
    return Boolean(field);
  },
  j: (app) => app.moveRow(1),
  k: (app) => app.moveRow(-1),
  Enter: (app) => app.openRow(),
  x: exclude,
  s: split,
  m: (app) => {
    const all = ["", ...(app.source?.sums ?? [])];
    app.go(link(app.state, { set: { sum: all[(all.indexOf(app.state.words.get("sum") ?? "") + 1) % all.length] } }));
  },
  p: (app) => app.selectBusiest(),
  z: (app) => {
    const [from, to] = (app.state.words.get("select") ?? "").split("..");
    if (to) app.go(link(app.state, { set: { from, to, select: null } }));
  },
  w: (app) => app.askWhy(),
  "?": (app) => app.go(link(app.state, { set: { show: "keys" }, keep: true })),
};

// exclude adds the opposite of the value in focus, or of the caller of the current event.
function exclude(app, focused) {
  const condition = focused?.closest("[data-not]")?.dataset.not ?? app.callerOfRow();
  if (!condition) return app.say("Nothing to exclude: focus a value, or an event with j and k.");
  if (!has(app.state, condition)) app.go(link(app.state, { screen: "explore", add: condition }));
}

// split splits the chart by the field in focus, or by the one after the field in force; after the last, by none.
function split(app, focused) {
  const names = (app.source?.fields ?? []).filter((field) => field.open).map((field) => field.name);
  const at = focused?.closest("[data-field]")?.dataset.field;
  const by = app.state.words.get("by");
  app.go(link(app.state, { screen: "explore", set: { by: at ? (at === by ? null : at) : names[names.indexOf(by) + 1] } }));
}

export function busiestWindow(histogram) {
  const { first, end } = busiest(histogram);
  return utc(histogramTime(histogram, first)) + ".." + utc(histogramTime(histogram, end));
}
