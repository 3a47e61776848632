package dialect

import "regexp"

// uuidPattern is an event data store's id.
var uuidPattern = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// lakeTimePattern is how Lake's queries write times: with a space.
var lakeTimePattern = regexp.MustCompile(`^\d{4}-\d{2}-\d{2} \d{2}:\d{2}`)

// looksLikeLake says whether a statement can only be meant for CloudTrail
// Lake: its parameters are maps, its times timestamps, its booleans booleans.
func looksLikeLake(nodes []node) bool {
	for i := range nodes {
		if looksLikeLake(nodes[i].kids) || lakeSign(nodes[i:]) {
			return true
		}
	}
	return false
}

// lakeSign says whether nodes begin with a sign of Lake.
func lakeSign(nodes []node) bool {
	n := nodes[0]
	peek := func(k int) node {
		if k < len(nodes) {
			return nodes[k]
		}
		return node{}
	}
	switch {
	case n.is("from", "join"):
		length := gluedName(nodes[1:])
		return length > 0 && uuidPattern.MatchString(gluedText(nodes[1:1+length])) && nodes[1].kind != quotedToken
	case n.is("eventjson", "eventjsonchecksum", "eventdata"):
		return true
	case n.is("element_at") && peek(1).parens():
		return startsWithMap(peek(1).kids)
	case n.is("date", "day_of_week", "hour", "date_trunc", "date_format") && peek(1).parens():
		return takesEventTime(peek(1).kids)
	case n.is("eventtime"):
		return comparesTimestamp(nodes)
	case n.is("readonly", "managementevent", "sessioncredentialfromconsole"):
		return isComparison(peek(1)) && peek(2).is("true", "false") || peek(1).is("is") && (peek(2).is("true", "false"))
	}
	return isMapColumn(n) && peek(1).brackets() && len(peek(1).kids) == 1 && peek(1).kids[0].kind == stringToken
}

func isMapColumn(n node) bool {
	return n.isName() && (n.name() == "requestparameters" || n.name() == "responseelements" ||
		n.name() == "additionaleventdata" || n.name() == "serviceeventdetails")
}

// startsWithMap says whether the first argument is a column that is a map in
// Lake.
func startsWithMap(kids []node) bool {
	first := at0(split(kids))
	return len(first) > 0 && chainLength(first) == len(first) && isMapColumn(first[len(first)-1])
}

// takesEventTime says whether an argument is eventtime itself.
func takesEventTime(kids []node) bool {
	for _, part := range split(kids) {
		if len(part) > 0 && chainLength(part) == len(part) && part[len(part)-1].is("eventtime") {
			return true
		}
	}
	return false
}

// comparesTimestamp says whether eventtime is compared with a literal in
// Lake's form, or with a time: from now() or a TIMESTAMP literal.
func comparesTimestamp(nodes []node) bool {
	if len(nodes) < 3 || !isComparison(nodes[1]) && !nodes[1].is("between") {
		return false
	}
	n := nodes[2]
	return n.kind == stringToken && lakeTimePattern.MatchString(n.value()) ||
		n.is("timestamp", "now", "current_timestamp", "date_add")
}
