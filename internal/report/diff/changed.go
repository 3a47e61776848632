package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// changeLead is how long before a cause began a call can be that brought it about.
const changeLead = time.Hour

// mostUsual is how many calls of an action there can be in both windows for one of them
// to be a change: what happens all the time changed nothing.
const mostUsual = 200

// writeCall is a call that changed something.
type writeCall struct {
	at                              time.Time
	action, caller, target, account string
	calls                           int // of the same action, in all
	isRelated, isNotable            bool
}

// leadWindow returns the time before After of which the writes are read too, where it
// is no part of Before. The zero value is none.
func (o *Options) leadWindow() Window {
	before, after := o.Before, o.After
	if o.InDollars() || o.AfterPaths != (Paths{}) || before.duration() == 0 || after.duration() == 0 {
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
	at := d.options.After.From
	if !c.span.since.IsZero() {
		at = c.span.since
		return at, at.Add(max(c.span.resolution, time.Minute))
	}
	return at, at
}

// queryChanged returns the statement that finds the writes before each cause.
func (d *Comparison) queryChanged() (*report.Report, error) {
	during := []report.Expression{report.Expressionf("FALSE")}
	for _, c := range d.causes {
		if from, to := d.begins(c); !from.IsZero() {
			during = append(during, report.Expressionf(`("time" >= %v AND "time" < %v)`, timeText(from.Add(-changeLead)), timeText(to)))
		}
	}
	return report.New(files, "changed", struct{ During report.Expression }{report.AnyOf(during)})
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
	d.writes = append(d.writes, writeCall{at: at, action: text(1), caller: text(2), target: text(3), account: text(4), calls: int(calls), isNotable: isNotable(text(1))})
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
			if w.at.Before(from.Add(-changeLead)) || !w.at.Before(to) || hasAccount && account != w.account || c.includesWrite(w) {
				continue
			}
			w.isRelated = w.concerns(known)
			if !w.isRelated && w.calls > mostUsual {
				continue
			}
			c.changed = append(c.changed, w)
		}
		slices.SortStableFunc(c.changed, compareWrites)
		c.changed = slices.CompactFunc(c.changed, func(a, b writeCall) bool { return a.action == b.action && a.caller == b.caller && a.target == b.target })
	}
}

// compareWrites orders the writes that are most likely to have brought about a cause
// first.
func compareWrites(a, b writeCall) int {
	falseLast := func(x, y bool) int {
		switch {
		case x == y:
			return 0
		case x:
			return -1
		}
		return 1
	}
	return cmp.Or(falseLast(a.isRelated, b.isRelated), falseLast(a.isNotable, b.isNotable), cmp.Compare(a.calls, b.calls), b.at.Compare(a.at),
		cmp.Compare(a.action, b.action), cmp.Compare(a.caller, b.caller), cmp.Compare(a.target, b.target))
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
// its action, and by the other conditions that a write shows. One on the cause's resource
// is none, although it is counted: it can be what brought the others about.
func (c *cause) includesWrite(w writeCall) bool {
	shown, isOwn := 0, false
	for _, condition := range c.Conditions {
		value, has := map[string]string{"caller": w.caller, "action": w.action, "resource": w.target, "bucket": w.target, "account": w.account}[c.dimensions[condition.Dimension].Name]
		if has && value != c.valueOf(condition) {
			return false
		}
		if has {
			shown++
		}
		name := c.dimensions[condition.Dimension].Name
		isOwn = isOwn || name == "caller" || name == "action"
	}
	return isOwn && shown == len(c.Conditions)
}

// concerns reports whether a write is on the resource, bucket or role of a cause.
func (w *writeCall) concerns(known map[string]string) bool {
	if w.target == "" {
		return false
	}
	bucket, _, _ := strings.Cut(known["prefix"], "/")
	for _, value := range []string{known["resource"], known["bucket"], bucket, known["caller"]} {
		if value != "" && (value == w.target || strings.HasPrefix(value, "arn:") && lastPart(value) == lastPart(w.target)) {
			return true
		}
	}
	return false
}

// lastPart returns the name at the end of an ARN.
func lastPart(arn string) string { return arn[strings.LastIndexAny(arn, ":/")+1:] }

// isNotable reports whether a call changes what is logged, or what others are allowed
// to do: such calls explain more than most.
func isNotable(action string) bool {
	_, name, _ := strings.Cut(action, ":")
	switch name {
	case "PutEventSelectors", "UpdateTrail", "StartLogging", "StopLogging", "DeleteTrail", "PutBucketPolicy", "DeleteBucketPolicy",
		"PutBucketAcl", "PutBucketPublicAccessBlock", "PutBucketReplication", "PutBucketNotification", "PutBucketLogging", "PutKeyPolicy",
		"CreateGrant", "DisableKey", "ScheduleKeyDeletion", "AttachRolePolicy", "DetachRolePolicy", "PutRolePolicy", "DeleteRolePolicy",
		"AttachUserPolicy", "PutUserPolicy", "AttachGroupPolicy", "AddUserToGroup", "UpdateAssumeRolePolicy", "CreatePolicyVersion",
		"SetDefaultPolicyVersion", "CreateAccessKey", "CreateLoginProfile", "UpdateLoginProfile", "AuthorizeSecurityGroupIngress",
		"AuthorizeSecurityGroupEgress", "RevokeSecurityGroupEgress", "ModifyVpcEndpoint", "DeleteVpcEndpoints", "CreateRoute", "ReplaceRoute",
		"DeleteRoute", "UpdateFunctionCode20150331v2", "UpdateFunctionConfiguration20150331v2", "AddPermission20150331v2",
		"UpdateService", "RegisterTaskDefinition", "UpdateStack", "ExecuteChangeSet", "UpdateAutoScalingGroup", "PutResourcePolicy":
		return true
	}
	return false
}

// describeChanged says what was changed just before a cause began.
func (c *cause) describeChanged() string {
	if len(c.changed) == 0 {
		return ""
	}
	const most = 4
	byCaller, names := c.changed[0].caller, []string{}
	first, last, others := c.changed[0].at, c.changed[0].at, 0
	for _, w := range c.changed {
		switch words := w.action; {
		case w.caller != byCaller || len(names) == most || w.isRelated != c.changed[0].isRelated:
			others++
		default:
			if w.target != "" && w.isRelated {
				words += " on " + shortResource(w.target)
			}
			if slices.Contains(names, words) {
				continue
			}
			names = append(names, words)
			first, last = earliest(first, w.at), latest(last, w.at)
		}
	}
	when := first.Format("2006-01-02 15:04:05")
	if !last.Equal(first) {
		when += " to " + last.Format("15:04:05")
	}
	words := fmt.Sprintf("just before: %s by %s, %s UTC", strings.Join(names, ", "), shortCaller(byCaller), when)
	switch {
	case others == 1:
		words += " (and 1 other write)"
	case others > 1:
		words += fmt.Sprintf(" (and %d other writes)", others)
	}
	return words
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// jsonWrite is a write as data.
type jsonWrite struct {
	Time    string `json:"time"`
	Action  string `json:"action"`
	Caller  string `json:"caller,omitempty"`
	Target  string `json:"target,omitempty"`
	Account string `json:"account,omitempty"`
}

// changedJSON returns the writes before a cause as data, the first twenty.
func (c *cause) changedJSON() table.Value {
	all := []jsonWrite{}
	for _, w := range c.changed[:min(len(c.changed), 20)] {
		all = append(all, jsonWrite{w.at.Format(time.RFC3339), w.action, w.caller, w.target, w.account})
	}
	return asJSON(all)
}
