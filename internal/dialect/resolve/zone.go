package resolve

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

const (
	// MixedZone is the Zone of values that are of several zones.
	MixedZone = "?"
	// TextZone is the Zone of values whose texts tell it when the statement runs.
	TextZone = "??"
)

// zonePattern finds the zone at the end of a time: an offset or a name.
var zonePattern = regexp.MustCompile(`(?:\d ?([+-]\d{2}:?\d{2})|\d ([A-Za-z][A-Za-z_]*(?:/[A-Za-z_+-]+)*))$`)

// zoned returns a timestamp of a zone; UTC, the session's, is none of its own.
func zoned(zone string) Type {
	if strings.EqualFold(zone, "UTC") || zone == "Z" || zone == "+00:00" {
		zone = ""
	}
	return Type{Kind: TimestampZone, Zone: zone}
}

// zoneOf returns the zone that AT TIME ZONE names.
func zoneOf(e syntax.Expression) string {
	switch e := e.(type) {
	case *syntax.StringLiteral:
		return e.Value
	case *syntax.IntervalLiteral:
		hours, negative := strings.CutPrefix(e.Value.Value, "-")
		hours, minutes, hasMinutes := strings.Cut(hours, ":")
		if !hasMinutes {
			minutes = "00"
		}
		if e.From != "hour" || hasMinutes != (e.To == "minute") || len(minutes) != 2 || strings.Trim(minutes, "0123456789") != "" || len(hours) > 2 || strings.Trim(hours, "0123456789") != "" || hours == "" {
			return MixedZone
		}
		sign := "+"
		if e.Negative != negative {
			sign = "-"
		}
		return sign + strings.Repeat("0", 2-len(hours)) + hours + ":" + minutes
	}
	return MixedZone
}

// zoneOfText returns the zone at the end of a literal time.
func zoneOfText(e syntax.Expression) string {
	text, ok := e.(*syntax.StringLiteral)
	if !ok {
		return ""
	}
	m := zonePattern.FindStringSubmatch(text.Value)
	if m == nil || !strings.Contains(text.Value, ":") {
		return ""
	}
	if len(m[1]) == len("+0200") {
		return m[1][:3] + ":" + m[1][3:]
	}
	return m[1] + m[2]
}

// zonedCall returns the type of a function's timestamp where a literal argument
// tells the zone.
func zonedCall(name string, c *syntax.Call, first, t Type) Type {
	switch {
	case (name == "at_timezone" || name == "with_timezone" || name == "from_unixtime") && len(c.Arguments) == 2:
		return zoned(zoneOf(c.Arguments[1]))
	case name == "from_unixtime" && len(c.Arguments) == 3:
		return zoned(zoneOfHours(c.Arguments[1], c.Arguments[2]))
	case name == "from_iso8601_timestamp" && len(c.Arguments) == 1:
		if zone := zoneOfText(c.Arguments[0]); zone != "" || !first.Offset {
			return zoned(zone)
		}
		return zoned(TextZone)
	case name == "parse_datetime" && len(c.Arguments) == 2:
		pattern, isText := c.Arguments[1].(*syntax.StringLiteral)
		if !isText || !hasZoneField(pattern.Value) {
			return t
		}
		if zone := zoneOfText(c.Arguments[0]); zone != "" || isUTCText(c.Arguments[0]) {
			return zoned(zone)
		}
		return zoned(TextZone)
	}
	return t
}

// zonedCast returns the type of a cast to a timestamp with time zone: the operand's
// zone, or the one that its text tells.
func zonedCast(e *syntax.Cast, operand Type) Type {
	switch {
	case operand.Kind != Varchar:
		return Type{Kind: TimestampZone, Zone: operand.Zone}
	case operand.Offset && zoneOfText(e.Operand) == "":
		return zoned(TextZone)
	}
	return zoned(zoneOfText(e.Operand))
}

// hasZoneField reports whether a pattern of Joda has a field of the zone, outside of
// quotes.
func hasZoneField(pattern string) bool {
	for i, part := range strings.Split(pattern, "'") {
		if i%2 == 0 && strings.ContainsAny(part, "zZ") {
			return true
		}
	}
	return false
}

// isUTCText reports whether an expression is a literal time in UTC.
func isUTCText(e syntax.Expression) bool {
	text, ok := e.(*syntax.StringLiteral)
	return ok && (strings.HasSuffix(text.Value, "Z") || strings.HasSuffix(text.Value, "+0000"))
}

// zoneOfHours returns the zone of an offset in hours and minutes.
func zoneOfHours(hours, minutes syntax.Expression) string {
	h, isNumber := syntax.LiteralInteger(hours)
	m, isSecond := syntax.LiteralInteger(minutes)
	if !isNumber || !isSecond || h*m < 0 {
		return MixedZone
	}
	sign := "+"
	if h < 0 || m < 0 {
		sign, h, m = "-", -h, -m
	}
	return fmt.Sprintf("%s%02d:%02d", sign, h, m)
}
