// The state of the page is its URL: a screen and words, spelled as the flags of the command line.

export const screens = ["explore", "changes", "cost", "who", "coverage", "sql", "evidence"];

export const titles = { explore: "Explore", changes: "Changes", cost: "Cost", who: "Who", coverage: "Coverage", sql: "SQL", evidence: "Evidence" };

// Words that every screen keeps, and those of single screens. The rest of a URL belongs to what lies over a screen.
const shared = ["where", "from", "to", "tz", "sum", "select"];
const own = { explore: ["by", "open"], changes: ["before", "after", "why"], cost: ["by", "as"], who: ["what", "as"], coverage: ["unfold"], sql: ["query"], evidence: [] };

// readState returns the state that a location stands for.
export function readState(location) {
  const name = location.pathname.slice(1);
  return { screen: screens.includes(name) ? name : "explore", words: new URLSearchParams(location.search) };
}

// link returns the URL of state with changes: { screen, set: {word: value or null}, add: condition, remove: condition }.
// A change of screen leaves the words of the old one behind; what lies over a screen (a record, all values of a
// facet, a dialog) closes unless the change opens it.
export function link(state, { screen = state.screen, set = {}, add, remove, keep = false } = {}) {
  const words = new URLSearchParams();
  for (const [word, value] of state.words) {
    const kept = shared.includes(word) || (screen === state.screen && own[screen].includes(word));
    if (!kept && !keep || word in set) continue;
    if (word === "where" && (value === remove || value === add)) continue;
    words.append(word, value);
  }
  for (const [word, value] of Object.entries(set)) {
    for (const one of [value].flat()) if (one !== null && one !== undefined && one !== "") words.append(word, one);
  }
  if (add !== undefined) words.append("where", add);
  const text = readable(words);
  return "/" + screen + (text && "?" + text);
}

// readable spells words for a URL that people read and edit: what a query can hold unescaped stays so.
function readable(words) {
  return [...words].map(([word, value]) => word + "=" + encodeURIComponent(value).replace(/%(3A|2F|2C|40|24|3D|21)/gi, decodeURIComponent)).join("&");
}

export const conditions = (state) => state.words.getAll("where");

// has reports whether a condition is among those of the state.
export const has = (state, condition) => conditions(state).includes(condition);

// query returns the named words of the state, and more words, as an API takes them.
export function query(state, names, more = {}) {
  const words = new URLSearchParams();
  for (const [word, value] of state.words) if (names.includes(word) && !(word in more)) words.append(word, value);
  for (const [word, value] of Object.entries(more)) {
    for (const one of [value].flat()) if (one !== null && one !== undefined) words.append(word, one);
  }
  return words.toString();
}

export const filterWords = ["where", "from", "to", "tz"];

// window returns the two times of FROM..TO, or null.
export function readWindow(text) {
  const at = (text ?? "").indexOf("..");
  return at < 0 ? null : { from: text.slice(0, at), to: text.slice(at + 2) };
}
