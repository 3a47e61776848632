package catalog

import (
	"github.com/trailq/trailq/internal/dialect/schema"

	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/sqltext"
)

// mostDays is how many days are listed one by one, where they cannot be compared.
const mostDays = 400

// NeededError means that the table can only be asked for certain values of a partition
// key, and that there are none.
type NeededError struct {
	Key  string // the name of the column
	Word string // the word by which values are given, empty for none
}

func (e *NeededError) Error() string {
	return fmt.Sprintf("the table can be asked only for certain values of its partition key %q", e.Key)
}

// Predicates returns conditions on the partition keys that every event meets which
// matches the filter. They leave out partitions, as the paths of log files leave out
// files: see [trailq.Filter.MatchesPath].
func (t *Table) Predicates(filter *trailq.Filter) ([]string, error) {
	keys := t.keys()
	var conditions []string
	for _, k := range keys {
		condition := ""
		switch k.part {
		case schema.AccountPartition:
			condition = t.matchValues(k, filter.Accounts)
			if condition == "" && k.injected {
				return nil, &NeededError{Key: k.Name, Word: "account"}
			}
		case schema.RegionPartition:
			condition = t.matchRegions(k, filter.Regions)
			if condition == "" && k.injected {
				return nil, &NeededError{Key: k.Name, Word: "region"}
			}
		case schema.DayPartition:
			condition = t.matchDays(k, filter)
		}
		if condition != "" {
			conditions = append(conditions, condition)
		}
	}
	return append(append(conditions, t.matchDateParts(keys, filter)...), t.ocsfWindow(filter)...), nil
}

// orUnknown adds the partition of events that do not tell, which converted folders have.
func (t *Table) orUnknown(k key, condition string) string {
	if t.Kind() != ConvertedTable {
		return condition
	}
	return fmt.Sprintf("(%s OR %s IS NULL)", condition, sqltext.Identifier(k.Name))
}

// matchValues returns the condition that a key has one of the values, which can have
// wildcards; empty for no values.
func (t *Table) matchValues(k key, values []string) string {
	var plain, alternatives []string
	name := sqltext.Identifier(k.Name)
	if !strings.HasPrefix(k.Type, "varchar") {
		name = "CAST(" + name + " AS varchar)"
	}
	for _, value := range values {
		if pattern, wild := dialect.LikePattern(value); wild {
			alternatives = append(alternatives, fmt.Sprintf(`%s LIKE %s ESCAPE '\'`, name, sqltext.Literal(pattern)))
		} else {
			plain = append(plain, value)
		}
	}
	switch {
	case len(plain) == 1:
		alternatives = append(alternatives, name+" = "+sqltext.Literal(plain[0]))
	case len(plain) > 1:
		alternatives = append(alternatives, name+" IN ("+sqltext.Literals(plain)+")")
	}
	switch len(alternatives) {
	case 0:
		return ""
	case 1:
		return t.orUnknown(k, alternatives[0])
	}
	return t.orUnknown(k, "("+strings.Join(alternatives, " OR ")+")")
}

// matchRegions returns the condition on a region. Events of global services, which have
// the first region of their partition of AWS, can be delivered to any region.
func (t *Table) matchRegions(k key, regions []string) string {
	for _, global := range []string{"us-east-1", "us-gov-west-1", "cn-north-1"} {
		filter := trailq.Filter{Regions: regions}
		if ok, _ := filter.MatchesPath(trailq.LogPath{Region: global}); ok && len(regions) > 0 {
			return ""
		}
	}
	return t.matchValues(k, regions)
}

// days returns the first and the last day on which a partition can have events of the
// window, the zero time for no bound.
func (t *Table) days(filter *trailq.Filter) (first, last time.Time) {
	if kind := t.Kind(); kind == ConvertedTable || kind == OCSFTable {
		first, last = filter.From, filter.To
	} else {
		first, last = filter.Delivery()
	}
	const day = 24 * time.Hour
	if !first.IsZero() {
		first = first.UTC().Truncate(day)
	}
	if !last.IsZero() {
		last = last.Add(-time.Nanosecond).UTC().Truncate(day)
	}
	return first, last
}

// matchDays returns the condition on a key that is a whole day.
func (t *Table) matchDays(k key, filter *trailq.Filter) string {
	first, last := t.days(filter)
	if first.IsZero() && last.IsZero() {
		return ""
	}
	name, write := sqltext.Identifier(k.Name), func(day time.Time) string { return sqltext.Literal(day.Format(goLayout(k.format))) }
	switch {
	case k.Type == "date":
		write = func(day time.Time) string { return "DATE " + sqltext.Literal(day.Format(time.DateOnly)) }
	case k.format == "":
		return ""
	case !strings.HasPrefix(k.Type, "varchar"):
		write = func(day time.Time) string { return day.Format(goLayout(k.format)) }
	case !strings.HasPrefix(k.format, "yyyy") || strings.Index(k.format, "MM") > strings.Index(k.format, "dd"):
		return t.listDays(k, first, last)
	case strings.Contains(k.format, "HH") && !last.IsZero():
		last = last.Add(23 * time.Hour)
	}
	var bounds []string
	if !first.IsZero() {
		bounds = append(bounds, name+" >= "+write(first))
	}
	if !last.IsZero() {
		bounds = append(bounds, name+" <= "+write(last))
	}
	return t.orUnknown(k, strings.Join(bounds, " AND "))
}

// listDays returns the condition that a key is one of the days, for forms whose order is
// not that of time.
func (t *Table) listDays(k key, first, last time.Time) string {
	if first.IsZero() || last.IsZero() || last.Sub(first) > mostDays*24*time.Hour {
		return ""
	}
	var days []string
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		days = append(days, day.Format(goLayout(k.format)))
	}
	return t.orUnknown(k, sqltext.Identifier(k.Name)+" IN ("+sqltext.Literals(slices.Compact(days))+")")
}
