// Package tuple gives DuckDB functions by which a statement groups by a number in place
// of many texts:
//
//	trino_tuple(a, b, …)  -- the number of these texts, NULL among them: equal ones have one number
//	trino_tuple_text(n, i)   -- the text at place i, from 0, of those that have the number n
//
// Numbers mean something within one statement. The texts are kept once for each number,
// in memory with a bound, beyond which the statement fails: see [ErrFull].
//
// The package needs cgo; without it, it is empty.
package tuple
