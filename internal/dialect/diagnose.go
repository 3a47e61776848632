package dialect

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Diagnose puts an engine's error about Query.SQL in terms of the user's own
// text: cause, remedy, line and caret where they can be found. The engine's
// error stays reachable by errors.Unwrap.
func (q *Query) Diagnose(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	offset, ok := q.place(text)
	word := q.wordAt(offset, ok)
	if !ok {
		word, offset, ok = q.findCaller(text)
	}
	message := sayMismatch(text, word)
	if message == "" {
		message = explain(text)
	}
	if q.guessed {
		message += guessedLake
	}
	if !ok {
		return &Error{Message: message, cause: err}
	}
	e := errorAt(q.source, offset, "%s", message)
	e.cause = err
	return e
}

// guessedLake ends an error about a statement that was taken for CloudTrail Lake's.
const guessedLake = " (the statement was read as CloudTrail Lake's; --dialect athena reads it as Athena's)"

// place finds the byte of the source that an engine's error points at.
func (q *Query) place(text string) (int, bool) {
	if offset, ok := caretOffset(text, q.SQL); ok {
		return q.sourceOffset(offset), true
	}
	for _, pattern := range namePatterns() {
		if m := pattern.FindStringSubmatch(text); m != nil {
			if i := indexWord(q.source, strings.TrimPrefix(m[1], "trino_")); i >= 0 {
				return i, true
			}
		}
	}
	return 0, false
}

// namePatterns find the name that an error is about.
func namePatterns() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`(?i)column "([^"]+)"`),
		regexp.MustCompile(`(?i)Function with name ([A-Za-z_0-9]+)`),
		regexp.MustCompile(`(?i)(?:function|macro) ['"]?([A-Za-z_0-9]+)`),
	}
}

// indexWord finds a name in text without regard to case.
func indexWord(text, word string) int {
	loc := regexp.MustCompile(`(?i)(?:^|[^\pL\d_])(` + regexp.QuoteMeta(word) + `)(?:[^\pL\d_]|$)`).FindStringSubmatchIndex(text)
	if loc == nil {
		return -1
	}
	return loc[2]
}

var caretLine = regexp.MustCompile(`(?m)^LINE (\d+): (.*)\n( *)\^`)

// caretOffset reads DuckDB's "LINE 2: …" with the caret below. A long line is
// shown from the middle on, with dots in front.
func caretOffset(text, sql string) (int, bool) {
	m := caretLine.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	number, _ := strconv.Atoi(m[1])
	lines := strings.SplitAfter(sql, "\n")
	if number < 1 || number > len(lines) {
		return 0, false
	}
	line := lines[number-1]
	column := len(m[3]) - len("LINE "+m[1]+": ")
	shown := m[2]
	if rest, cut := strings.CutPrefix(shown, "..."); cut {
		rest = strings.TrimSuffix(rest, "...")
		at := strings.Index(line, rest)
		if at < 0 {
			return 0, false
		}
		column += at - len("...")
	}
	start := 0
	for _, l := range lines[:number-1] {
		start += len(l)
	}
	if column < 0 || column > len(line) {
		return 0, false
	}
	return start + column, true
}

// sourceOffset maps a byte of Query.SQL to the source.
func (q *Query) sourceOffset(output int) int {
	i, found := slices.BinarySearchFunc(q.marks, output, func(m mark, target int) int { return m.output - target })
	if !found && i > 0 {
		i--
	}
	if i >= len(q.marks) {
		return 0
	}
	return q.marks[i].source
}

// explanation is a remedy for a kind of engine's error.
type explanation struct {
	pattern *regexp.Regexp
	message string // with $1, $2
}

