package report

import "slices"

// Column is a column of a query.
type Column struct {
	Name Name
	SQL  Expression
}

// Once is what a query that groups events needs in order to name callers alike and to
// add up a number of each call once. It groups by Keys as well, and adds Sums; from
// these groups, By and Amount are then grouped again.
//
// A call can have several records. The record of the second account of a call across
// accounts names the caller by its unique ID; any record of the caller has the ARN that
// belongs to it. Such records have one sharedEventID, and deliveries by several trails
// one eventID.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/shared-event-ID.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
type Once struct {
	Keys, Sums []Column
	By         []Column
	Amount     Expression
}

// The columns of Once.
const (
	principalColumn Name = "trailq_principal"
	callColumn      Name = "trailq_call"
	copyColumn      Name = "trailq_copy"
	eventColumn     Name = "trailq_event"
	sumColumn       Name = "trailq_sum"
	mostColumn      Name = "trailq_most"
	rankColumn      Name = "trailq_rank"
)

// IsNeeded reports whether one grouping does not suffice.
func (o *Once) IsNeeded() bool { return len(o.Keys) > 0 }

// GroupOnce returns what it takes to group by dimensions, and to add up a measure unless
// it is the zero value.
func (s *Scope) GroupOnce(by []Dimension, measure Measure) *Once {
	o := new(Once)
	if slices.ContainsFunc(by, func(d Dimension) bool { return d.IsCaller }) {
		o.Keys = append(o.Keys, Column{principalColumn, PrincipalID()})
	}
	for _, d := range by {
		o.By = append(o.By, Column{d.Name, d.NameSQL()})
	}
	if measure != (Measure{}) {
		s.sumOnce(o, measure)
	}
	return o
}

// RecordKeys returns the columns by which callers can be named alike where events are
// not grouped: trailq_principal, [PrincipalID]. With sums there are also trailq_call,
// equal in the records of one call, NULL for calls that one account has, and
// trailq_rank, by which the first of these records is the one to count.
func RecordKeys(sums bool) []Column {
	keys := []Column{{principalColumn, PrincipalID()}}
	if sums {
		keys = append(keys, Column{callColumn, sharedCall()},
			Column{rankColumn, Expressionf("CASE WHEN useridentity.accountid = recipientaccountid THEN '1' ELSE '0' END || coalesce(eventid, '')")})
	}
	return keys
}

// sumOnce adds the columns that add up a measure. Records that share a call are groups of
// their own, and so are all deliveries where the logs do not tell duplicates. Of these
// groups one counts: that of the account that is not the caller's, since it has the
// resource.
func (s *Scope) sumOnce(o *Once, measure Measure) {
	call, amount := sharedCall(), Expressionf("CASE WHEN NOT %v THEN %v END", s.Repeated(), measure.SQL)
	if s.Elsewhere {
		call = Expressionf("CASE WHEN %v > 0 THEN coalesce(%v, nullif(eventid, '')) END", measure.SQL, call)
		amount = measure.SQL
	}
	o.Keys = append(o.Keys, Column{callColumn, call})
	o.Sums = []Column{
		{copyColumn, Expressionf("max(CASE WHEN useridentity.accountid = recipientaccountid THEN 1 ELSE 0 END)")},
		{eventColumn, Expressionf("min(eventid)")},
		{sumColumn, Expressionf("sum(%v)", amount)},
		{mostColumn, Expressionf("max(%v)", amount)},
	}
	o.Amount = Expressionf("CASE WHEN %[1]v IS NULL THEN %[2]v WHEN row_number() OVER (PARTITION BY %[1]v ORDER BY %[3]v, %[4]v) = 1 THEN %[5]v END",
		callColumn, sumColumn, copyColumn, eventColumn, mostColumn)
}

// sharedCall returns the SQL of what the records of two accounts about one call have in
// common, NULL for calls that one account has. A service's calls have a sharedEventID and
// one record. The two events of an Insight share one, too, and so do network activity
// events, which are not about another account.
func sharedCall() Expression {
	return Expressionf("CASE WHEN coalesce(useridentity.type, '') <> 'AWSService' AND coalesce(eventcategory, '') NOT IN ('Insight', 'NetworkActivity') THEN nullif(sharedeventid, '') END")
}

// PrincipalID returns the SQL of the unique ID of the role or user that called, NULL for
// other callers.
func PrincipalID() Expression {
	return Expressionf("CASE WHEN substr(useridentity.principalid, 1, 4) IN ('AROA', 'AIDA') THEN split_part(useridentity.principalid, ':', 1) END")
}

// NameSQL returns the SQL of a dimension on groups that have [PrincipalID] as a column,
// too. A caller without an ARN has the one that other groups have for its ID, unless
// they have several.
func (d Dimension) NameSQL() Expression {
	if !d.IsCaller {
		return Expression{d.Name.String()}
	}
	arn := Expressionf("CASE WHEN %[1]v LIKE 'arn:%%' THEN %[1]v END", d.Name)
	return Expressionf("CASE WHEN %[1]v IS NOT NULL AND coalesce(%[2]v, '') NOT LIKE 'arn:%%' AND min(%[3]v) OVER (PARTITION BY %[1]v) = max(%[3]v) OVER (PARTITION BY %[1]v) THEN max(%[3]v) OVER (PARTITION BY %[1]v) ELSE %[2]v END",
		principalColumn, d.Name, arn)
}
