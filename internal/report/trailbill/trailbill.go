package trailbill

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/pricing"
	"github.com/trailq/trailq/internal/table"
)

// Options are the parameters of the report.
type Options struct {
	// By groups the events, beside category, selector and trail.
	By []report.Dimension
	// Limit is the largest number of groups, those that cost most; zero means all.
	Limit  int
	Prices *price.List
	report.Scope
}

// New returns the report. Its columns are those of By; category, selector and trail: the
// place that the trail delivers to; events; copies, those that were delivered before;
// totalUSD, which is null if the price is not known; and share.
func New(options Options) (*report.Report, error) {
	var objectCalls []string
	for _, name := range price.ObjectCalls() {
		objectCalls = append(objectCalls, report.Text(name).String())
	}
	// Of two deliveries, the second by its path is the copy, whichever is read first.
	r, err := report.New(files, "trail", struct {
		Options
		Repeated              report.Expression
		ObjectCalls, Ordinals string
	}{options, report.RepeatedByPath(), strings.Join(objectCalls, ", "), report.Ordinals(len(options.By) + 4)})
	if err != nil {
		return nil, err
	}
	r.Present = func(answer *table.Table) *table.Table { return present(answer, &options) }
	return r, nil
}

// The places of the columns after the dimensions.
const (
	categoryAt = iota
	selectorAt
	placeAt
	regionAt
	eventsAt
	copiesAt
)

// group is the events with the same values, of all regions.
type group struct {
	by             []table.Value // with category, selector and trail
	events, copies float64
	dollars        pricing.Money
}

// tally collects groups, and what the notes say of all.
type tally struct {
	options        *Options
	groups         []*group
	places         map[string]*group
	unpriced       map[string]float64 // events by category and region
	copies         float64
	reads, writes  float64 // management events, without copies
	insights       float64
	insightDollars pricing.Money
}

// present returns the groups, those that cost most first.
func present(answer *table.Table, options *Options) *table.Table {
	presented := &table.Table{}
	for _, d := range options.By {
		presented.Columns = append(presented.Columns, table.Column{Name: string(d.Name)})
	}
	presented.Columns = append(presented.Columns, table.Column{Name: "category"}, table.Column{Name: "selector"}, table.Column{Name: "trail"},
		table.Column{Name: "events"}, table.Column{Name: "copies"}, table.Column{Name: "totalUSD", Unit: table.UnitDollars}, table.Column{Name: "share", Unit: table.UnitPercent})
	presented.Rows = func(yield func([]table.Value, error) bool) {
		t := &tally{options: options, places: make(map[string]*group), unpriced: make(map[string]float64)}
		for row, err := range answer.Rows {
			if err == nil {
				err = t.addRow(row)
			}
			if err != nil {
				yield(nil, err)
				return
			}
		}
		for _, row := range t.presentRows() {
			if !yield(row, nil) {
				return
			}
		}
		presented.Notes = append(t.notes(), answer.Notes...)
	}
	return presented
}

// addRow adds a row of the answer.
func (t *tally) addRow(row []table.Value) error {
	by, rest := row[:len(t.options.By)], row[len(t.options.By):]
	text := func(at int) string { return string(rest[at].AppendText(nil)) }
	events, err := pricing.ReadMoney(rest[eventsAt])
	if err != nil {
		return err
	}
	copies, err := pricing.ReadMoney(rest[copiesAt])
	if err != nil {
		return err
	}
	category, selector, region := text(categoryAt), text(selectorAt), text(regionAt)
	g := t.group(slices.Concat(by, rest[:regionAt]))
	g.events += events.USD
	g.copies += copies.USD
	dollars := t.charge(category, region, events.USD, copies.USD)
	g.dollars.USD += dollars.USD
	g.dollars.IsKnown = g.dollars.IsKnown || dollars.IsKnown
	switch category {
	case "Management":
		t.copies += copies.USD
		t.countAnalysed(selector, region, events.USD-copies.USD)
	case "Insight":
		t.insights += events.USD
	}
	return nil
}

// charge returns what CloudTrail charges for events of a category: for data events each
// time, for management events from the second copy on, and nothing for what Insights
// delivers: see [tally.countAnalysed].
// https://aws.amazon.com/cloudtrail/pricing/
func (t *tally) charge(category, region string, events, copies float64) pricing.Money {
	item, charged := price.DataEvent, events
	switch category {
	case "Management":
		item, charged = price.ManagementCopy, copies
	case "NetworkActivity":
		item = price.NetworkEvent
	case "Insight":
		charged = 0
	}
	if charged == 0 {
		return pricing.Money{IsKnown: true}
	}
	usd, known := t.options.Prices.Each(item, region)
	if !known {
		t.unpriced[fmt.Sprintf("%s events in %s", category, cmp.Or(region, "an unknown region"))] += charged
		return pricing.Money{}
	}
	return pricing.Money{USD: charged * usd, IsKnown: true}
}

