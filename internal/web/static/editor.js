// The SQL editor: CodeMirror in a shadow root, where its styles are adopted style sheets, which the page's
// Content-Security-Policy allows. It is loaded when the SQL screen opens.

import { getJSON } from "./requests.js";

export class Editor {
  node = document.createElement("div");
  #view = null;
  #code = null;
  #opened = false;
  #onRun;

  constructor({ onRun }) { this.#onRun = onRun; }

  get text() { return this.#view?.state.doc.toString() ?? ""; }

  // open loads the editor with a text, once.
  async open(text) {
    if (this.#opened) return;
    this.#opened = true;
    this.#code = await import("./lib/codemirror/codemirror.js");
    const { EditorView, EditorState, Prec, keymap, lineNumbers, drawSelection, history, historyKeymap, defaultKeymap, bracketMatching,
      syntaxHighlighting, autocompletion, completionKeymap, sql, SQLDialect } = this.#code;
    const root = this.node.attachShadow({ mode: "open" });
    this.#view = new EditorView({
      root, parent: root,
      state: EditorState.create({ doc: text, extensions: [
        Prec.highest(keymap.of([{ key: "Ctrl-Enter", mac: "Cmd-Enter", run: () => { this.#onRun(); return true; } }, { key: "Escape", run: () => this.#leave() }])),
        lineNumbers(), history(), drawSelection(), bracketMatching(), syntaxHighlighting(this.#colours()),
        autocompletion({ override: [complete], activateOnTyping: true, icons: false }),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        sql({ dialect: SQLDialect.define({ keywords, types, doubleQuotedStrings: false }) }), EditorView.lineWrapping, this.#theme(),
        EditorView.contentAttributes.of({ "aria-label": "SQL statement", spellcheck: "false" }),
      ] }),
    });
  }

  setText(text) { this.#view?.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } }); }

  focus() { this.#view?.focus(); }

  // show marks an error at its place: { error, line, column, length }, or none.
  show(failure) {
    if (!this.#view) return;
    const doc = this.#view.state.doc;
    const found = [];
    if (failure?.line && failure.line <= doc.lines) {
      const line = doc.line(failure.line);
      const from = Math.min(line.to, line.from + Math.max(0, (failure.column ?? 1) - 1));
      const word = /^[\w".]+/.exec(doc.sliceString(from, line.to))?.[0].length ?? 1;
      found.push({ from, to: Math.min(doc.length, from + (failure.length || word)), severity: "error", message: failure.error });
    }
    this.#view.dispatch(this.#code.setDiagnostics(this.#view.state, found));
  }

  // leave gives up the focus by Esc, so that the keyboard reaches the rest of the page.
  #leave() {
    this.#view.contentDOM.blur();
    return true;
  }

  #colours() {
    const { HighlightStyle, tags } = this.#code;
    return HighlightStyle.define([{ tag: tags.keyword, color: "var(--link)", fontWeight: "600" }, { tag: tags.string, color: "var(--good)" },
      { tag: tags.number, color: "var(--warn)" }, { tag: tags.comment, color: "var(--dim)", fontStyle: "italic" }]);
  }

  #theme() {
    return this.#code.EditorView.theme({
      "&": { fontSize: "13px", color: "var(--text)", backgroundColor: "transparent" }, "&.cm-focused": { outline: "none" },
      ".cm-content": { fontFamily: "var(--mono)", minHeight: "130px", caretColor: "var(--text)" }, ".cm-cursor": { borderLeftColor: "var(--text)" },
      ".cm-gutters": { backgroundColor: "transparent", color: "var(--dim)", border: "0" },
      "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--bar)" },
      ".cm-tooltip": { backgroundColor: "var(--panel)", border: "1px solid var(--line)", color: "var(--text)" },
      ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--mark)", color: "var(--on-mark)" }, ".cm-completionDetail": { color: "inherit", opacity: "0.8" },
      ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)" }, ".cm-lintPoint-error:after": { borderBottomColor: "var(--bad)" },
      ".cm-diagnostic": { borderLeft: "3px solid var(--bad)" },
    });
  }
}

const keywords = "select from where group by order limit having as and or not in is null like between case when then else end distinct union all except intersect with join left right inner outer cross on using asc desc nulls first last over partition rows range unbounded preceding following current row exists cast try_cast interval offset fetch escape true false lateral unnest ordinality filter values array map";
const types = "varchar bigint integer double boolean date timestamp json row time decimal varbinary real";

async function complete(context) {
  const word = context.matchBefore(/[\w."]+/);
  if (!word && !context.explicit) return null;
  const words = new URLSearchParams({ sql: context.state.doc.toString(), at: context.pos });
  const stop = new AbortController();
  context.addEventListener("abort", () => stop.abort());
  try {
    const { from, items } = await getJSON("/api/complete?" + words, stop.signal);
    const kinds = { column: "property", function: "function", keyword: "keyword", table: "type" };
    return { from, options: (items ?? []).map((item) => ({ label: item.label, detail: item.detail, type: kinds[item.kind] })), validFor: /^[\w."]*$/ };
  } catch { // no completion is no reason to disturb
    return null;
  }
}
