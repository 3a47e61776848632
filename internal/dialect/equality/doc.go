// Package equality writes the comparisons of a statement so that the engine decides them
// as Trino does: of rows and arrays with NULL in them, and of doubles that are no number.
// Casts of rows to others, too, go by the places of fields.
// https://trino.io/docs/current/functions/comparison.html
package equality
