// The page of trailq web. The URL is the state; what a URL asks for comes from the server into slots; each screen
// is a function of both. Links and forms are followed here, so that screens need no code of their own for them.

import { render } from "./lib/lit-html/lit-html.js";
import { Chart } from "./chart.js";
import { busiestWindow, pressKey } from "./keyboard.js";
import { getJSON, getReport, postJSON, readEvents, Slots } from "./requests.js";
import { filterWords, link, query, readState, titles } from "./state.js";
import { utc } from "./format.js";
import { shell } from "./views/shell.js";
import { closeLink, over, requests as overRequests } from "./views/over.js";
import * as explore from "./views/explore.js";

// The other screens load when they are opened first.
const loaders = {
  changes: () => import("./views/changes.js"), cost: () => import("./views/cost.js"), who: () => import("./views/who.js"),
  coverage: () => import("./views/coverage.js"), sql: () => import("./views/sql.js"), evidence: () => import("./views/evidence.js"),
};
const loaded = { explore };
const reports = ["diff", "cost", "who", "coverage"];
const slotNames = ["view", "contrast", "facet", "record", "copy", "case", ...reports];

class App {
  state = readState(location);
  slots = new Slots(() => this.update());
  row = -1;
  hover = null;
  said = "";
  typed = {};
  #scheduled = false;
  #more = { url: null, rows: [], next: undefined };
  #opener = null;
  chart = new Chart({
    onSelect: (from, to) => this.go(link(this.state, { set: { select: utc(from) + ".." + utc(to) } })),
    onHover: (bin) => { if (bin !== this.hover) { this.hover = bin; this.update(); } },
  });

  get source() { return this.slots.read("source").value; }
  get zone() {
    const zone = this.state.words.get("tz") || this.source?.zone || "UTC";
    return zone.toLowerCase() === "local" ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
  }

  get unit() { return { dollars: "dollars", bytesOut: "bytes", bytesIn: "bytes" }[this.state.words.get("sum")] ?? ""; }

  // ready reports whether there are answers: all is read, or it is Parquet, which answers at once.
  get ready() {
    const { state, parquet } = this.source ?? {};
    return state === "ready" || state === "large" || (state === "opening" && parquet);
  }

  // counted reports whether there are numbers, perhaps before all is read.
  get counted() { return this.ready || (this.source?.counted ?? false); }

  // tabled reports whether what the URL asks for is known: where the table of all events is too large, it is what was
  // counted first, of all events.
  get tabled() {
    return this.counted && (this.source.state !== "large" || (this.source.counted && !["where", "from", "to", "by", "sum", "select", "facet"].some((word) => this.state.words.get(word))));
  }

  // busy reports whether an answer that is shown is still to come.
  get busy() {
    return !this.source || this.source.state === "opening" || !loaded[this.state.screen] || ["sql", ...slotNames].some((name) => this.slots.read(name).busy);
  }

