package who

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/report"
)

// ranked are the values of a group of calls that are ranked.
type ranked struct {
	call, error, address, region, agent, bucket string
	target, otherTarget                         string // what the calls acted on: the least and the greatest
}

// readRanked returns the values of the row that are ranked.
func (r *row) readRanked() *ranked {
	return &ranked{
		call: r.textOf("call"), error: r.textOf("error"), address: r.textOf("address"), region: r.textOf("region"),
		agent: r.textOf("agent"), bucket: r.textOf("bucket"), target: r.textOf("target"), otherTarget: r.textOf("othertarget"),
	}
}

// rank is a value of a ranking.
type rank struct {
	value               string
	events, errors      int64
	first, last         string
	error               string // of the calls in time
	writes              int64  // calls that change something
	target, otherTarget string
}

// add adds a group of calls to the value.
func (k *rank) add(calls *callGroup, values *ranked) {
	if k.events == 0 || calls.first != "" && calls.first < k.first {
		k.first = calls.first
	}
	k.last = max(k.last, calls.last)
	k.events += calls.events
	k.errors += calls.errors
	k.writes += calls.writes
	if values.target != "" && (k.target == "" || values.target < k.target) {
		k.target = values.target
	}
	k.otherTarget = max(k.otherTarget, values.otherTarget)
}

// tally is a ranking while it is counted.
type tally struct{ ranks map[[2]string]*rank }

// tallyOf returns the ranking of the given name.
func (a *Answer) tallyOf(name string) *tally {
	t := a.rankings[name]
	if t == nil {
		t = &tally{make(map[[2]string]*rank)}
		a.rankings[name] = t
	}
	return t
}

// add adds a group of calls to the ranking.
func (t *tally) add(value, failure string, calls *callGroup, values *ranked) {
	key := [2]string{value, failure}
	k := t.ranks[key]
	if k == nil {
		k = &rank{value: value, error: failure}
		t.ranks[key] = k
	}
	k.add(calls, values)
}

// rank adds calls that were asked for to all rankings.
func (a *Answer) rank(calls *callGroup, values *ranked) {
	a.tallyOf(partOfSubjects).add(strconv.FormatInt(calls.asked, 10), "", calls, values)
	for _, s := range a.who.subjects {
		if calls.asked&s.Bit != 0 {
			a.tallyOf(partOfSubjects+s.As).add(s.value(calls.caller, values), "", calls, values)
		}
	}
	for _, r := range allRankings() {
		if value := r.value(calls, values); value != "" {
			a.tallyOf(r.name).add(value, "", calls, values)
		}
	}
	if calls.writes > 0 || calls.errors > 0 {
		a.tallyOf(partOfTimeline).add(calls.service+":"+values.call, values.error, calls, values)
	}
}

// partOfTimeline is the name of the ranking of what changed something or was refused.
const partOfTimeline = "timeline"

// partOfSubjects precedes the names of the rankings of the subjects themselves.
const partOfSubjects = "as "

// ranking is one of the tables about the calls.
type ranking struct {
	name, title string
	column      report.Name       // of the table, and of the SQL's answer
	sql         report.Expression // over the columns of events; the zero value is a column that calls has anyway
	value       func(calls *callGroup, values *ranked) string
}

func allRankings() []ranking {
	return []ranking{
		{"services", "Services", "service", report.Expression{}, func(c *callGroup, _ *ranked) string { return c.service }},
		{"calls", "Calls: those that change something first, then refused ones, and of these the rarest", "call", report.Expressionf("eventname"),
			func(c *callGroup, v *ranked) string { return c.service + ":" + v.call }},
		{"errors", "Errors", "error", report.Expressionf(`"failure"`), func(_ *callGroup, v *ranked) string { return v.error }},
		{"addresses", "Addresses", "address", report.Expressionf("sourceipaddress"), func(_ *callGroup, v *ranked) string { return v.address }},
		{"regions", "Regions", "region", report.Expressionf("awsregion"), func(_ *callGroup, v *ranked) string { return v.region }},
		{"userAgents", "User agents", "agent", report.Expressionf("useragent"), func(_ *callGroup, v *ranked) string { return v.agent }},
		{"buckets", "Buckets", "bucket", report.Expressionf("json_extract_scalar(requestparameters, '$.bucketName')"), func(_ *callGroup, v *ranked) string { return v.bucket }},
		{"keys", "Access keys", "key", report.Expression{}, func(c *callGroup, _ *ranked) string { return c.caller.AccessKeyID }},
		{"identities", "Identities", "arn", report.Expression{}, func(c *callGroup, _ *ranked) string { return c.caller.ARN }},
	}
}

// askedColumns returns the columns that the SQL's answer has for rankings alone. They
// are NULL in calls that were not asked for, so that these need no groups of their own.
func askedColumns() []column {
	var columns []column
	for _, r := range allRankings() {
		if !r.sql.IsNone() {
			columns = append(columns, column{r.column, report.Expressionf(`CASE WHEN "asked" > 0 THEN %v END`, r.sql)})
		}
	}
	return columns
}

// ranksOf returns the first values of a ranking in their order, as many as were asked
// for, and how many there are. Of calls, those that change something come first, then
// refused ones, and of these the rarest; otherwise what is most frequent.
func (a *Answer) ranksOf(name string) ([]rank, int) {
	var ranks []rank
	if t := a.rankings[name]; t != nil {
		for _, k := range t.ranks {
			ranks = append(ranks, *k)
		}
	}
	compare := compareFrequency
	if name == "calls" || name == partOfTimeline {
		compare = compareEffects
	}
	slices.SortFunc(ranks, compare)
	all := len(ranks)
	if limit := a.who.options.Limit; limit > 0 {
		ranks = ranks[:min(limit, all)]
	}
	return ranks, all
}

func compareFrequency(a, b rank) int {
	return cmp.Or(cmp.Compare(b.events, a.events), strings.Compare(a.value, b.value))
}

// compareEffects orders calls by their weight.
func compareEffects(a, b rank) int {
	weights := []string{effectWrite, effectRefused, effectRead}
	return cmp.Or(
		slices.Index(weights, a.effect())-slices.Index(weights, b.effect()),
		cmp.Compare(a.events, b.events), strings.Compare(a.value, b.value), strings.Compare(a.error, b.error),
	)
}

// The effects of a call.
const (
	effectWrite   = "write"
	effectRefused = "refused"
	effectRead    = "read"
)

// effect returns what the calls did at most.
func (k *rank) effect() string {
	switch {
	case k.writes > 0:
		return effectWrite
	case k.errors > 0:
		return effectRefused
	}
	return effectRead
}

// targets returns what the calls acted on: the parameter that names it, or the first
// and the last of several.
func (k *rank) targets() string {
	clean := func(target string) string { return strings.ReplaceAll(target, `"`, "") }
	if k.target == k.otherTarget {
		return clean(k.target)
	}
	return clean(k.target) + " … " + clean(k.otherTarget)
}
