// How numbers, times and texts of logs are shown.

const invisible = /[\p{C}\p{Zl}\p{Zp}]/gu;

// visible returns text with escapes for characters that are not displayed or change the order of others, as
// every output of trailq has them.
export function visible(text) {
  return String(text).replace(invisible, (c) => ({ "\n": "\\n", "\r": "\\r", "\t": "\\t" })[c] ??
    [...Array(c.length).keys()].map((i) => "\\u" + c.charCodeAt(i).toString(16).padStart(4, "0")).join(""));
}

// visibleLines is visible for texts of several lines.
export const visibleLines = (text) => String(text).split("\n").map((line) => line.split("\t").map(visible).join("\t")).join("\n");

// shortNames returns a function that names values briefly: an ARN without its beginning, but with the account where
// two of the values would look the same.
export function shortNames(values) {
  const short = (text) => /^arn:[^:]*:[^:]*:[^:]*:[^:]*:./.test(text) ? text.split(":").slice(5).join(":") : text;
  const seen = new Map();
  for (const value of new Set(values.map((one) => one.value))) if (typeof value === "string") seen.set(short(value), (seen.get(short(value)) ?? 0) + 1);
  return ({ value, none }) => none || value === null || value === undefined ? "none"
    : visible(seen.get(short(String(value))) > 1 && String(value) !== short(String(value)) ? String(value).split(":")[4] + " " + short(value) : short(String(value)));
}

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
export const count = (n) => grouped.format(n);
export const plural = (n, one, many = one + "s") => count(n) + " " + (n === 1 ? one : many);

const sizes = ["bytes", "kB", "MB", "GB", "TB", "PB"];
export function bytes(n) {
  let step = 0;
  while (Math.abs(n) >= 999.5 && step < sizes.length - 1) { n /= 1000; step++; }
  return (step === 0 || Math.abs(n) >= 99.95 ? n.toFixed(0) : n.toFixed(1)) + " " + sizes[step];
}

export function dollars(n) {
  const size = Math.abs(n);
  const text = size >= 1000 ? count(size) : size >= 0.01 || size === 0 ? size.toFixed(2) : size >= 0.0001 ? size.toFixed(4) : "less than 0.0001";
  return (n < 0 ? "−" : "") + (text.startsWith("less") ? "less than $0.0001" : "$" + text);
}

export function share(x) {
  if (x > 0 && x < 0.001) return "< 0.1 %";
  if (x > 0.999 && x < 1) return "> 99.9 %";
  return (x * 100).toFixed(x >= 0.1 && x < 0.9995 || x === 0 || x === 1 ? 0 : 1) + " %";
}

// amount returns a number in its unit.
export function amount(n, unit) {
  if (n === null || n === undefined) return "–";
  if (unit === "bytes") return bytes(n);
  if (unit === "dollars") return dollars(n);
  if (unit === "share" || unit === "percent") return share(n);
  return Number.isInteger(n) ? count(n) : String(n);
}

const zones = new Map();

// clockIn returns what a clock in a zone shows, or nothing where the browser does not know the zone.
function clockIn(milliseconds, zone) {
  if (!zone || zone === "UTC") return new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ");
  if (!zones.has(zone)) {
    try {
      zones.set(zone, new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }));
    } catch {
      zones.set(zone, null);
    }
  }
  return zones.get(zone)?.format(milliseconds);
}

const written = /^\d{4}(?:-\d\d(?:-\d\d([T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?)?)?(Z|[+-]\d\d:\d\d)?$/;

// instant returns the milliseconds of a time as the server reads it: without an offset it is in the zone, and not in that
// of the browser. Another text is NaN.
export function instant(text, zone) {
  const [found, clock, offset] = written.exec(text ?? "") ?? [];
  if (!found) return NaN;
  const plain = Date.parse(found.replace(" ", "T") + (clock && !offset ? "Z" : ""));
  const ahead = (at) => Date.parse((clockIn(at, zone) ?? clockIn(at)).replace(" ", "T") + "Z") - Math.floor(at / 1000) * 1000;
  return offset || Number.isNaN(plain) ? plain : plain - ahead(plain - ahead(plain));
}

// time returns a time in a zone, 24 hours: 2023-11-02 02:16:00.
export function time(text, zone) {
  if (!text) return "no time";
  const at = instant(text, zone);
  return Number.isNaN(at) ? visible(text) : clockIn(at, zone) ?? clockIn(at) + " UTC";
}

// brief is time without seconds where they are zero.
export const brief = (text, zone) => time(text, zone).replace(/:00$/, "");

// span says how long a number of seconds is, in its two largest units: 21 hours 45 minutes.
export function span(seconds) {
  const parts = [];
  let rest = Math.round(seconds);
  for (const [size, one] of [[86400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]]) {
    if (rest >= size && parts.length < 2) parts.push(plural(Math.floor(rest / size), one));
    rest %= size;
  }
  return parts.join(" ") || "no time";
}

// utc returns a time as the flags take it: 2023-11-02T02:00:00Z.
export const utc = (milliseconds) => new Date(milliseconds).toISOString().replace(".000Z", "Z");
