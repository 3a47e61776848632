// Package render writes a [table.Table] in the form that its reader wants: JSON
// lines, JSON, CSV, TSV, aligned text or Markdown.
//
//	err := render.Write(os.Stdout, answer, render.Options{Format: render.CSV})
//
// Rows are written as they come: 256 KB at a time, and after at most a twentieth of
// a second.
//
// Logs contain text from strangers, and this is the one place that makes it
// harmless; to print text of a log elsewhere, call [Line] or [Lines]. JSON is
// exact. In all other forms, and in JSON on a terminal, a character that is not a
// letter, mark, number, punctuation, symbol or space is written as its JSON escape:
// control characters (including the 8-bit ones), characters that change the
// direction of writing, characters without width. CSV and TSV also disarm text that
// a spreadsheet would run as a formula: see [CSV].
package render
