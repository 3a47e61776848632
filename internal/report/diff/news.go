package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/phrase"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// newCall is a call of a caller after that was never seen before, in some way.
type newCall struct {
	caller, action           string
	events, writes, failures int
	isNew                    bool   // the caller never made the call
	ip, agent, region        string // one that is new, if any
	first                    string
	novelty                  int // how many of these are new
}

const (
	// keptNews is how many new calls are listed as data.
	keptNews = 200
	// shownNews is how many callers with new calls are listed for people, unless the
	// limit is higher.
	shownNews = 5
)

// hasNews reports whether new calls are looked for: amounts of bytes and dollars do not
// say what was seen.
func (d *Comparison) hasNews() bool { return d.countsEvents() }

// queryNews returns the statement that finds what was never seen before.
func (d *Comparison) queryNews() (*report.Report, error) {
	var network report.Expression
	for _, dimension := range allDimensions() {
		if dimension.Name == "network" {
			network = dimension.SQL
		}
	}
	number := func(name report.Name) int {
		groups := fieldGroups()
		return groups[slices.IndexFunc(groups, func(g fieldGroup) bool { return g.Name == name })].Group
	}
	return report.New(files, "news", struct {
		Network, Compared       report.Expression
		OriginGroup, AgentGroup int
		Kept                    int
	}{network, d.comparedSQL(), number("origin"), number("agent"), keptNews})
}

// readNews reads a row of news.sql.
func (d *Comparison) readNews(row []table.Value) error {
	text := func(i int) string { return string(row[i].AppendText(nil)) }
	counts, err := readNumbers(row[2:5])
	if err != nil {
		return err
	}
	last, err := readNumbers(row[10:12])
	if err != nil {
		return err
	}
	d.newCalls = int(last[0])
	d.news = append(d.news, newCall{
		caller: text(0), action: text(1), events: int(counts[0]), writes: int(counts[1]), failures: int(counts[2]), isNew: text(5) == "true",
		ip: text(6), agent: text(7), region: text(8), first: text(9), novelty: int(last[1]),
	})
	return nil
}

// newsTable returns the new calls as data.
func (d *Comparison) newsTable() *table.Table {
	answer := &table.Table{
		Name:  "new",
		Title: "Never seen before",
		Columns: []table.Column{{Name: "caller"}, {Name: "action"}, {Name: "events"}, {Name: "writes"}, {Name: "failures"}, {Name: "newCall"},
			{Name: "newAddress"}, {Name: "newAgent"}, {Name: "newRegion"}, {Name: "first"}},
	}
	var rows [][]table.Value
	if d.isComparable() {
		for _, n := range d.news {
			rows = append(rows, []table.Value{table.OptionalText(n.caller), table.OptionalText(n.action), table.Int(int64(n.events)), table.Int(int64(n.writes)), table.Int(int64(n.failures)),
				table.Bool(n.isNew), table.OptionalText(n.ip), table.OptionalText(n.agent), table.OptionalText(n.region), table.OptionalText(n.first)})
		}
	}
	answer.Rows = table.All(rows)
	return answer
}

// isComparable reports whether both windows have events: otherwise everything is new.
func (d *Comparison) isComparable() bool { return d.explanation.Before > 0 && d.explanation.After > 0 }

// newCaller is what a caller did that was never seen before.
type newCaller struct {
	calls                    []newCall
	events, writes, failures int
	novelty                  int
	first                    string
}

// listNewCallers returns the callers with new calls, those first whose calls are new in
// most ways, then those that write, then those with few. A new caller that is a cause is
// left out.
func (d *Comparison) listNewCallers() []*newCaller {
	var all []*newCaller
	byName := make(map[string]*newCaller)
	for _, n := range d.news {
		if d.isNewCause(n.caller) {
			continue
		}
		c := byName[n.caller]
		if c == nil {
			c = &newCaller{first: n.first}
			byName[n.caller] = c
			all = append(all, c)
		}
		c.calls = append(c.calls, n)
		c.events, c.writes, c.failures = c.events+n.events, c.writes+n.writes, c.failures+n.failures
		c.novelty, c.first = max(c.novelty, n.novelty), min(c.first, n.first)
	}
	return all
}

// isNewCause reports whether a caller is a cause of its own that was not there before.
func (d *Comparison) isNewCause(caller string) bool {
	return slices.ContainsFunc(d.causes, func(c *cause) bool { return c.Before == 0 && c.knownValues()["caller"] == caller })
}

// newsText returns a sentence for each of the first callers with new calls.
func (d *Comparison) newsText() *table.Table {
	answer := &table.Table{Name: "new", Title: "Never seen before", Columns: []table.Column{{Name: "calls", Unit: table.UnitNone}, {Name: "what", Whole: true}}}
	var rows [][]table.Value
	if !d.isComparable() {
		return nil
	}
	callers := d.listNewCallers()
	for i, c := range callers {
		if i == max(shownNews, d.options.Limit) {
			rows = append(rows, []table.Value{{}, table.Text(fmt.Sprintf("and %d more callers; -o json lists them", len(callers)-i))})
			break
		}
		for j, line := range phrase.Wrap(c.describe(), sentenceWidth) {
			number := table.Value{}
			if j == 0 {
				number = table.Int(int64(c.events))
			}
			rows = append(rows, []table.Value{number, table.Text(line)})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	answer.Rows = table.All(rows)
	return answer
}

// describe says what a caller did that was never seen before: "user alice:
// iam:CreateUser, iam:ListUsers and 3 more; 2 writes, 1 failed; from 203.0.113.9 in a
// new network; first at …".
func (c *newCaller) describe() string {
	const most = 4
	var names, parts []string
	ip, agent, region := "", "", ""
	for _, n := range c.calls {
		if len(names) < most {
			names = append(names, n.action)
		}
		ip, agent, region = max(ip, n.ip), max(agent, n.agent), max(region, n.region)
	}
	caller := "no named caller"
	if name := c.calls[0].caller; name != "" {
		caller = phrase.Caller(name)
	}
	words := caller + ": " + strings.Join(names, ", ")
	if others := len(c.calls) - len(names); others > 0 {
		words += fmt.Sprintf(" and %d more", others)
	}
	for _, part := range []struct {
		isThere bool
		words   string
	}{
		{c.writes > 0, fmt.Sprintf("writes: %d", c.writes)},
		{c.failures > 0, fmt.Sprintf("failed: %d", c.failures)},
		{ip != "", "new network: " + ip},
		{agent != "", "new agent: " + phrase.Shorten(agent, longestValue)},
		{region != "", "new region: " + region},
		{c.first != "", "first at " + strings.TrimSuffix(strings.Replace(c.first, "T", " ", 1), "Z") + " UTC"},
	} {
		if part.isThere {
			parts = append(parts, part.words)
		}
	}
	return words + "; " + strings.Join(parts, "; ")
}
