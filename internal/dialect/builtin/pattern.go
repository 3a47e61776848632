package builtin

import (
	"fmt"
	"strings"
)

// patternPart is a piece of a date pattern: a field, or literal text.
type patternPart struct {
	field byte // one of the fields below, 0 for text
	count int  // letters of a Joda field
	text  string
}

// longestPattern bounds a date pattern, in bytes, and with it the text that it
// makes of each time.
const longestPattern = 1000

var errLongPattern = fmt.Errorf("a date pattern has at most %d bytes", longestPattern)

// mysqlParts takes a pattern of MySQL's date_format apart, with the fields
// and the exceptions of Trino:
// https://trino.io/docs/current/functions/datetime.html#mysql-date-functions
func mysqlParts(pattern string) ([]patternPart, error) {
	if len(pattern) > longestPattern {
		return nil, errLongPattern
	}
	var parts []patternPart
	for i := 0; i < len(pattern); i++ {
		if pattern[i] != '%' || i+1 == len(pattern) {
			parts = append(parts, patternPart{text: pattern[i : i+1]})
			continue
		}
		i++
		switch c := pattern[i]; c {
		case 'D', 'U', 'u', 'V', 'w', 'X':
			return nil, fmt.Errorf("%%%c is not available in a date pattern", c)
		case 'r':
			more, _ := mysqlParts("%h:%i:%s %p")
			parts = append(parts, more...)
		case 'T':
			more, _ := mysqlParts("%H:%i:%s")
			parts = append(parts, more...)
		case 'a', 'b', 'c', 'd', 'e', 'f', 'H', 'h', 'I', 'i', 'j', 'k', 'l', 'M', 'm', 'p', 'S', 's', 'v', 'W', 'x', 'Y', 'y':
			parts = append(parts, patternPart{field: c})
		default:
			parts = append(parts, patternPart{text: pattern[i : i+1]})
		}
	}
	return parts, nil
}

// jodaParts takes a pattern of Joda's DateTimeFormat apart: letters are
// fields, text in quotes and everything else is literal.
// https://www.joda.org/joda-time/apidocs/org/joda/time/format/DateTimeFormat.html
func jodaParts(pattern string) ([]patternPart, error) {
	if len(pattern) > longestPattern {
		return nil, errLongPattern
	}
	var parts []patternPart
	for i := 0; i < len(pattern); {
		c := pattern[i]
		switch {
		case c == '\'':
			text, length := jodaQuoted(pattern[i:])
			parts = append(parts, patternPart{text: text})
			i += length
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			n := 1
			for i+n < len(pattern) && pattern[i+n] == c {
				n++
			}
			if !strings.ContainsRune("CYyxweEDMdaKhHkmsSzZG", rune(c)) {
				return nil, fmt.Errorf("%q is not available in a date pattern: put text in quotes", c)
			}
			parts = append(parts, patternPart{field: c, count: n})
			i += n
		default:
			parts = append(parts, patternPart{text: pattern[i : i+1]})
			i++
		}
	}
	return parts, nil
}

// jodaQuoted reads 'text' or ”, which stands for one quote.
func jodaQuoted(pattern string) (text string, length int) {
	if strings.HasPrefix(pattern, "''") {
		return "'", 2
	}
	text, _, closed := strings.Cut(pattern[1:], "'")
	if !closed { // as in the time macros of a widely used dashboard: all that follows is text
		return text, len(pattern)
	}
	return text, len(text) + 2
}

// MySQLToStrftime translates a pattern of MySQL for DuckDB's strftime. It and the three
// like it return an empty pattern if DuckDB cannot do it exactly.
func MySQLToStrftime(pattern string) (string, error) {
	parts, err := mysqlParts(pattern)
	return translate(parts, mysqlFormatField), err
}

// JodaToStrftime translates a pattern of Joda-Time for DuckDB's strftime, or returns an
// empty one.
func JodaToStrftime(pattern string) (string, error) {
	parts, err := jodaParts(pattern)
	return translate(parts, jodaFormatField), err
}

