package builtin

import (
	_ "embed"
	"strings"
)

//go:embed macros.sql
var macroText string

// Macros returns the CREATE MACRO statements, in the order in which they
// need each other. The functions of [Functions] have to be registered before.
func Macros() []string {
	var macros []string
	for part := range strings.SplitSeq(macroText, ";\n") {
		if part = strings.TrimSpace(part); part != "" {
			macros = append(macros, part)
		}
	}
	return macros
}

// Settings returns the statements that give a session Trino's meaning: times
// are UTC, and the quotient of integers is an integer.
func Settings() []string {
	return []string{
		"SET TimeZone = 'UTC'",
		"SET integer_division = true",
		"SET default_null_order = 'nulls_last'",
	}
}
