// The chart of events in time: one element that stays, redrawn when its data or its size change.
// It is an uPlot; a drag over it selects a stretch of time. The table beside it says the same in words.

import { amount, brief, instant } from "./format.js";

const height = 150;

// colour returns a variable of the style sheet.
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

export class Chart {
  node = document.createElement("div");
  #plot = null;
  #drawn = null;
  #data = null;
  #onSelect;
  #onHover;

  constructor({ onSelect, onHover }) {
    this.#onSelect = onSelect;
    this.#onHover = onHover;
    this.node.className = "chart";
    this.node.setAttribute("role", "img");
    new ResizeObserver(() => this.#draw()).observe(this.node);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.#drawn = null; this.#draw(); });
  }

  // show draws a histogram: { start, step, bins, unit, series, gaps }, with a selected window, in a zone.
  show(histogram, { selected, zone }) {
    const data = { histogram, selected, zone };
    if (this.#data?.histogram === histogram && this.#data.zone === zone && same(this.#data.selected, selected)) return;
    this.#data = data;
    this.#drawn = null;
    this.node.setAttribute("aria-label", summary(histogram, zone));
    this.#draw();
  }

  #draw() {
    const width = this.node.clientWidth;
    if (!this.#data || !width || this.#drawn === width) return;
    this.#drawn = width;
    this.#plot?.destroy();
    const { histogram, selected, zone } = this.#data;
    const times = Array.from({ length: histogram.bins + 1 }, (_, i) => histogramTime(histogram, i) / 1000);
    const stacked = stack(histogram);
    const series = stacked.map((_, i) => ({
      fill: colour("s" + Math.min(stacked.length - 1 - i, 5)), stroke: "transparent", width: 0, points: { show: false },
      paths: uPlot.paths.bars({ size: [1, Infinity, 1], align: 1, gap: histogram.bins > width / 3 ? 0 : 1 }),
    }));
    const axis = { stroke: colour("dim"), grid: { stroke: colour("soft"), width: 1 }, ticks: { stroke: colour("line"), width: 1, size: 4 }, font: "11px system-ui, DejaVu Sans, sans-serif" };
    this.#plot = new uPlot({
      width, height, legend: { show: false }, padding: [8, 36, 0, 0],
      tzDate: (seconds) => zoned(seconds, zone),
      cursor: { drag: { x: true, y: false, setScale: false }, y: false, points: { show: false } },
      scales: { x: { time: true, range: [times[0], times.at(-1)] }, y: { range: (_, __, most) => [0, most > 0 ? most * 1.05 : 1] } },
      axes: [{ ...axis, size: 34, values: (_, ticks, __, ___, step) => timeLabels(ticks, step, zone) }, { ...axis, size: 62, space: 34, values: (_, ticks) => ticks.map((n) => amount(n, histogram.unit === "events" ? "" : histogram.unit)) }],
      series: [{}, ...series],
      hooks: {
        drawAxes: [(plot) => hatch(plot, histogram)],
        setSelect: [(plot) => this.#choose(plot)],
        setCursor: [(plot) => this.#onHover(plot.cursor.idx ?? null)],
        ready: [(plot) => mark(plot, { selected, zone })],
      },
    }, [times, ...stacked], this.node);
  }

  // choose turns a drag into a window of whole bins.
  #choose(plot) {
    if (plot.select.width < 2) return;
    const { histogram } = this.#data;
    const bin = (pixel) => (plot.posToVal(pixel, "x") * 1000 - histogramTime(histogram, 0)) / (histogram.step * 1000);
    const first = Math.max(0, Math.floor(bin(plot.select.left) + 0.2));
    const last = Math.min(histogram.bins, Math.max(first + 1, Math.ceil(bin(plot.select.left + plot.select.width) - 0.2)));
    this.#onSelect(histogramTime(histogram, first), histogramTime(histogram, last));
  }
}

// histogramTime returns when a bin begins, in milliseconds.
export const histogramTime = (histogram, bin) => Date.parse(histogram.start) + bin * histogram.step * 1000;

const same = (a, b) => a?.from === b?.from && a?.to === b?.to;

// zoned returns a Date whose local fields are those of the zone, as uPlot wants it.
function zoned(seconds, zone) {
  try {
    return uPlot.tzDate(new Date(seconds * 1000), zone === "UTC" || !zone ? "Etc/UTC" : zone);
  } catch { // not a zone that the browser knows
    return uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC");
  }
}

// timeLabels writes 24-hour times, with the date at midnight, and at the first time unless midnight is near.
function timeLabels(ticks, step, zone) {
  const two = (n) => String(n).padStart(2, "0");
  const labels = ticks.map((tick) => {
    const at = zoned(tick, zone);
    return { date: at.getFullYear() + "-" + two(at.getMonth() + 1) + "-" + two(at.getDate()), clock: two(at.getHours()) + ":" + two(at.getMinutes()) + (step < 60 ? ":" + two(at.getSeconds()) : "") };
  });
  return labels.map(({ date, clock }, i) => {
    if (step >= 86400) return date;
    const changed = i === 0 ? labels.slice(1, 3).every((next) => next.date === date) : date !== labels[i - 1].date;
    return changed ? clock + "\n" + date : clock;
  });
}

// stack returns the counts of the series as cumulative heights, the tallest first; each has one more value than
// there are bins, for the end of the last.
function stack(histogram) {
  const heights = [];
  let below = new Array(histogram.bins).fill(0);
  for (const series of histogram.series) {
    below = below.map((height, i) => height + (series.counts[i] ?? 0));
    heights.unshift([...below, null]);
  }
  return heights;
}

// hatch marks the bins without logs, so that they do not look like bins without events.
function hatch(plot, histogram) {
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  const x = (bin) => Math.min(left + width, Math.max(left, plot.valToPos(histogramTime(histogram, bin) / 1000, "x", true)));
  ctx.save();
  ctx.strokeStyle = colour("hatch");
  ctx.lineWidth = devicePixelRatio;
  for (const [first, end] of histogram.gaps ?? []) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(x(first), top, x(end) - x(first), height);
    ctx.clip();
    ctx.beginPath();
    for (let at = x(first) - height; at < x(end); at += 6 * devicePixelRatio) {
      ctx.moveTo(at, top + height);
      ctx.lineTo(at + height, top);
    }
    ctx.stroke();
    ctx.restore();
  }
  ctx.restore();
}

