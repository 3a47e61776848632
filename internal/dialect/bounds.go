package dialect

import (
	"slices"
	"time"
)

// Bounds say what a statement cannot need: a log file outside of them holds
// no event that the statement could use. They only save reading: the WHERE
// clause stays in the SQL. The zero value excludes nothing.
type Bounds struct {
	From, To       time.Time // half-open window of eventTime; zero means open
	FromDay, ToDay time.Time // half-open window of the day in the file's path
	Accounts       []string  // in the file's path; nil means all, empty none
	Regions        []string  // in the file's path; awsRegion is not that
}

// limits are the bounds that one condition sets.
type limits struct {
	event, path      window
	accounts, region *[]string
}

// window is half-open; a nil end is open.
type window struct{ from, to *time.Time }

func (w window) intersect(v window) window {
	if v.from != nil && (w.from == nil || v.from.After(*w.from)) {
		w.from = v.from
	}
	if v.to != nil && (w.to == nil || v.to.Before(*w.to)) {
		w.to = v.to
	}
	return w
}

func (w window) union(v window) window {
	if w.from == nil || v.from == nil {
		w.from = nil
	} else if v.from.Before(*w.from) {
		w.from = v.from
	}
	if w.to == nil || v.to == nil {
		w.to = nil
	} else if v.to.After(*w.to) {
		w.to = v.to
	}
	return w
}

// and returns the limits of both conditions together.
func (l limits) and(m limits) limits {
	return limits{
		event: l.event.intersect(m.event), path: l.path.intersect(m.path),
		accounts: intersectSets(l.accounts, m.accounts), region: intersectSets(l.region, m.region),
	}
}

// or returns the limits of either condition.
func (l limits) or(m limits) limits {
	return limits{
		event: l.event.union(m.event), path: l.path.union(m.path),
		accounts: unionSets(l.accounts, m.accounts), region: unionSets(l.region, m.region),
	}
}

func intersectSets(a, b *[]string) *[]string {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	both := []string{}
	for _, s := range *a {
		if slices.Contains(*b, s) {
			both = append(both, s)
		}
	}
	return &both
}

func unionSets(a, b *[]string) *[]string {
	if a == nil || b == nil {
		return nil
	}
	all := slices.Concat(*a, *b)
	slices.Sort(all)
	all = slices.Compact(all)
	return &all
}

// bounds returns the limits as a statement has them.
func (l limits) bounds() Bounds {
	b := Bounds{}
	for _, end := range []struct {
		into *time.Time
		from *time.Time
	}{
		{&b.From, l.event.from}, {&b.To, l.event.to},
		{&b.FromDay, l.path.from}, {&b.ToDay, l.path.to},
	} {
		if end.from != nil {
			*end.into = *end.from
		}
	}
	if l.accounts != nil {
		b.Accounts = *l.accounts
	}
	if l.region != nil {
		b.Regions = *l.region
	}
	return b
}
