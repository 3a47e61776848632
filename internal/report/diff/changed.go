package diff

import (
	"slices"
	"time"

	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/suspect"
	"github.com/trailq/trailq/internal/table"
)

// changeLead is how long before a cause began a call can be that brought it about.
const changeLead = time.Hour

// mostUsual is how many times a call can be made in both windows for one of them
// to be a change: what happens all the time changed nothing.
const mostUsual = 200

// leadWindow returns the time before After of which the writes are read too, where it
// is no part of Before. The zero value is none.
func (o *Options) leadWindow() Window {
	before, after := o.Before, o.After
	if o.InDollars() || o.AfterPaths != (report.Paths{}) || before.duration() == 0 || after.duration() == 0 {
		return Window{}
	}
	lead := Window{From: after.From.Add(-changeLead), To: after.From}
	if before.From.Before(lead.To) && lead.From.Before(before.To) {
		lead.From = before.To
	}
	if !lead.From.Before(lead.To) {
		return Window{}
	}
	return lead
}

// ReadAfter returns the window of the events that are read because of After: it and
// the time before it, in which something can have been changed.
func (o *Options) ReadAfter() Window {
	if lead := o.leadWindow(); lead != (Window{}) {
		return Window{From: lead.From, To: o.After.To}
	}
	return o.After
}

// begins returns from when to when the beginning of a cause is, as far as it is known.
func (d *Comparison) begins(c *cause) (from, to time.Time) {
	if at := c.span.since; !at.IsZero() {
		return at, at.Add(max(c.span.resolution, time.Minute))
	}
	return d.options.After.From, d.options.After.From
}

// queryChanged returns the statement that finds the writes before each cause.
func (d *Comparison) queryChanged() (*report.Report, error) {
	return report.New(files, "changed", struct {
		During report.Expression
		Most   int
	}{d.nearCauses(), mostWrites})
}

// mostWrites bounds the writes that are looked at.
const mostWrites = 2000

// nearCauses returns the condition on the time of a write that it is shortly before a
// cause.
func (d *Comparison) nearCauses() report.Expression {
	during := []report.Expression{report.Expressionf("FALSE")}
	for _, c := range d.causes {
		if from, to := d.begins(c); !from.IsZero() {
			during = append(during, report.Expressionf(`("time" >= %v AND "time" < %v)`, timeText(from.Add(-changeLead)), timeText(to)))
		}
	}
	return report.AnyOf(during)
}

// timeText returns a time as eventTime has it.
func timeText(at time.Time) report.Text { return report.Text(at.UTC().Format(time.RFC3339)) }

// readChanged reads a row of changed.sql.
func (d *Comparison) readChanged(row []table.Value) error {
	text := func(i int) string { return string(row[i].AppendText(nil)) }
	at, err := time.Parse(time.RFC3339, text(0))
	if err != nil {
		return nil //nolint:nilerror // hostile logs have it
	}
	calls, err := readNumber(row[5])
	d.writes = append(d.writes, suspect.Write{At: at, Call: text(1), Caller: text(2), Target: text(3), Account: text(4), Calls: int(calls)})
	return err
}

// relateWrites gives each cause the writes before it: on its account, and first those
// on its resource or its role, and those that change what is logged or allowed.
func (d *Comparison) relateWrites() {
	for _, c := range d.causes {
		from, to := d.begins(c)
		if from.IsZero() {
			continue
		}
		known := c.knownValues()
		for _, w := range d.writes {
			account, hasAccount := known["account"]
			if w.At.Before(from.Add(-changeLead)) || !w.At.Before(to) || hasAccount && account != w.Account || c.includesWrite(w) {
				continue
			}
			w.IsRelated = w.Concerns(known)
			if !w.IsRelated && w.Calls > mostUsual {
				continue
			}
			c.changed = append(c.changed, w)
		}
		slices.SortStableFunc(c.changed, suspect.Compare)
		c.changed = slices.CompactFunc(c.changed, func(a, b suspect.Write) bool {
			return a.Call == b.Call && a.Caller == b.Caller && a.Target == b.Target
		})
	}
}

// knownValues returns the values that all or nearly all events of a cause have, by
// dimension.
func (c *cause) knownValues() map[string]string {
	known := make(map[string]string)
	for _, trait := range c.Traits {
		known[c.dimensions[trait.Dimension].Name] = c.valueOf(trait.Condition)
	}
	for _, condition := range c.Conditions {
		known[c.dimensions[condition.Dimension].Name] = c.valueOf(condition)
	}
	return known
}

// includesWrite reports whether a write is an event of the cause itself: by its caller or
// its call, and by the other conditions that a write shows. One on the cause's resource
// is none, although it is counted: it can be what brought the others about.
func (c *cause) includesWrite(w suspect.Write) bool {
	shown, isOwn := 0, false
	for _, condition := range c.Conditions {
		value, has := map[string]string{"caller": w.Caller, "call": w.Call, "resource": w.Target, "bucket": w.Target, "account": w.Account}[c.dimensions[condition.Dimension].Name]
		if has && value != c.valueOf(condition) {
			return false
		}
		if has {
			shown++
		}
		name := c.dimensions[condition.Dimension].Name
		isOwn = isOwn || name == "caller" || name == "call"
	}
	return isOwn && shown == len(c.Conditions)
}

// jsonWrite is a write as data.
type jsonWrite struct {
	Time    string `json:"time"`
	Call    string `json:"call"`
	Caller  string `json:"caller,omitempty"`
	Target  string `json:"target,omitempty"`
	Account string `json:"account,omitempty"`
}

// changedJSON returns the writes before a cause as data, the first twenty.
func (c *cause) changedJSON() table.Value {
	all := []jsonWrite{}
	for _, w := range c.changed[:min(len(c.changed), 20)] {
		all = append(all, jsonWrite{w.At.Format(time.RFC3339), w.Call, w.Caller, w.Target, w.Account})
	}
	return asJSON(all)
}