  start() {
    document.addEventListener("click", (event) => this.#followLink(event));
    document.addEventListener("submit", (event) => this.#readForm(event));
    document.addEventListener("input", (event) => this.#readInput(event));
    document.addEventListener("change", (event) => this.#chooseHistory(event));
    document.addEventListener("keydown", (event) => pressKey(this, event));
    addEventListener("popstate", () => this.#arrive());
    this.slots.want("source", "/api/source");
    this.#follow();
    this.update();
  }

  // follow reads the progress of the source until it is open.
  async #follow() {
    try {
      await readEvents("/api/progress", undefined, (name, data) => {
        if (this.source) this.slots.put("source", { ...this.source, ...data });
      });
    } catch { /* the answers themselves say what is wrong */ }
    try {
      this.slots.put("source", await getJSON("/api/source"));
    } catch (error) {
      this.say(error.message);
    }
  }

  // go moves to another state of the page.
  go(href, { replace = false } = {}) {
    if (href === location.pathname + location.search) return;
    history[replace ? "replaceState" : "pushState"](null, "", href);
    this.#arrive();
  }

  #arrive() {
    const old = this.state;
    this.state = readState(location);
    if (old.words.toString() !== this.state.words.toString() && !this.state.words.has("file") && !old.words.has("file")) this.row = -1;
    if (old.screen !== this.state.screen) { this.row = -1; scrollTo(0, 0); }
    this.update();
  }

  update() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => { this.#scheduled = false; this.#draw(); });
  }

  #draw() {
    this.#settle();
    const screen = this.#screen();
    const shown = this.slots.read("view");
    if (this.source?.state === "ready" && shown.value?.partial && !shown.busy) this.slots.renew("view");
    const wanted = { view: this.tabled ? explore.countURL(this) : null, ...screen?.requests(this), ...overRequests(this) };
    for (const name of screen ? slotNames : []) {
      this.slots.want(name, wanted[name] ?? null, reports.includes(name) ? getReport : getJSON);
    }
    document.title = titles[this.state.screen] + " – " + (this.source?.name ?? "trailq");
    this.over = over(this);
    render(shell(this, screen?.view(this)), document.getElementById("root"));
    this.#drawCharts();
    this.#tendFocus();
  }

  // screen returns the module of the screen, or nothing while it loads.
  #screen() {
    const name = this.state.screen;
    if (!loaded[name]) {
      loaders[name]().then((module) => { loaded[name] = module; this.update(); }, () => this.say("The screen could not be loaded: is trailq still running?"));
    }
    return loaded[name];
  }

  // settle puts the densest part of the logs into the URL if it names no window, so that the URL says what is shown.
  #settle() {
    const { words } = this.state;
    const focus = this.source?.focus;
    if (!focus || words.has("from") || words.has("to") || words.has("all") || this.settled) return;
    this.settled = true;
    history.replaceState(null, "", link(this.state, { set: { from: focus.from, to: focus.to }, keep: true }));
    this.state = readState(location);
  }

