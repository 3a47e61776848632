package diff

import (
	"github.com/trailq/trailq/internal/report"
)

// dimension is an attribute of events that a change can be described by.
type dimension struct {
	Name report.Name
	SQL  report.Expression // of the columns of trailq_changes and trailq_classes
	// group names the group of the fields that the dimension is derived from.
	group report.Name
	// Volatile and Circumstance are as in package explain.
	Volatile, Circumstance bool
	// place is the position of its words in the sentence about a cause; phrase is those
	// words, with the value in it, and none the words for no value.
	place  int
	phrase string
	none   string
}

// Text returns the name as a literal.
func (d dimension) Text() report.Text { return report.Text(d.Name) }

// ByClass reports whether the dimension is the class, which comes from a table of
// its own.
func (d dimension) ByClass() bool { return d.Name == "class" }

// Group returns the number of the dimension's group in trailq_sums.
func (d dimension) Group() int { return groupOf(d).Group }

// groupedFields returns the fields of trailq_changes that the dimensions are
// derived from.
func groupedFields() []report.Dimension {
	fields := namedFields("call", "caller", "bucket", "error", "ip", "agent", "vpce", "region", "account")
	fields = append(fields, report.Dimension{Name: "resource", SQL: report.NamedResourceSQL()})
	return append(fields, report.Dimension{Name: "folder", SQL: report.KeyFolder()})
}

// namedFields returns the fields of short names.
func namedFields(names ...string) []report.Dimension {
	fields, err := report.ParseDimensions(names)
	if err != nil {
		panic(err) // they are in ShortNames
	}
	return fields
}

// allDimensions returns all dimensions, the most telling first: if two explain the
// same, the earlier one is named, so that a network comes before a wider one. Who
// does what to what comes first. If that explains nearly as much as the
// circumstances do (address, agent, network path), it is named instead.
func allDimensions() []dimension {
	const (
		ipv4 = `regexp_like("ip", '^[0-9]{1,3}([.][0-9]{1,3}){3}$')`
		// CloudTrail writes IPv6 as RFC 5952 has it: lower case, the longest zeros
		// as "::". The first three groups are the /48.
		ipv6    = `regexp_like("ip", '^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*$')`
		network = `CASE WHEN ` + ipv4 + ` THEN regexp_extract("ip", '^[0-9]+[.][0-9]+[.][0-9]+') || '.0/24'
      WHEN ` + ipv6 + ` THEN regexp_replace(regexp_extract("ip", '^[0-9a-f]*(:[0-9a-f]+){0,2}'), '(:0)+$', '') || '::/48' END`
		wide   = `CASE WHEN ` + ipv4 + ` THEN regexp_extract("ip", '^[0-9]+[.][0-9]+') || '.0.0/16' END`
		family = `regexp_extract("agent", '^\[?([^\]\[/ ,;()]+)', 1)`
	)
	field := func(name report.Name) report.Expression { return report.Expressionf("nullif(%v, '')", name) }
	return []dimension{
		{Name: "caller", group: "caller", SQL: field("caller"), place: 2, phrase: "by %s", none: "by no named caller"},
		{Name: "call", group: "call", SQL: field("call"), place: 1, phrase: "%s", none: "events without a name"},
		{Name: "prefix", group: "place", SQL: report.Expressionf(`nullif("bucket", '') || '/' || coalesce("folder", '')`), place: 3, phrase: "on %s", none: "on no bucket"},
		{Name: "bucket", group: "place", SQL: field("bucket"), place: 3, phrase: "on bucket %s", none: "on no bucket"},
		{Name: "resource", group: "resource", SQL: field("resource"), place: 3, phrase: "on %s", none: "on no named resource"},
		{Name: "error", group: "error", SQL: field("error"), place: 4, phrase: "that failed with %s", none: "that did not fail"},
		{Name: "ip", group: "origin", SQL: field("ip"), Volatile: true, Circumstance: true, place: 5, phrase: "from %s", none: "with no source address"},
		{Name: "network", group: "origin", SQL: report.Expressionf(network), Volatile: true, Circumstance: true, place: 5, phrase: "from %s", none: "with no source IP address"},
		{Name: "network16", group: "origin", SQL: report.Expressionf(wide), Circumstance: true, place: 5, phrase: "from %s", none: "with no IPv4 source address"},
		{Name: "agent", group: "agent", SQL: field("agent"), Volatile: true, Circumstance: true, place: 7, phrase: "with agent %s", none: "without a user agent"},
		{Name: "agentFamily", group: "agent", SQL: report.Expressionf(family), Circumstance: true, place: 7, phrase: "with an agent %s", none: "without a user agent"},
		{Name: "class", group: "origin", SQL: report.Expressionf(`"class"`), Circumstance: true, place: 6, phrase: "%s", none: "from an unknown origin"},
		{Name: "vpce", group: "origin", SQL: field("vpce"), Circumstance: true, place: 6, phrase: "through %s", none: "through no VPC endpoint"},
		{Name: "account", group: "account", SQL: field("account"), Circumstance: true, place: 8, phrase: "in account %s", none: "in no account"},
		{Name: "region", group: "origin", SQL: field("region"), Circumstance: true, place: 9, phrase: "in %s", none: "in no region"},
	}
}
