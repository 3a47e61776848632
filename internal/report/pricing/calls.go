package pricing

import (
	"fmt"
	"strings"

	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
)

// Calls are the parameters of counting calls that are priced alike.
type Calls struct {
	report.Scope
	// By groups the calls further.
	By []report.Dimension
	// Origin says what is asked of the address that a call came from.
	Origin Origin
	// Tiered tells the months apart, whose prices have steps.
	Tiered bool
	// List has the rules for calls to services other than S3 and KMS. Without it, all
	// that is known of these is that their data events are of calls that cost something.
	List *price.List
	// Storage says which storage class the objects have that calls read, the first rule
	// that applies.
	Storage []price.StorageRule
	// Buckets adds cost_assumed: the bucket of calls on objects whose class is not known.
	Buckets bool
	// Part, if there is one, says which of two readings of the logs an event is in:
	// both can have the same events.
	Part report.Expression
	// ClockFrom, if it is not zero, is where the text begins by which the times of a
	// group's calls differ, as a place in eventTime. The first and the last time are
	// found, and the sum of the squared bytes.
	ClockFrom int
}

// Origin says which calls keep the address that they came from.
type Origin uint8

// The origins that can be kept.
const (
	// OfBytes keeps the address of calls that sent bytes, whose price depends on it.
	OfBytes Origin = iota
	// OfAll keeps the address of all calls to S3.
	OfAll
	// None keeps no address: By has what tells the network path.
	None
)

// SQL returns the entries of a WITH clause that end with counted. Its columns are
// those of By; cost_request, a [price.Class], or NULL for none; cost_event, whether
// CloudTrail charges for a data event; cost_copy, a [Copy]; cost_free, whether nothing
// is charged for the requests, since they failed; with an origin cost_region,
// cost_endpoint and cost_address; cost_month, if prices are tiered; with ClockFrom
// cost_squares, cost_first and cost_last; and cost_calls, cost_sent, cost_received,
// cost_retrieved and cost_sized: the number of calls, the bytes that S3 sent and
// received, those that were read from a class which charges for it, and how many calls
// said what they sent.
func (c *Calls) SQL() (string, error) { return c.fillIn("calls") }

// EventsSQL returns the entries that end with kinds, which has a row for each event: the
// columns of By, the keys of [report.Once]; cost_priced, whether a price can apply, where
// callers are named alike; the first four keys of SQL; cost_clock; and cost_bytes,
// cost_bytes_in and cost_retrieves, 1 where the bytes are read from a class that charges
// for it. Other columns than a caller are NULL where no price can apply.
func (c *Calls) EventsSQL() (string, error) { return c.fillIn("kinds") }

// fillIn fills in a file of SQL.
func (c *Calls) fillIn(name string) (string, error) {
	once := c.GroupOnce(c.By, report.Measure{})
	keys, traits := c.listKeys(), c.listTraits()
	var keyOrdinals []string
	for i := range len(keys) + len(once.Keys) {
		keyOrdinals = append(keyOrdinals, fmt.Sprint(len(c.By)+i+1))
	}
	places := len(c.By) + len(once.Keys) + len(traits)
	if !c.gathersDeliveries() {
		places++ // whether it was delivered before
	}
	p := struct {
		*Calls
		By                        []report.OrdinalDimension
		Once                      *report.Once
		Principal                 report.Expression
		Keys, KeyOrdinals         string
		Texts                     []string
		Traits, TraitOrdinals     string
		Groups, HasBucket         bool
		Owner                     report.Expression
		S3Class, KMSClass         string
		ObjectCalls, FreeErrors   string
		DeniedFreeSince           report.Text
		Redelivered, OtherAccount report.Text
		Repeated                  report.Expression
		MostBytes                 string
		EventTime                 report.Expression
		Origins, ByClass          bool
		NeedsAddress              string
		RequesterPays             report.Expression
		BytesIn, BytesOut         report.Expression
		ruleTerms
		deliveryTerms
	}{
		Calls: c, By: report.NumberDimensions(c.By), Once: once, Principal: report.PrincipalID(),
		Keys: strings.Join(keys, ", "), KeyOrdinals: strings.Join(keyOrdinals, ", "),
		Texts: textTraits(), Traits: strings.Join(traits, ", "), TraitOrdinals: report.Ordinals(places),
		Groups: c.ClockFrom == 0, HasBucket: c.Buckets || len(c.Storage) > 0, Owner: report.ResourceOwner(),
		S3Class: classSQL(price.S3Rules()), KMSClass: classSQL(price.KMSRules()),
		ObjectCalls: textList(price.ObjectCalls()), FreeErrors: textList(price.FreeErrors()),
		DeniedFreeSince: price.DeniedFreeSince,
		MostBytes:       number(report.MostBytes),
		EventTime:       report.EventTime(),
		Redelivered:     report.Text(Redelivered), OtherAccount: report.Text(OtherAccount), Repeated: c.repeatedSQL(),
		Origins: c.Origin != None, ByClass: c.Origin == OfAll,
		NeedsAddress:  "cost_bytes > 0 OR cost_bytes_in > 0",
		RequesterPays: RequesterPays(), BytesIn: report.StatedBytes(report.BytesInKey), BytesOut: report.StatedBytes(report.BytesOutKey),
		ruleTerms:     c.ruleTerms(),
		deliveryTerms: c.deliveryTerms(),
	}
	if p.ByClass {
		p.NeedsAddress = "cost_source IN (" + textList(s3Sources()) + ")"
	}
	return report.FillIn(files, name, p)
}

