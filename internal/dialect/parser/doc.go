// Package parser reads statements of Trino's SELECT language into the trees of
// package syntax:
//
//	statement, err := parser.Parse("SELECT eventname FROM logs WHERE year = '2023'")
//	if err != nil {
//		return err // of type *syntax.Error, with the place
//	}
//	text := syntax.Print(statement) // the same statement, without comments
//
// The specification is Trino's grammar and its reference manual:
// https://trino.io/docs/current/sql/select.html. Where Athena's users write
// more than Trino takes, the parser takes it too: backticks around a name, a
// table's name with hyphens, and placeholders where a table's name is due.
package parser
