package miss

import (
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/condition"
	"github.com/trailq/trailq/internal/records"
)

// part is a part of a filter: one of its fields.
type part struct {
	name    string // what the values are, such as eventName
	asked   []string
	filter  trailq.Filter
	matches func(*trailq.Event) bool
	count   int64
	values  *condition.Condition // finds the values of the field; nil where spelling does not matter
	seen    map[string]int64     // how many events have each value
	keys    map[string]int64     // of the object that lacks the field
	parent  *condition.Condition // finds that object
	hides   func(text string) bool
	// hasField says that an event has the field.
	hasField bool
}

// splitFilter returns the parts of a filter, except for its window.
func splitFilter(f *trailq.Filter) []*part {
	var parts []*part
	add := func(name string, asked []string, filter trailq.Filter) {
		if len(asked) > 0 {
			parts = append(parts, &part{name: name, asked: asked, filter: filter})
		}
	}
	add("recipientAccountId", f.Accounts, trailq.Filter{Accounts: f.Accounts})
	add("awsRegion", f.Regions, trailq.Filter{Regions: f.Regions})
	add("eventSource", f.EventSources, trailq.Filter{EventSources: f.EventSources})
	add("eventName", f.EventNames, trailq.Filter{EventNames: f.EventNames})
	for _, caller := range f.Callers {
		add("caller", []string{caller}, trailq.Filter{Callers: []string{caller}})
	}
	add("sourceIPAddress", f.SourceIPAddresses, trailq.Filter{SourceIPAddresses: f.SourceIPAddresses})
	for _, where := range f.Where {
		c, err := condition.Parse(where)
		if err != nil {
			continue // the filter has been checked
		}
		name, asked := c.Field, []string{c.Glob}
		if c.Negated || c.Glob == "" {
			name, asked = "", []string{c.String()}
		}
		add(name, asked, trailq.Filter{Where: []string{where}})
	}
	if f.ErrorsOnly {
		add("", []string{"a failure"}, trailq.Filter{ErrorsOnly: true})
	}
	if f.Access != trailq.AnyAccess {
		add("", []string{"a call that " + string(f.Access) + "s"}, trailq.Filter{Access: f.Access})
	}
	return parts
}

// prepare makes the part ready to count.
func (p *part) prepare() (err error) {
	if p.matches, err = p.filter.Matcher(); err != nil || p.name == "" {
		return err
	}
	if p.hides(p.name) {
		return nil
	}
	p.seen, p.keys = make(map[string]int64), make(map[string]int64)
	if p.values, err = condition.Parse(p.name); err != nil {
		return err
	}
	if dot := strings.LastIndexByte(p.name, '.'); dot > 0 {
		p.parent, _ = condition.Parse(p.name[:dot])
	}
	return nil
}

// Bounds of what is counted.
const (
	mostValues   = 50_000 // and keys
	longestValue = 500    // in bytes
)

// addEvent counts an event.
func (p *part) addEvent(event *trailq.Event, record *records.Record) {
	switch {
	case p.matches(event):
		p.count++
		return
	case p.count > 0 || p.values == nil:
		return
	}
	for value := range p.values.Values(record) {
		p.hasField = true
		if len(value) <= longestValue && !p.hides(string(value)) {
			addValue(p.seen, string(value))
		}
	}
	if p.hasField || p.parent == nil {
		return
	}
	for value := range p.parent.Values(record) {
		fields, _ := records.Object(value, nil)
		for _, field := range fields {
			addValue(p.keys, string(value[field.Key.Start:field.Key.End]))
		}
	}
}

func addValue(counts map[string]int64, value string) {
	if _, known := counts[value]; known || len(counts) < mostValues {
		counts[value]++
	}
}
