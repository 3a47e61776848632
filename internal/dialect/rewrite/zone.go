package rewrite

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/builtin"
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// A timestamp with a time zone of its own is the wall clock there to the engine,
// which has no such type; the expression's type tells the zone. Where the instant
// counts (comparisons, differences, to_unixtime), the clock is turned back.

// zoneOf returns the zone of an expression's values; "" for instants, and for
// what is of several zones.
func (t *transformer) zoneOf(e syntax.Expression) string {
	if zone := t.info.Type(e).Zone; !resolve.IsUTC(zone) {
		return zone
	}
	return ""
}

// wallClock returns the wall clock of an instant in a zone.
func (t *transformer) wallClock(at syntax.Node, instant syntax.Expression, zone string) syntax.Expression {
	if zone == "" {
		return instant
	}
	if minutes, ok := builtin.OffsetMinutes(zone); ok {
		return syntax.NewCall(at, "trino_at_offset", instant, syntax.NewInteger(at, minutes))
	}
	if _, err := builtin.LoadZone(zone); err != nil {
		t.failAt(at.Start(), "there is no time zone %q", zone)
	}
	return syntax.NewCall(at, "trino_at_timezone", instant, syntax.NewText(at, zone))
}

// instant returns the instant of an expression that is a wall clock.
func (t *transformer) instant(e syntax.Expression) syntax.Expression {
	zone := t.zoneOf(e)
	if zone == "" {
		return e
	}
	if c, ok := syntax.Unwrap(e).(*syntax.Call); ok {
		switch c.Name[0].Text {
		case "trino_at_timezone", "trino_at_offset":
			return syntax.NewCall(e, "trino_to_instant", c.Arguments[0])
		}
	}
	if minutes, ok := builtin.OffsetMinutes(zone); ok {
		return syntax.NewCall(e, "trino_from_offset", e, syntax.NewInteger(e, minutes))
	}
	return syntax.NewCall(e, "trino_with_timezone", e, syntax.NewText(e, zone))
}

// atTimeZone writes AT TIME ZONE.
func (t *transformer) atTimeZone(e *syntax.AtTimeZone) syntax.Expression {
	zone := t.info.Type(e).Zone
	if zone == resolve.MixedZone {
		t.failAt(e.Zone.Start(), "a time zone is a name such as 'Europe/Berlin', an offset such as '-05:00', or an interval of hours")
		return e
	}
	if zone == "" {
		return syntax.NewCall(e, "trino_to_instant", t.instant(e.Operand))
	}
	return t.wallClock(e, t.instant(e.Operand), zone)
}

// castZoned casts a wall clock of a zone.
func (t *transformer) castZoned(c *syntax.Cast, zone string) syntax.Expression {
	switch resolve.Named(c.Type).Kind {
	case resolve.Varchar:
		return syntax.NewCall(c, "trino_zoned_text", c.Operand, syntax.NewText(c, zone))
	case resolve.TimestampZone:
		return c.Operand
	}
	return t.castForm(c)
}

// zonedCall changes the functions that make or read a timestamp with a zone.
func (t *transformer) zonedCall(name string, c *syntax.Call) syntax.Expression {
	zone := t.zoneOf(c)
	switch name {
	case "at_timezone":
		if len(c.Arguments) == 2 && zone != "" {
			return t.wallClock(c, t.instant(c.Arguments[0]), zone)
		}
		if len(c.Arguments) == 2 && t.info.Type(c).Zone == "" {
			return syntax.NewCall(c, "trino_to_instant", t.instant(c.Arguments[0]))
		}
	case "with_timezone":
		if len(c.Arguments) == 2 && zone != "" {
			return t.castForm(syntax.NewCast(c.Arguments[0], "timestamp"))
		}
	case "from_unixtime":
		if len(c.Arguments) > 1 && t.info.Type(c).Zone != resolve.MixedZone {
			copied := *c
			copied.Arguments = c.Arguments[:1]
			return t.wallClock(c, t.namedCall(name, &copied), zone)
		}
	case "from_iso8601_timestamp":
		if zone != "" {
			return t.wallClock(c, renamedCall(c, "trino_from_iso8601_timestamp"), zone)
		}
	case "to_unixtime":
		if len(c.Arguments) == 1 {
			return syntax.NewCall(c, "epoch", t.instant(c.Arguments[0]))
		}
	case "to_iso8601":
		if zone := t.firstZone(c); zone != "" {
			return syntax.NewCall(c, "trino_zoned_iso", c.Arguments[0], syntax.NewText(c, zone))
		}
	case "format_datetime":
		if showsZone(c) && t.zoneOf(c.Arguments[0]) != "" {
			return syntax.NewCall(c, "trino_zoned_format", c.Arguments[0], c.Arguments[1], syntax.NewText(c, t.zoneOf(c.Arguments[0])))
		}
	case "timezone_hour", "timezone_minute":
		if len(c.Arguments) == 1 {
			return t.zoneOffset(c, name, c.Arguments[0])
		}
	case "date_diff":
		return t.dateDiff(c)
	}
	return t.namedCall(name, c)
}

// showsZone reports whether a pattern, the second argument, can have a field of the
// zone in it.
func showsZone(c *syntax.Call) bool {
	if len(c.Arguments) != 2 {
		return false
	}
	pattern, isLiteral := syntax.LiteralText(c.Arguments[1])
	return !isLiteral || strings.ContainsAny(pattern, "zZ")
}

func (t *transformer) firstZone(c *syntax.Call) string {
	if len(c.Arguments) != 1 {
		return ""
	}
	return t.zoneOf(c.Arguments[0])
}

// zoneOffset writes TIMEZONE_HOUR and TIMEZONE_MINUTE.
func (t *transformer) zoneOffset(at syntax.Node, name string, e syntax.Expression) syntax.Expression {
	zone := t.zoneOf(e)
	if zone == "" {
		zone = "UTC"
	}
	return syntax.NewCall(at, "trino_"+name, e, syntax.NewText(at, zone))
}

// dateDiff counts units between two times. Days and longer units are those of the
// first time's zone.
func (t *transformer) dateDiff(c *syntax.Call) syntax.Expression {
	if len(c.Arguments) != 3 {
		return t.namedCall("date_diff", c)
	}
	first, second, isShort := t.zoneOf(c.Arguments[1]), t.zoneOf(c.Arguments[2]), t.isShortUnit(c, 1)
	if first == second && (first == "" || !isShort) {
		return t.namedCall("date_diff", c)
	}
	copied := *c
	copied.Arguments = []syntax.Expression{c.Arguments[0], t.instant(c.Arguments[1]), t.instant(c.Arguments[2])}
	if !isShort && first != "" {
		copied.Arguments[1] = c.Arguments[1]
		copied.Arguments[2] = t.wallClock(c, copied.Arguments[2], first)
	}
	return t.namedCall("date_diff", &copied)
}