function mark(plot, { selected, zone }) {
  if (!selected) return;
  const left = plot.valToPos(instant(selected.from, zone) / 1000, "x");
  const right = plot.valToPos(instant(selected.to, zone) / 1000, "x");
  const full = plot.over.clientWidth;
  const from = Math.max(0, left), to = Math.min(full, right);
  if (to > from) plot.setSelect({ left: from, width: to - from, top: 0, height: plot.over.clientHeight }, false);
}

// totals returns the sum of all series for each bin.
export const totals = (histogram) => Array.from({ length: histogram.bins }, (_, i) => histogram.series.reduce((sum, s) => sum + (s.counts[i] ?? 0), 0));

function summary(histogram, zone) {
  const counts = totals(histogram);
  const most = counts.reduce((best, n, i) => (n > counts[best] ? i : best), 0);
  const unit = histogram.unit === "events" ? "" : histogram.unit;
  return `${histogram.unit} in time, ${brief(histogram.start, zone)} to ${brief(new Date(histogramTime(histogram, histogram.bins)).toISOString(), zone)}` +
    (counts.length ? `; most at ${brief(new Date(histogramTime(histogram, most)).toISOString(), zone)}: ${amount(counts[most], unit)}` : "");
}

// busiest returns the stretch [first, end) of bins that has most above the average.
export function busiest(histogram) {
  const counts = totals(histogram);
  const mean = counts.reduce((a, b) => a + b, 0) / Math.max(1, counts.length);
  let best = { sum: 0, first: 0, end: counts.length }, sum = 0, first = 0;
  counts.forEach((n, i) => {
    sum += n - mean;
    if (sum <= 0) { sum = 0; first = i + 1; }
    if (sum > best.sum) best = { sum, first, end: i + 1 };
  });
  return best;
}