// countAnalysed counts management events that Insights analyses where a trail has it:
// write events for the rate of calls, and all for the rate of errors.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/insights-events-costs.html
func (t *tally) countAnalysed(selector, region string, events float64) {
	analysed := events
	if selector == "write" {
		analysed = 2 * events
		t.writes += events
	} else {
		t.reads += events
	}
	if usd, known := t.options.Prices.Each(price.InsightEvent, region); known {
		t.insightDollars.USD += analysed * usd
		t.insightDollars.IsKnown = true
	}
}

// group returns the group with these values.
func (t *tally) group(values []table.Value) *group {
	var key strings.Builder
	for _, v := range values {
		fmt.Fprintf(&key, "%d%s\x00", v.Kind(), v.AppendText(nil))
	}
	g := t.places[key.String()]
	if g == nil {
		g = &group{}
		for _, v := range values {
			g.by = append(g.by, keepValue(v))
		}
		t.places[key.String()] = g
		t.groups = append(t.groups, g)
	}
	return g
}

// keepValue returns a copy of a value, which outlives its row. An empty text is null.
func keepValue(v table.Value) table.Value {
	text := string(v.AppendText(nil))
	if v.Kind() == table.KindNull || text == "" {
		return table.Value{}
	}
	return table.Text(text)
}

// presentRows returns the groups as rows.
func (t *tally) presentRows() [][]table.Value {
	whole := 0.0
	for _, g := range t.groups {
		whole += g.dollars.USD
	}
	slices.SortStableFunc(t.groups, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.dollars.USD, a.dollars.USD), cmp.Compare(b.events, a.events), slices.CompareFunc(a.by, b.by, func(x, y table.Value) int {
			return strings.Compare(string(x.AppendText(nil)), string(y.AppendText(nil)))
		}))
	})
	shown := t.groups
	if t.options.Limit > 0 && len(shown) > t.options.Limit {
		shown = shown[:t.options.Limit]
	}
	var rows [][]table.Value
	for _, g := range shown {
		share := table.Value{}
		if whole > 0 && g.dollars.IsKnown {
			share = table.Number(fmt.Sprintf("%.6f", g.dollars.USD/whole))
		}
		rows = append(rows, append(slices.Clone(g.by), table.Int(int64(g.events)), table.Int(int64(g.copies)), g.dollars.Value(), share))
	}
	return rows
}

// notes says what all cost, and what the amounts are based on.
func (t *tally) notes() []string {
	if len(t.groups) == 0 {
		return nil
	}
	var events, usd float64
	for _, g := range t.groups {
		events += g.events
		usd += g.dollars.USD
	}
	notes := []string{fmt.Sprintf("all %s groups together have %s, for which CloudTrail charges %s", humanize.Thousands(int64(len(t.groups))), humanize.Count(int64(events), "event"), humanize.Dollars(usd))}
	if t.copies > 0 {
		notes = append(notes, fmt.Sprintf("%s had been delivered before, and CloudTrail charges for second copies, such as those of another trail; a trail that delivers an event again does so for nothing",
			humanize.Count(int64(t.copies), "management event")))
	}
	var unpriced []string
	for name, count := range t.unpriced {
		unpriced = append(unpriced, humanize.Thousands(int64(count))+" "+name)
	}
	if len(unpriced) > 0 {
		slices.Sort(unpriced)
		notes = append(notes, "no price is known for "+pricing.NameFew(unpriced)+"; --prices adds prices (data-event, management-copy, network-activity, insights)")
	}
	return append(notes, t.insightNote()...)
}

// insightNote says what Insights would cost, which charges for what it analyses and not
// for what it delivers.
func (t *tally) insightNote() []string {
	if t.insights == 0 || !t.insightDollars.IsKnown {
		return nil
	}
	return []string{fmt.Sprintf("the logs have %s: Insights charges for the management events that it analyses, up to %s for these (%s write events for the rate of calls, and %s for the rate of errors)",
		humanize.Count(int64(t.insights), "Insights event"), humanize.Dollars(t.insightDollars.USD), humanize.Thousands(int64(t.writes)), humanize.Thousands(int64(t.reads+t.writes)))}
}
