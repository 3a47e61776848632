package parser

import "strings"

// isCurrentValue reports whether a word is a value without brackets.
func isCurrentValue(word string) bool {
	switch strings.ToUpper(word) {
	case "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP",
		"CURRENT_USER", "CURRENT_CATALOG", "CURRENT_SCHEMA", "CURRENT_PATH":
		return true
	}
	return false
}

// isIntervalField reports whether a word is a field of an interval.
func isIntervalField(word string) bool {
	switch strings.ToUpper(word) {
	case "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND":
		return true
	}
	return false
}