// MySQLToStrptime translates a pattern of MySQL for DuckDB's strptime, or returns an empty
// one.
func MySQLToStrptime(pattern string) (string, error) {
	parts, err := mysqlParts(pattern)
	if !wholeDate(parts, 'Y', "mc", "de") {
		return "", err
	}
	return translate(parts, mysqlParseField), err
}

// JodaToStrptime translates a pattern of Joda-Time for DuckDB's strptime, or returns an
// empty one.
func JodaToStrptime(pattern string) (string, error) {
	parts, err := jodaParts(pattern)
	if !wholeDate(parts, 'y', "M", "d") {
		return "", err
	}
	return translate(parts, jodaParseField), err
}

// wholeDate says whether year, month and day are all there: what is missing
// is 1900 in DuckDB but 1970 in Trino.
func wholeDate(parts []patternPart, year byte, month, day string) bool {
	found := 0
	for _, p := range parts {
		switch {
		case p.field == 0:
		case p.field == year, strings.IndexByte(month, p.field) >= 0, strings.IndexByte(day, p.field) >= 0:
			found++
		}
	}
	return found == 3
}

// translate writes parts with DuckDB's fields; "" if one has none.
func translate(parts []patternPart, field func(patternPart) string) string {
	var b strings.Builder
	for _, p := range parts {
		if p.field == 0 {
			b.WriteString(strings.ReplaceAll(p.text, "%", "%%"))
			continue
		}
		f := field(p)
		if f == "" {
			return ""
		}
		b.WriteString(f)
	}
	return b.String()
}

func mysqlFormatField(p patternPart) string {
	switch p.field {
	case 'c':
		return "%-m"
	case 'e':
		return "%-d"
	case 'h', 'I':
		return "%I"
	case 'i':
		return "%M"
	case 'k':
		return "%-H"
	case 'l':
		return "%-I"
	case 'M':
		return "%B"
	case 's', 'S':
		return "%S"
	case 'v':
		return "%V"
	case 'W':
		return "%A"
	case 'x':
		return "%G"
	}
	return "%" + string(p.field)
}

func mysqlParseField(p patternPart) string {
	switch p.field {
	case 'Y', 'm', 'd', 'H':
		return "%" + string(p.field)
	case 'c':
		return "%m"
	case 'e':
		return "%d"
	case 'k':
		return "%H"
	case 'i':
		return "%M"
	case 's', 'S':
		return "%S"
	}
	return ""
}

func jodaFormatField(p patternPart) string {
	padded := p.count >= 2
	choose := func(long, short string) string {
		if padded {
			return long
		}
		return short
	}
	switch {
	case p.field == 'y' || p.field == 'Y':
		if p.count == 2 {
			return "%y"
		}
		return "%Y"
	case p.field == 'M' && p.count >= 4:
		return "%B"
	case p.field == 'M' && p.count == 3:
		return "%b"
	case p.field == 'M':
		return choose("%m", "%-m")
	case p.field == 'd' && p.count <= 2:
		return choose("%d", "%-d")
	case p.field == 'H' && p.count <= 2:
		return choose("%H", "%-H")
	case p.field == 'h' && p.count <= 2:
		return choose("%I", "%-I")
	case p.field == 'm' && p.count <= 2:
		return choose("%M", "%-M")
	case p.field == 's' && p.count <= 2:
		return choose("%S", "%-S")
	case p.field == 'S' && p.count == 3:
		return "%g"
	case p.field == 'a':
		return "%p"
	case p.field == 'E' && p.count >= 4:
		return "%A"
	case p.field == 'E':
		return "%a"
	}
	return ""
}

func jodaParseField(p patternPart) string {
	switch {
	case p.field == 'y' && p.count == 4:
		return "%Y"
	case p.count > 2:
		return ""
	}
	switch p.field {
	case 'M':
		return "%m"
	case 'd':
		return "%d"
	case 'H':
		return "%H"
	case 'm':
		return "%M"
	case 's':
		return "%S"
	}
	return ""
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isNameByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