  #drawCharts() {
    const view = this.slots.read("view").value;
    const [from, to] = (this.state.words.get("select") ?? "").split("..");
    if (view?.histogram) this.chart.show(view.histogram, { selected: to ? { from, to } : null, zone: this.zone });
  }

  // tendFocus opens dialogs, and gives the focus back where it came from.
  #tendFocus() {
    const dialog = document.querySelector("dialog:not([open])");
    const layer = dialog ?? document.querySelector(".drawer");
    if (dialog) {
      dialog.addEventListener("cancel", (event) => { event.preventDefault(); this.go(closeLink(this.state)); }, { once: true });
      this.#opener = document.activeElement;
      dialog.showModal();
    } else if (layer && !layer.contains(document.activeElement) && this.drawn !== layer) {
      this.#opener = document.activeElement;
      layer.focus();
    } else if (!layer && !document.querySelector("dialog[open]") && this.#opener) {
      if (this.#opener.isConnected && this.#opener !== document.body) this.#opener.focus();
      this.#opener = null;
    }
    this.drawn = layer;
  }

  #followLink(event) {
    const button = event.target.closest?.("[data-do]");
    if (button) return this.#act(button);
    const anchor = event.target.closest?.("a[href]");
    if (!anchor || event.ctrlKey || event.metaKey || event.shiftKey || event.button || "plain" in anchor.dataset) return;
    event.preventDefault();
    this.go(anchor.getAttribute("href"));
  }

  #act(button) {
    const { slot, text, id, to } = button.dataset;
    const act = {
      cancel: () => this.slots.cancel(slot),
      again: () => { const { url } = this.slots.read(slot); this.slots.want(slot, null); if (slot === "sql") this.sql.run(); else this.slots.want(slot, url, reports.includes(slot) ? getReport : getJSON); this.update(); },
      busiest: () => this.selectBusiest(),
      more: () => this.#askMore(),
      "copy-text": () => this.#copy(text),
      "copy-rows": () => this.#copy(loaded.sql.csv(this.slots.read("sql").value)),
      "run-sql": () => this.sql.run(),
      "pin-event": () => this.#keep({ do: "add", pin: { kind: "event", file: this.state.words.get("file"), number: Number(this.state.words.get("number")), note: "" } }, "Pinned."),
      "pin-view": () => this.#keep({ do: "add", pin: { kind: "view", url: location.pathname + location.search, title: document.title, note: "" } }, "Pinned."),
      move: () => this.#keep({ do: "move", id, to: Number(to) }),
      remove: () => this.#keep({ do: "remove", id }),
    }[button.dataset.do];
    act?.();
  }

  async #keep(change, said) {
    try {
      this.slots.put("case", await postJSON("/api/case", change));
      if (said) this.say(said);
    } catch (error) {
      this.say(error.message);
    }
  }

  async #copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.say("Copied.");
    } catch {
      this.say("The browser does not let the page copy: select the text and copy it.");
    }
  }

  #readForm(event) {
    event.preventDefault();
    const form = event.target, values = new FormData(form);
    const text = (name) => String(values.get(name) ?? "").trim();
    const { state } = this;
    const read = {
      where: () => { if (text("where")) { this.typed.where = ""; this.go(link(state, { add: text("where") })); document.activeElement?.blur(); } },
      window: () => this.go(link(state, { set: { from: text("from"), to: text("to"), all: text("from") || text("to") ? null : "1" } })),
      windows: () => this.go(link(state, { set: { before: text("before"), after: text("after"), why: "1" } })),
      by: () => this.go(link(state, { set: { by: text("by") } })),
      who: () => { this.go(link(state, { set: { what: text("what"), as: null } })); document.activeElement?.blur(); },
      facet: () => {},
      note: () => this.#keep({ do: "note", id: form.dataset.id, note: text("note") }, "Saved."),
    }[form.dataset.form];
    read?.();
  }

  #readInput(event) {
    if (event.target.id === "where") this.typed.where = event.target.value;
    if (event.target.id === "q") this.go(link(this.state, { set: { q: event.target.value }, keep: true }), { replace: true });
  }

  #chooseHistory(event) {
    if (!("history" in event.target.dataset) || !event.target.value) return;
    this.sql.editor.setText(event.target.value);
    event.target.value = "";
    this.sql.editor.focus();
  }

  // rows returns the events shown: the first of the view, and those that were asked for after them.
  rows(view) {
    const { url } = this.slots.read("view");
    return this.#more.url === url ? [...(view.rows?.rows ?? []), ...this.#more.rows] : view.rows?.rows ?? [];
  }

  next(view) { return this.#more.url === this.slots.read("view").url ? this.#more.next : view.rows?.next; }

  async #askMore() {
    const { url, value } = this.slots.read("view");
    const before = this.next(value);
    try {
      const answer = await getJSON("/api/events?" + query(this.state, filterWords, { before, n: 200 }));
      const old = this.#more.url === url ? this.#more.rows : [];
      this.#more = { url, rows: [...old, ...answer.rows], next: answer.next };
    } catch (error) {
      this.say(error.message);
    }
    this.update();
  }

  moveRow(step) {
    const view = this.slots.read("view").value;
    const rows = view && this.state.screen === "explore" ? this.rows(view) : [];
    if (!rows.length) return;
    this.row = Math.max(0, Math.min(rows.length - 1, this.row + step));
    if (this.state.words.has("file")) {
      const { file, number } = rows[this.row];
      return this.go(link(this.state, { set: { file, number, unmasked: null }, keep: true }), { replace: true });
    }
    this.update();
    queueMicrotask(() => document.querySelector(`tr[data-row="${this.row}"] a.row`)?.focus({ preventScroll: false }));
  }

  openRow() {
    const link = document.querySelector(`tr[data-row="${this.row}"] a.row`);
    if (!link) return false;
    link.click();
  }

  // callerOfRow returns the condition that excludes the caller of the current event.
  callerOfRow() {
    const view = this.slots.read("view").value;
    const row = view && this.rows(view)[this.row];
    return row && (row.caller === null || row.caller === "" ? "caller" : "caller!=" + row.caller);
  }

  selectBusiest() {
    const histogram = this.slots.read("view").value?.histogram;
    if (histogram) this.go(link(this.state, { set: { select: busiestWindow(histogram) } }));
  }

  // askWhy asks for the causes of what is selected, or of the busiest stretch.
  askWhy() {
    const histogram = this.slots.read("view").value?.histogram;
    const select = this.state.words.get("select") ?? (histogram && busiestWindow(histogram));
    if (select) this.go(link(this.state, { screen: "changes", set: { select, why: "1" } }));
  }

  // copyWords returns what the URL leaves to the page's choice: the copied command must say it.
  copyWords() {
    return loaded[this.state.screen]?.copyWords?.(this) ?? {};
  }

  say(text) {
    this.said = text;
    this.update();
    clearTimeout(this.silence);
    this.silence = setTimeout(() => { this.said = ""; this.update(); }, 4000);
  }
}

new App().start();
