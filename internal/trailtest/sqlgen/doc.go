// Package sqlgen generates random, well-typed SQL queries in Trino's dialect over
// the documented table, for tests that compare two engines. The grammar is a text:
// a symbol is a type or a part of a query, and each line below it is one way to
// write it. [Grammar.Query] returns a query and the rules that made it, by which a
// test can choose queries that cover every function with every kind of argument.
package sqlgen
