package diff

import (
	"fmt"
	"slices"

	"github.com/trailq/trailq/internal/novelty"
	"github.com/trailq/trailq/internal/phrase"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/diff/narrow"
	"github.com/trailq/trailq/internal/table"
)

const (
	// keptNews is how many calls of each kind are listed as data.
	keptNews = 200
	// shownNews is how many callers with new calls are listed for people, and shownGone
	// how many with calls that are gone, unless the limit is higher.
	shownNews = 5
	shownGone = 3
)

// hasNews reports whether new calls are looked for: amounts of bytes and dollars do not
// say what was seen.
func (d *Comparison) hasNews() bool { return d.countsEvents() }

// queryNews returns the statement that finds what only one of the windows has.
func (d *Comparison) queryNews() (*report.Report, error) {
	number := func(name report.Name) int {
		groups := fieldGroups()
		return groups[slices.IndexFunc(groups, func(g fieldGroup) bool { return g.Name == name })].Group
	}
	return report.New(files, "news", struct {
		Network                 report.Expression
		Private                 string
		Compared                report.Expression
		OriginGroup, AgentGroup int
		Kept                    int
	}{networkSQL(), narrow.PrivateAddresses, d.comparedSQL(), number("origin"), number("agent"), keptNews})
}

// networkSQL returns the SQL of the network of an event's address.
func networkSQL() report.Expression {
	all := allDimensions()
	return all[slices.IndexFunc(all, func(d dimension) bool { return d.Name == "network" })].SQL
}

// readNews reads a row of news.sql.
func (d *Comparison) readNews(row []table.Value) error {
	text := func(i int) string { return string(row[i].AppendText(nil)) }
	counts, err := readNumbers(row[3:6])
	if err != nil {
		return err
	}
	kind := novelty.Gone
	if text(0) == "after" {
		kind = novelty.New
	}
	d.news[kind] = append(d.news[kind], novelty.Call{
		Caller: text(1), Name: text(2), Events: int(counts[0]), Writes: int(counts[1]), Failures: int(counts[2]), IsOwn: text(6) == "true",
		IP: text(7), Agent: text(8), Region: text(9), First: text(10), Last: text(11),
	})
	return nil
}

// newsTable returns the calls of a kind as data.
func (d *Comparison) newsTable(kind novelty.Kind) *table.Table {
	own, ip, agent, region := "newCall", "newAddress", "newAgent", "newRegion"
	if kind == novelty.Gone {
		own, ip, agent, region = "goneCall", "goneAddress", "goneAgent", "goneRegion"
	}
	answer := startNews(kind)
	answer.Columns = []table.Column{{Name: "caller"}, {Name: "call"}, {Name: "events"}, {Name: "writes"}, {Name: "failures"}, {Name: own},
		{Name: ip}, {Name: agent}, {Name: region}, {Name: "first", Type: table.TypeTime}, {Name: "last", Type: table.TypeTime}}
	var rows [][]table.Value
	if d.isComparable() {
		for _, n := range d.news[kind] {
			rows = append(rows, []table.Value{table.OptionalText(n.Caller), table.OptionalText(n.Name), table.Int(int64(n.Events)), table.Int(int64(n.Writes)), table.Int(int64(n.Failures)),
				table.Bool(n.IsOwn), table.OptionalText(n.IP), table.OptionalText(n.Agent), table.OptionalText(n.Region), table.OptionalText(n.First), table.OptionalText(n.Last)})
		}
	}
	answer.Rows = table.All(rows)
	return answer
}

// startNews returns the table of a kind of calls, without columns.
func startNews(kind novelty.Kind) *table.Table {
	if kind == novelty.Gone {
		return &table.Table{Name: "gone", Title: "Gone"}
	}
	return &table.Table{Name: "new", Title: "Never seen before"}
}

// isComparable reports whether both windows have events: otherwise everything is new.
func (d *Comparison) isComparable() bool { return d.explanation.Before > 0 && d.explanation.After > 0 }

// isWholeCause reports whether a caller that only one window has is a cause of its own.
func (d *Comparison) isWholeCause(kind novelty.Kind, caller string) bool {
	return slices.ContainsFunc(d.causes, func(c *cause) bool {
		absent := c.Before
		if kind == novelty.Gone {
			absent = c.After
		}
		return absent == 0 && c.knownValues()["caller"] == caller
	})
}

// newsText returns a sentence for each of the first callers with calls of a kind. A
// caller that is a cause of its own is left out.
func (d *Comparison) newsText(kind novelty.Kind) *table.Table {
	if !d.isComparable() {
		return nil
	}
	callers := slices.DeleteFunc(novelty.ByCaller(d.news[kind]), func(c *novelty.Caller) bool { return d.isWholeCause(kind, c.Name) })
	if len(callers) == 0 {
		return nil
	}
	most := max(map[novelty.Kind]int{novelty.New: shownNews, novelty.Gone: shownGone}[kind], d.options.Limit)
	var rows [][]table.Value
	for _, c := range callers[:min(len(callers), most)] {
		number := table.Int(int64(c.Events))
		for _, line := range phrase.Wrap(c.Describe(kind), sentenceWidth) {
			rows = append(rows, []table.Value{number, table.Text(line)})
			number = table.Value{}
		}
	}
	if more := len(callers) - most; more > 0 {
		words := "callers"
		if more == 1 {
			words = "caller"
		}
		rows = append(rows, []table.Value{{}, table.Text(fmt.Sprintf("and %d more %s; -o json lists them", more, words))})
	}
	answer := startNews(kind)
	answer.Columns, answer.Rows = []table.Column{{Name: "calls", Unit: table.UnitNone}, {Name: "what", Whole: true}}, table.All(rows)
	return answer
}
