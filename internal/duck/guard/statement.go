package guard

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/trailq/trailq/internal/dialect"
)

// Kind is what a statement does.
type Kind int

// The kinds of statements.
const (
	Select Kind = iota
	Explain
	Create
	Insert
	Drop
)

// Statement is a statement as the guard divides it: a head that package dialect has
// made, and the query behind it.
type Statement struct {
	Kind  Kind
	Name  string // of a table or view that the statement makes, fills or drops
	Query string // empty where the head is all
}

const quotedName = `"((?:[^"]|"")*)"`

// heads are the heads, each with the kind of statement that it begins.
func heads() []head {
	return []head{
		{regexp.MustCompile(`^EXPLAIN `), Explain},
		{regexp.MustCompile(`^CREATE (?:OR REPLACE )?TEMP (?:TABLE|VIEW) (?:IF NOT EXISTS )?` + quotedName + ` AS `), Create},
		{regexp.MustCompile(`^INSERT INTO ` + quotedName + `(?: ?\((?:"(?:[^"]|"")*"|[\w, ])*\))? ?`), Insert},
		{regexp.MustCompile(`^DROP (?:TABLE|VIEW) ` + quotedName + `$`), Drop},
	}
}

type head struct {
	pattern *regexp.Regexp
	kind    Kind
}

// Divide divides a statement. Keywords of a head can be in lower case, as the user
// wrote them.
func Divide(sql string) Statement {
	sql = strings.TrimSpace(sql)
	upper := upperASCII(sql)
	for _, head := range heads() {
		found := head.pattern.FindStringSubmatchIndex(upper)
		if found == nil {
			continue
		}
		s := Statement{Kind: head.kind, Query: sql[found[1]:]}
		if len(found) > 2 {
			s.Name = strings.ReplaceAll(sql[found[2]:found[3]], `""`, `"`)
		}
		return s
	}
	return Statement{Kind: Select, Query: sql}
}

// upperASCII returns sql with its ASCII letters in upper case, so that offsets stay
// the same.
func upperASCII(sql string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, sql)
}

// Refuse returns the error for a statement that does not run.
func Refuse(format string, values ...any) error {
	return &dialect.Error{Message: "the statement is refused: " + fmt.Sprintf(format, values...)}
}