// explanations are ordered; the first that fits is given.
func explanations() []explanation {
	list := []explanation{}
	for _, e := range []struct{ pattern, message string }{
		{`Referenced column "([^"]+)" not found in FROM clause!\s*Candidate bindings: ([^\n]+)`,
			`there is no column $1; did you mean one of $2? A CloudTrail field without a column is in the whole record: json_extract_scalar(record, '$$.$1')`},
		{`Referenced column "([^"]+)" (?:not found|was not found)`,
			`there is no column $1; a CloudTrail field without a column is in the whole record: json_extract_scalar(record, '$$.$1')`},
		{`(?:Could not convert string|field format:) ['"]('.*' is no [a-z]+: [^"']*|a JSON object[^']*|(?:slice|split_part|sequence|repeat|lpad|rpad|levenshtein_distance|format): [^']*)`, `$1`},
		{`Could not convert string '(Array subscript [^']*|SQL array indices start at 1)'`, `$1: element_at(…) gives NULL there`},
		{`Could not convert string '(Key not present in map: [^']*)'`, `$1: element_at(…) gives NULL there`},
		{`Could not convert string '(combination[^']*|bounds [^']*|number of [^']*|z-score[^']*)'`, `$1`},
		{`Could not convert string 'Decimal overflow'|Overflow in [a-z]+ of (?:DECIMAL\(38\)|INT128)|Overflow in HUGEINT`, `Decimal overflow: a decimal has 38 digits at most`},
		{`Type \S+ with value (\S+) can't be cast because the value is out of range for the destination type (\S+)`, `$1 is out of range for $2: TRY_CAST gives NULL`},
		{`Could not convert string ('[^']*') to DECIMAL(\([^)]*\))`, `$1 is no decimal$2: TRY_CAST gives NULL`},
		{`Overflow in [a-z]+ of (\S+) \((.*)\)!`, `$2 is out of range for $1: cast to a greater type`},
		{`(?:Could not convert string '|API error: )[Dd](ivision by zero)`, `D$1: try(…) gives NULL then, and so does a divisor of nullif(…, 0)`},
		{`(?:Table|Values list) "([^"]+)" does not have a column named "([^"]+)"`, `$1 has no column $2`},
		{`Referenced table "([^"]+)" not found`, `$1 is no table of this FROM clause`},
		{`Scalar Function with name "?(?:trino_)?([A-Za-z_0-9]+)"? does not exist!`, `there is no function $1 here`},
		{`(?:Aggregate|Table) Function with name "?(?:trino_)?([A-Za-z_0-9]+)"? does not exist!`, `there is no function $1 here`},
		{`column "([^"]+)" must appear in the GROUP BY clause`, `$1 has to be in GROUP BY, or inside an aggregate such as max($1)`},
		{`Cannot extract field '([^']+)' from expression "([^"]+)" because it is not a struct`,
			`$2 has no fields: if it is text, use json_extract_scalar($2, '$$.$1')`},
		{`Could not find key "([^"]+)" in struct`, `there is no field $1`},
		{`Could not convert string '([^']*)' to ([A-Z0-9]+)`, `the text '$1' is not of type $2: TRY_CAST(… AS $2) gives NULL for such texts`},
		{`(?:Could not parse string|Failed to parse)[^\n]*`, `$0; try(…) gives NULL for such texts`},
		{`invalid perl operator: (\S+)`, `this regular expression uses $1 (look-around), which is available where the expression is a literal in the SQL`},
		{`Malformed JSON`, `this text is not JSON: try(json_parse(…)) gives NULL for such texts`},
		{`Cannot compare values of type ([^\n]+?) and (?:type )?([^\n]+?) - an explicit cast is required`,
			`$1 and $2 cannot be compared: cast one of them`},
		{`Cannot mix values of type ([^\n]+?) and ([^\n]+?) in`, `$1 and $2 do not go together here: cast one of them`},
		{`Macro (?:trino_)?([A-Za-z_0-9]+)\(\) does not support the supplied arguments`, `$1 does not take these arguments: check their number and types`},
		{`Cannot deduce template type`, `these values do not go together: cast one of them`},
		{`Max expression depth limit of (\d+) exceeded`, `an expression is nested deeper than $1: a list after IN, or an array, holds more`},
		{`Invalid LIST argument during lambda`, `a lambda needs an array as the argument before it`},
		{`Unimplemented type for cast \((.*) -> (.*?)\)\s*(?:\n|$)`, `$1 cannot be cast to $2`},
		{`Type (\S+) with value ('[^']*') can't be cast to the destination type ([^\n]*)`, `$2 is no $3: the two cannot be compared`},
		{`Ambiguous reference to column name "([^"]+)"`, `$1 could be a column of several tables: write table.$1`},
	} {
		list = append(list, explanation{regexp.MustCompile(e.pattern), e.message})
	}
	return list
}

// explain returns cause and remedy of an engine's error. What is not known is
// its own first line.
func explain(text string) string {
	for _, e := range explanations() {
		if m := e.pattern.FindStringSubmatchIndex(text); m != nil {
			return writeTypes(string(e.pattern.ExpandString(nil, e.message, text, m)))
		}
	}
	first, _, _ := strings.Cut(text, "\n")
	if _, after, ok := strings.Cut(first, " Error: "); ok {
		first = after
	}
	_, first, _ = cutLast(first, "database/sql/driver: API error: ") // of a function in Go
	return writeTypes(strings.ReplaceAll(first, "trino_", ""))
}

// cutLast cuts a text behind the last of a separator; after is all of it without one.
func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return "", text, false
	}
	return text[:i], text[i+len(separator):], true
}
