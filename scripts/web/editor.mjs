// The parts of CodeMirror that the SQL page uses: what it imports from the bundle.
export { EditorView, drawSelection, keymap, lineNumbers, placeholder, tooltips } from "@codemirror/view";
export { EditorState, Prec } from "@codemirror/state";
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { HighlightStyle, bracketMatching, syntaxHighlighting } from "@codemirror/language";
export { autocompletion, completionKeymap, startCompletion } from "@codemirror/autocomplete";
export { SQLDialect, sql } from "@codemirror/lang-sql";
export { setDiagnostics } from "@codemirror/lint";
export { tags } from "@lezer/highlight";
