// What the SQL screen does: it runs statements, remembers them, and draws a chart of their rows.

import { Chart } from "./chart.js";
import { Editor } from "./editor.js";
import { runSQL } from "./requests.js";
import { link } from "./state.js";

// The statements of this browser; they leave it only when they run.
const memory = "trailq-sql";

export class Statements {
  chart = new Chart({ onSelect: () => {}, onHover: () => {} });
  editor = new Editor({ onRun: () => this.run() });
  #app;
  #rows = null;
  #histogram = null;

  constructor(app) { this.#app = app; }

  run() {
    const app = this.#app;
    const statement = this.editor.text.trim();
    if (!statement) return;
    app.go(link(app.state, { set: { query: statement } }));
    remember(statement);
    app.slots.want("sql", null);
    this.editor.show(null);
    app.slots.want("sql", statement, async (text, signal, report) => {
      try {
        const result = await runSQL(text, signal, report);
        this.editor.show(result.failed);
        return result;
      } catch (error) {
        this.editor.show({ error: error.message, ...error });
        throw error;
      }
    });
    app.update();
  }

  get earlier() { return remembered(); }

  // histogram returns what the chart shows of a result, or null.
  histogram(result) {
    if (this.#rows !== result.rows) {
      this.#rows = result.rows;
      this.#histogram = histogramOf(result);
      if (this.#histogram) this.chart.show(this.#histogram, { selected: null, zone: this.#app.zone });
    }
    return this.#histogram;
  }
}

function remembered() {
  try { return JSON.parse(localStorage.getItem(memory) ?? "[]"); } catch { return []; }
}

function remember(statement) {
  try { localStorage.setItem(memory, JSON.stringify([statement, ...remembered().filter((one) => one !== statement)].slice(0, 30))); } catch { /* no storage: no history */ }
}

// csv returns rows as CSV (RFC 4180).
export const csv = (result) => [result.columns.map((column) => column.name), ...result.rows].map((row) => row.map((cell) => {
  const text = cell === null ? "" : typeof cell === "object" ? JSON.stringify(cell) : String(cell);
  return /[",\n\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}).join(",")).join("\r\n") + "\r\n";

// histogramOf returns a histogram of the first number column over the time column, or null.
function histogramOf(result) {
  const value = result.rows.length ? result.columns.findIndex((_, i) => i !== result.time && typeof result.rows[0][i] === "number") : -1;
  if (result.time === undefined || result.time === null || value < 0 || result.rows.length < 2) return null;
  const points = result.rows.map((row) => [readTime(row[result.time]), row[value]]).filter(([at, n]) => !Number.isNaN(at) && typeof n === "number").sort((a, b) => a[0] - b[0]);
  const gaps = points.slice(1).map(([at], i) => at - points[i][0]).filter((gap) => gap > 0);
  if (!gaps.length) return null;
  const extent = points.at(-1)[0] - points[0][0];
  const step = Math.max(1000, Math.min(...gaps), Math.ceil(extent / 500 / 1000) * 1000);
  const counts = new Array(Math.floor(extent / step) + 1).fill(0);
  for (const [at, n] of points) counts[Math.floor((at - points[0][0]) / step)] += n;
  return { start: new Date(points[0][0]).toISOString(), step: step / 1000, bins: counts.length, unit: "events", series: [{ counts, total: 0 }], gaps: [], name: result.columns[value].name };
}

// readTime reads a time as databases write it: 2023-11-01 10:00:00.000 UTC, or RFC 3339; without a zone it is UTC.
function readTime(text) {
  const plain = String(text).replace(/ UTC$/, "Z").replace(" ", "T");
  return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(plain) || /^\d{4}-\d\d-\d\d$/.test(plain) ? plain : plain + "Z");
}
