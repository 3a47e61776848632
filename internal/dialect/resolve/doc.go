// Package resolve says what the names of a statement mean and of which type
// its expressions are, as far as types decide meaning. It reads the tree of
// package syntax and changes nothing in it.
//
//	info := resolve.Statement(statement, resolve.Catalog{Logs: table})
//	for _, s := range info.Selects { … }
//	column := info.Columns[expression] // nil where it is none
//
// What cannot be known is Unknown, never a guess.
package resolve
