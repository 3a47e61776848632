package typed

import (
	"strconv"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/table"
)

// fitting is a set of types, a bit for each.
type fitting uint8

// fitsAll is what fits a null.
const fitsAll fitting = 1<<table.TypeText | 1<<table.TypeInteger | 1<<table.TypeFloat | 1<<table.TypeBool | 1<<table.TypeTime | 1<<table.TypeDate

// fittingOf returns the types that can have a value.
func fittingOf(value table.Value) fitting {
	var fits fitting
	for t := table.TypeText; t <= table.TypeDate; t++ {
		if _, ok := convertValue(value, t); ok {
			fits |= 1 << t
		}
	}
	return fits
}

func (f fitting) has(t table.Type) bool { return f&(1<<t) != 0 }

// chooseType returns the type that a column says, if it fits the values, and else the
// narrowest one that does. A text is a time only where its column says so.
func (f fitting) chooseType(said table.Type) table.Type {
	switch {
	case said != table.TypeUnknown && f.has(said):
		return said
	case f == fitsAll: // nothing but nulls
		return table.TypeText
	}
	for _, t := range []table.Type{table.TypeBool, table.TypeInteger, table.TypeFloat} {
		if f.has(t) {
			return t
		}
	}
	return table.TypeText
}

// convertValue returns a value as one of a type, and whether it is one. A null is one of
// any type.
func convertValue(value table.Value, t table.Type) (converted any, ok bool) {
	if value.Kind() == table.KindNull {
		return nil, true
	}
	text := string(value.AppendText(nil))
	switch kind := value.Kind(); {
	case t == table.TypeText:
		return text, true
	case t == table.TypeInteger && kind == table.KindNumber:
		n, err := strconv.ParseInt(text, 10, 64)
		return orNil(n, err)
	case t == table.TypeFloat && kind == table.KindNumber:
		return parseFloat(text)
	case t == table.TypeBool && kind == table.KindBool:
		return text == "true", true
	case t == table.TypeTime && kind == table.KindText:
		return parseTime(text)
	case t == table.TypeDate && kind == table.KindText:
		day, err := time.Parse(time.DateOnly, text)
		return orNil(day, err)
	}
	return nil, false
}

// parseFloat reads a number. A whole number that a float would round is none.
func parseFloat(text string) (any, bool) {
	f, err := strconv.ParseFloat(text, 64)
	if err == nil && !strings.ContainsAny(text, ".eE") && strconv.FormatFloat(f, 'f', 0, 64) != text {
		return nil, false
	}
	return orNil(f, err)
}

// orNil returns a value that could be parsed.
func orNil(value any, err error) (any, bool) {
	if err != nil {
		return nil, false
	}
	return value, true
}

// timeForms returns how times are written: as CloudTrail has them, and as Athena prints
// a timestamp.
func timeForms() []string {
	return []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999 UTC", "2006-01-02 15:04:05.999999999"}
}

// parseTime reads a time, which is in UTC unless it has an offset. One with another zone
// by its name is none.
func parseTime(text string) (any, bool) {
	for _, form := range timeForms() {
		if at, err := time.Parse(form, text); err == nil {
			return at.UTC(), true
		}
	}
	return nil, false
}

// describeType returns a type in words.
func describeType(t table.Type) string {
	switch t {
	case table.TypeInteger:
		return "whole numbers"
	case table.TypeFloat:
		return "numbers"
	case table.TypeBool:
		return "booleans"
	case table.TypeTime:
		return "times"
	case table.TypeDate:
		return "dates"
	}
	return "texts"
}
