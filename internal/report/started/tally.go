package started

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/lifetime"
	"github.com/trailq/trailq/internal/report/pricing"
	"github.com/trailq/trailq/internal/table"
)

// The places of the columns of an answer after its dimensions.
const (
	callAt = iota
	failedAt
	wantedAt
	idsAt
	typeAt
	sizeAt
	variantAt
	groupAt
	timeAt
	accountAt
	regionAt
	callerAt
	throughAt
	failuresAt
	lastAt
	placeCount
)

// group is what calls with the same values of the dimensions started.
type group struct {
	by                               []table.Value
	started, running, stopped, ended int64
	hours                            float64
	dollars                          pricing.Money
}

// resource is the life of one with its price.
type resource struct {
	*lifetime.Life
	total, hour pricing.Money
}

// Tally collects what the logs tell.
type Tally struct {
	options Options
	rules   map[string]*lifetime.Rule
	ledger  *lifetime.Ledger
	places  map[string]int
	groups  []*group
	ends    map[string]time.Time // of the logs of each account
	failed  int64                // calls that would have started something
}

// NewTally returns a tally without calls.
func NewTally(options Options) (*Tally, error) {
	rules, err := lifetime.ReadRules()
	if err != nil {
		return nil, err
	}
	t := &Tally{options: options, rules: make(map[string]*lifetime.Rule), ledger: lifetime.NewLedger(), places: make(map[string]int), ends: make(map[string]time.Time)}
	for i := range rules {
		t.rules[rules[i].Key()] = &rules[i]
	}
	return t, nil
}

// Read reads the answer of the report.
func (t *Tally) Read(answer *table.Table) error {
	for row, err := range answer.Rows {
		if err == nil {
			err = t.addRow(row)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// addRow adds one row: calls that are alike, or all other events.
func (t *Tally) addRow(row []table.Value) error {
	dimensions := len(t.options.By)
	if len(row) != dimensions+placeCount {
		return fmt.Errorf("a row of %d values", len(row))
	}
	rest := row[dimensions:]
	text := func(at int) string { return string(rest[at].AppendText(nil)) }
	account := text(accountAt)
	if last, err := time.Parse(time.RFC3339, text(lastAt)); err == nil && last.After(t.ends[account]) {
		t.ends[account] = last
	}
	rule := t.rules[text(callAt)]
	if rule == nil {
		return nil
	}
	isWanted := text(wantedAt) == "true"
	if text(failedAt) == "true" {
		failures, err := strconv.ParseInt(text(failuresAt), 10, 64)
		if rule.Role == lifetime.Start && isWanted {
			t.failed += failures
		}
		return err
	}
	at, err := time.Parse(time.RFC3339, text(timeAt))
	if err != nil {
		return nil // without a time there is no life
	}
	call := lifetime.Call{
		Rule: rule, Time: at, Account: account, Region: text(regionAt), IDs: lifetime.SplitIDs(text(idsAt)),
		Type: text(typeAt), Size: text(sizeAt), Variant: text(variantAt), Group: text(groupAt), Caller: text(callerAt), Through: text(throughAt),
	}
	call.Label = unwanted
	if rule.Role == lifetime.Start && isWanted {
		call.Label = t.placeGroup(row[:dimensions])
	}
	t.ledger.Add(call)
	return nil
}

// unwanted is the label of what the filters leave out.
const unwanted = -1

// placeGroup returns the place of the group with these values.
func (t *Tally) placeGroup(by []table.Value) int {
	var key strings.Builder
	for _, value := range by {
		fmt.Fprintf(&key, "%d%s\x00", value.Kind(), value.AppendText(nil))
	}
	at, found := t.places[key.String()]
	if !found {
		at = len(t.groups)
		t.places[key.String()] = at
		kept := make([]table.Value, len(by))
		for i, value := range by {
			if value.Kind() != table.KindNull {
				kept[i] = table.Text(string(value.AppendText(nil)))
			}
		}
		t.groups = append(t.groups, &group{by: kept})
	}
	return at
}

// settleLives makes the lives, adds them to their groups, and says which prices are missing,
// with the number of resources.
func (t *Tally) settleLives() (account *lifetime.Account, resources []resource, missing map[string]int) {
	account = t.ledger.Settle(t.ends)
	missing = make(map[string]int)
	for _, life := range account.Lives {
		if life.Label == unwanted {
			continue
		}
		one := resource{Life: life}
		item := one.price(t)
		if item != "" {
			missing[fmt.Sprintf("%s in %s", strings.TrimPrefix(item, "hour:"), life.Region)]++
		}
		resources = append(resources, one)
		t.groups[life.Label].add(&one)
	}
	t.groups = slices.DeleteFunc(t.groups, func(g *group) bool { return g.started == 0 })
	return account, resources, missing
}

// price prices a resource, and returns the item whose price is missing.
func (r *resource) price(t *Tally) string {
	total, hour, item := chargeLife(t.options.Prices, r.Life)
	r.total, r.hour = total, hour
	return string(item)
}

// add adds a resource.
func (g *group) add(r *resource) {
	g.started++
	switch r.State {
	case lifetime.Running:
		g.running++
	case lifetime.Stopped:
		g.stopped++
	case lifetime.Deleted, lifetime.Replaced:
		g.ended++
	}
	g.hours += r.Hours()
	g.dollars.USD += r.total.USD
	g.dollars.IsKnown = g.dollars.IsKnown || r.total.IsKnown
}
