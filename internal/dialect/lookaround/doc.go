// Package lookaround matches the regular expressions that DuckDB's engine, RE2,
// refuses: those with look-around, atomic groups and references to groups. Such an
// expression can need a time that grows exponentially with the text, so the time is
// bounded.
package lookaround
