// Package mask hides credentials in tables: CloudTrail records can hold session
// tokens, secret keys and passwords, which an answer about calls need not show.
//
//	shown := mask.Table(answer)
//
// They are known by the names of members and columns, and many also by their form, whatever
// SQL calls them: session tokens by how they begin, secret keys beside an access key ID, private
// keys, JSON web tokens, and passwords in URLs, connection strings and commands. It is against
// accidents: SQL that changes a value, or that takes a password or a secret key out of
// what surrounds it and renames it, shows it.
package mask

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/table"
)

// Hidden replaces a credential.
const Hidden = "***"

// note says that something was hidden.
const note = "credentials in records are masked; --unmasked shows them"

// Table returns the table with credentials hidden: the members of JSON that have the
// name of one, in any text, and the columns that do. A note says so.
func Table(answer *table.Table) *table.Table {
	masked := *answer
	columns := make([]bool, len(answer.Columns))
	for i, column := range answer.Columns {
		columns[i] = isCredential(column.Name)
	}
	masked.Rows = func(yield func([]table.Value, error) bool) {
		m := &masker{columns: columns, forms: forms()}
		m.patterns = make([]*regexp.Regexp, len(m.forms))
		defer func() {
			masked.Notes = answer.Notes
			if m.found {
				masked.Notes = append(slices.Clone(answer.Notes), note)
			}
		}()
		for row, err := range answer.Rows {
			if err == nil {
				row = m.maskRow(row)
			}
			if !yield(row, err) {
				return
			}
		}
	}
	return &masked
}

// masker hides the credentials of one row after another.
type masker struct {
	columns  []bool // those that are credentials
	row      []table.Value
	text     []byte
	member   *regexp.Regexp // the name of a credential with the quote of its value; nil until needed
	forms    []form
	patterns []*regexp.Regexp // those of forms; nil until needed
	found    bool
}

// maskRow returns the row, or a copy where something is hidden.
func (m *masker) maskRow(row []table.Value) []table.Value {
	copied := false
	for i, value := range row {
		hidden, found := m.maskValue(value, i < len(m.columns) && m.columns[i])
		if !found {
			continue
		}
		if !copied {
			m.row = append(m.row[:0], row...)
			row, copied, m.found = m.row, true, true
		}
		row[i] = hidden
	}
	return row
}

// maskValue returns what is shown of a value, and whether that is something else.
func (m *masker) maskValue(value table.Value, whole bool) (table.Value, bool) {
	switch value.Kind() {
	case table.KindText, table.KindJSON:
	default:
		return value, false
	}
	if whole {
		return table.Text(Hidden), true
	}
	m.text = value.AppendText(m.text[:0])
	hidden, found := m.text, false
	if value.HasQuotes() && mentionsCredential(m.text) { // most values have none
		hidden, found = m.hideMembers(m.text)
	}
	hidden, tokens := hideTokens(hidden)
	hidden, others := m.hideForms(hidden)
	if !found && !tokens && !others {
		return value, false
	}
	if value.Kind() == table.KindJSON {
		return table.JSON(hidden), true
	}
	return table.Text(string(hidden)), true
}

// names are how the names of credentials end, in lower case.
func names() []string { return []string{"sessiontoken", "secretaccesskey", "password"} }

// isCredential reports whether a column or the last part of a path names a credential.
func isCredential(name string) bool {
	name = strings.ToLower(strings.TrimRight(name, `"]`))
	return slices.ContainsFunc(names(), func(end string) bool { return strings.HasSuffix(name, end) })
}

// mentionsCredential reports whether a text can hold a member that is a credential.
func mentionsCredential(text []byte) bool {
	for _, part := range [...]string{"Token\"", "token\"", "AccessKey\"", "accesskey\"", "assword\"", "Token\\", "token\\", "AccessKey\\", "accesskey\\", "assword\\"} {
		if bytes.Contains(text, []byte(part)) {
			return true
		}
	}
	return false
}

// hideMembers returns the text with the values of credentials hidden.
func (m *masker) hideMembers(text []byte) (hidden []byte, found bool) {
	if m.member == nil {
		m.member = regexp.MustCompile(`(?i)(?:` + strings.Join(names(), "|") + `)\\*"\s*:\s*(\\*)"`)
	}
	for {
		at := m.member.FindSubmatchIndex(text)
		if at == nil {
			return append(hidden, text...), found
		}
		end := findEnd(text[at[1]:], at[3]-at[2])
		hidden = append(hidden, text[:at[1]]...)
		text = text[at[1]:]
		if end > 0 {
			hidden, text, found = append(hidden, Hidden...), text[end:], true
		}
	}
}

// findEnd returns where a JSON string ends, at the backslashes of its closing quote.
// Depth is how many backslashes its quotes have: none, or one for JSON in a text of
// JSON, and so on. A quote inside the string has more.
func findEnd(text []byte, depth int) int {
	slashes := 0
	for i, c := range text {
		switch {
		case c == '\\':
			slashes++
		case c == '"' && slashes%(2*depth+2) == depth:
			return i - depth
		default:
			slashes = 0
		}
	}
	return len(text)
}

// Mentions reports whether a text, such as the name of a field or JSON, can hold a
// credential.
func Mentions(text string) bool { return isCredential(text) || mentionsCredential([]byte(text)) }
