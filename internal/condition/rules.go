package condition

import (
	"strings"
	"time"
)

// rule is a condition, not negated, about something that paths of log files tell.
type rule struct{ field, glob string }

// pathRules returns the rules among conditions, without parsing them in full: files
// are many.
func pathRules(texts []string) []rule {
	var rules []rule
	for _, text := range texts {
		field, glob, compares := cutField(text)
		if field = strings.ToLower(strings.TrimSpace(field)); !compares || strings.ContainsAny(field, "!.") {
			continue
		}
		switch field {
		case "recipientaccountid", "awsregion", "region", "eventtime", "month", "day", "hour", "minute":
			rules = append(rules, rule{field, glob})
		}
	}
	return rules
}

// AllowsAccount reports whether conditions can hold for records that were delivered
// to an account. The short name account does not tell: in records of before 2014 it
// is the caller's.
func AllowsAccount(texts []string, account string) bool {
	for _, r := range pathRules(texts) {
		if r.field == "recipientaccountid" && !MatchGlob(r.glob, account) {
			return false
		}
	}
	return true
}

// AllowsRegion reports whether conditions can hold for records of one of the regions.
func AllowsRegion(texts []string, regions ...string) bool {
	for _, r := range pathRules(texts) {
		if r.field != "awsregion" && r.field != "region" {
			continue
		}
		allowed := false
		for _, region := range regions {
			allowed = allowed || MatchGlob(r.glob, region)
		}
		if !allowed {
			return false
		}
	}
	return true
}

// mostOffset is the farthest that a local time is from UTC.
const mostOffset = 14 * time.Hour

// Window returns the time in which the events lie for which conditions can hold: not
// before from, before to. Zero is unbounded.
func Window(texts []string) (from, to time.Time) {
	for _, r := range pathRules(texts) {
		first, end, known := globWindow(r.glob)
		if !known || r.field == "awsregion" || r.field == "region" || r.field == "recipientaccountid" {
			continue
		}
		if from.IsZero() || first.After(from) {
			from = first
		}
		if to.IsZero() || end.Before(to) {
			to = end
		}
	}
	return from, to
}

// globWindow returns the time of the day or month that a pattern begins with.
func globWindow(glob string) (from, to time.Time, known bool) {
	if wild := strings.IndexAny(glob, "*?"); wild >= 0 {
		glob = glob[:wild]
	}
	if len(glob) >= len(time.DateOnly) {
		if day, err := time.Parse(time.DateOnly, glob[:len(time.DateOnly)]); err == nil {
			return day.Add(-mostOffset), day.AddDate(0, 0, 1).Add(mostOffset), true
		}
	}
	const month = "2006-01"
	if len(glob) >= len(month) {
		if first, err := time.Parse(month, glob[:len(month)]); err == nil {
			return first.Add(-mostOffset), first.AddDate(0, 1, 0).Add(mostOffset), true
		}
	}
	return time.Time{}, time.Time{}, false
}