// listKeys returns the columns that tell apart calls which are not priced alike.
func (c *Calls) listKeys() []string {
	keys := []string{"cost_request", "cost_event", "cost_copy", "cost_free"}
	if c.Origin != None {
		keys = append(keys, "cost_region", "cost_endpoint", "cost_address")
	}
	if c.Tiered {
		keys = append(keys, "cost_month")
	}
	if c.Buckets {
		keys = append(keys, "cost_assumed")
	}
	return keys
}

// textTraits returns the fields of an event that its class goes by.
func textTraits() []string {
	return []string{"cost_source", "cost_name", "cost_category", "cost_error"}
}

// listTraits returns the columns that the keys are found from, but for whether an event
// was delivered before.
func (c *Calls) listTraits() []string {
	traits := append(textTraits(), "cost_foreign", "cost_lent", "cost_shared", "cost_refused", "cost_requester", "cost_header", "cost_via")
	if len(c.Storage) > 0 {
		traits = append(traits, "cost_object_class")
	}
	if c.Origin != None {
		traits = append(traits, "cost_region", "cost_endpoint", "cost_address")
	}
	if c.Tiered {
		traits = append(traits, "cost_month")
	}
	if c.Buckets {
		traits = append(traits, "cost_bucket")
	}
	return traits
}

// RequesterPays returns the SQL of whether S3 charges the requester's account and not the
// bucket's owner: who asks for it says so in a header, and is not refused.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html
func RequesterPays() report.Expression {
	return report.Expressionf(`coalesce(json_extract_scalar(requestparameters, '$["x-amz-request-payer"]') = 'requester' AND coalesce(errorcode, '') <> 'AccessDenied', false)`)
}

// repeatedSQL returns the SQL of whether an event was delivered before.
func (c *Calls) repeatedSQL() report.Expression {
	if !c.Part.IsNone() {
		return c.RepeatedWithin(c.Part)
	}
	return c.Repeated()
}

// classSQL returns the expression of a call's class by rules for its service.
func classSQL(rules []price.ClassRule) string {
	var sql strings.Builder
	sql.WriteString("CASE")
	for _, rule := range rules {
		if condition := ruleSQL(rule); condition != "" {
			fmt.Fprintf(&sql, "\n        WHEN %s THEN %s", condition, classText(rule.Class))
		} else {
			fmt.Fprintf(&sql, "\n        ELSE %s", classText(rule.Class))
		}
	}
	sql.WriteString(" END")
	return sql.String()
}

// ruleSQL returns the condition of a rule, or "" for one without.
func ruleSQL(rule price.ClassRule) string {
	var alternatives []string
	if len(rule.Names) > 0 {
		alternatives = append(alternatives, "cost_name IN ("+textList(rule.Names)+")")
	}
	for _, prefix := range rule.Prefixes {
		alternatives = append(alternatives, "cost_name LIKE "+report.Text(prefix+"%").String())
	}
	return strings.Join(alternatives, " OR ")
}

// classText returns a class as SQL's text, which is NULL for none.
func classText(class price.Class) string {
	if class == price.None {
		return "NULL"
	}
	return report.Text(class).String()
}

// textList returns texts as SQL's literals, separated by commas.
func textList[T ~string](texts []T) string {
	var literals []string
	for _, text := range texts {
		literals = append(literals, report.Text(text).String())
	}
	return strings.Join(literals, ", ")
}
