package resolve

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// ZoneClash returns the first place of a statement where values of several time zones
// meet, or are shown, in a way that cannot keep the zone of each, and says so; nil if
// there is none.
func (i *Info) ZoneClash(statement syntax.Statement) (at syntax.Node, message string) {
	if !i.hasZones {
		return nil, ""
	}
	if c, isCreate := statement.(*syntax.Create); isCreate && c.Query != nil && i.zoned[c.Query] != nil {
		return c.Query, "a table or view keeps no time zones: write CAST(… AS timestamp), or to_iso8601(…)"
	}
	at = i.clash
	syntax.Walk(statement, func(n syntax.Node) bool {
		if at == nil && i.isZoneClash(n) {
			at = n
		}
		return at == nil
	})
	if at == nil {
		at = i.shownOutput(statement, MixedZone)
	}
	return at, "times of several time zones meet here, and the zone of each cannot be kept: bring all to one, as with AT TIME ZONE 'UTC'"
}

// ShownTextZone returns the first place that shows values in a time zone that only their
// texts tell; nil if there is none.
func (i *Info) ShownTextZone(statement syntax.Statement) syntax.Node {
	var at syntax.Node
	if !i.hasZones {
		return nil
	}
	syntax.Walk(statement, func(n syntax.Node) bool {
		if at == nil && i.showsZone(n, TextZone) {
			at = n
		}
		return at == nil
	})
	if at == nil {
		at = i.shownOutput(statement, TextZone)
	}
	return at
}

// shownOutput returns the first column of a query's answer with values of a zone.
func (i *Info) shownOutput(statement syntax.Statement, zone string) syntax.Node {
	q, isQuery := statement.(*syntax.Query)
	if !isQuery {
		return nil
	}
	body, isSelect := q.Body.(*syntax.Select)
	if !isSelect {
		return nil
	}
	for _, item := range body.Items {
		if !item.Star && i.Type(item.Expression).hasZone(zone) {
			return item.Expression
		}
	}
	return nil
}

// hasZone reports whether a type is, or holds, times of a zone.
func (t Type) hasZone(zone string) bool {
	switch t.Kind {
	case TimestampZone:
		return t.Zone == zone
	case Array, Map:
		return t.key().hasZone(zone) || t.element().hasZone(zone)
	case Row:
		return slices.ContainsFunc(t.Fields, func(f Field) bool { return f.Type.hasZone(zone) })
	}
	return false
}

// differsInZone reports whether values of two types have their times in different zones.
func (t Type) differsInZone(u Type) bool {
	switch {
	case t.Kind != u.Kind:
		return false
	case t.Kind == TimestampZone:
		return t.Zone != u.Zone && !IsUTC(t.Zone+u.Zone)
	case t.Kind == Array, t.Kind == Map:
		return t.key().differsInZone(u.key()) || t.element().differsInZone(u.element())
	case t.Kind == Row:
		for k := range min(len(t.Fields), len(u.Fields)) {
			if t.Fields[k].Type.differsInZone(u.Fields[k].Type) {
				return true
			}
		}
	}
	return false
}

// IsUTC reports whether the engine holds times of a zone as moments.
func IsUTC(zone string) bool { return zone == "" || strings.Trim(zone, "?") == "" }

// isZoneClash reports whether values of several zones meet at a node.
func (i *Info) isZoneClash(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.Array:
		return i.Type(n).hasZone(MixedZone) && i.haveZones(n.Items)
	case *syntax.Binary:
		return syntax.IsComparison(n.Operator) && i.nestedDiffer(n.Left, n.Right)
	case *syntax.Case:
		return slices.ContainsFunc(n.Whens, func(w syntax.When) bool {
			return n.Operand != nil && i.Type(n.Operand).differsInZone(i.Type(w.Condition))
		})
	case *syntax.In:
		return n.Query != nil && i.isZonedQuery(n.Query) || slices.ContainsFunc(n.List, func(e syntax.Expression) bool { return i.nestedDiffer(n.Operand, e) })
	case *syntax.Quantified:
		return i.isZonedQuery(n.Query) || !IsUTC(i.Type(n.Left).Zone)
	case *syntax.Call:
		return i.isCallClash(n) || i.showsZone(n, MixedZone)
	}
	return i.showsZone(n, MixedZone)
}

// haveZones reports whether some expressions are times of zones of their own.
func (i *Info) haveZones(list []syntax.Expression) bool {
	return slices.ContainsFunc(list, func(e syntax.Expression) bool { return !IsUTC(i.Type(e).Zone) })
}

// nestedDiffer reports whether two rows, arrays or maps have times in different zones.
// Times alone are compared as moments.
func (i *Info) nestedDiffer(a, b syntax.Expression) bool {
	return i.Type(a).Kind != TimestampZone && i.Type(a).differsInZone(i.Type(b))
}

// isZonedQuery reports whether a subquery's first column is of a zone of its own.
func (i *Info) isZonedQuery(q *syntax.Query) bool {
	columns := i.zoned[q]
	return len(columns) > 0 && !IsUTC(columns[0].Type.Zone)
}

// isCallClash reports whether a function gets times of several zones which it would
// compare by their clocks.
func (i *Info) isCallClash(c *syntax.Call) bool {
	name := c.Name[len(c.Name)-1].Key()
	for k, argument := range c.Arguments {
		t := i.Type(argument)
		for _, other := range c.Arguments[:k] {
			u := i.Type(other)
			isPair := t.Kind == TimestampZone && u.Kind == TimestampZone
			switch {
			case isPair && name == "nullif" && t.differsInZone(u), !isPair && t.differsInZone(u),
				t.Kind == Array && t.element().differsInZone(u), u.Kind == Array && u.element().differsInZone(t):
				return true
			}
		}
	}
	return false
}

// showsZone reports whether a node shows, or reckons with, the clock or the offset of times
// of a zone.
func (i *Info) showsZone(n syntax.Node, zone string) bool {
	isOf := func(e syntax.Expression) bool { return i.Type(e).hasZone(zone) }
	switch n := n.(type) {
	case *syntax.Extract:
		return isOf(n.Operand)
	case *syntax.Cast:
		return isOf(n.Operand) && Named(n.Type).Kind != TimestampZone
	case *syntax.Call:
		switch n.Name[len(n.Name)-1].Key() {
		case "to_iso8601", "date_format", "format_datetime", "date", "last_day_of_month", "timezone_hour", "timezone_minute",
			"millisecond", "second", "minute", "hour", "day", "day_of_month", "day_of_week", "dow", "day_of_year", "doy",
			"week", "week_of_year", "month", "quarter", "year", "year_of_week", "yow", "date_trunc":
			return slices.ContainsFunc(n.Arguments, isOf)
		}
	}
	return false
}
