// Package render writes a [table.Table] in the form that a reader wants: JSON
// lines, JSON, CSV, TSV, aligned text or Markdown.
//
//	err := render.Write(os.Stdout, answer, render.Options{Format: render.CSV})
//
// Rows go out as they come: what is written is flushed when it is 256 KB, and
// otherwise within a twentieth of a second.
//
// Logs hold what strangers sent, so this is the one place that makes text
// harmless; whoever prints text of a log elsewhere calls [Line]. JSON is exact.
// In all other forms, and in JSON on a terminal, a character that is not a
// letter, mark, number, punctuation, symbol or space is written as JSON's escape
// for it: control characters (also the 8-bit ones), changes of the direction of
// writing, characters without width. CSV and TSV moreover disarm what a
// spreadsheet would run as a formula: see [CSV].
package render
