package rewrite

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/dialect/builtin"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// typedLiteral writes a literal with a type in front.
func (t *transformer) typedLiteral(e *syntax.TypedLiteral) syntax.Expression {
	switch e.Type {
	case "timestamp":
		if zone := t.zoneOf(e); zone != "" {
			return t.wallClock(e, t.timestampLiteral(e), zone)
		}
		return t.timestampLiteral(e)
	case "ipaddress":
		return syntax.NewCall(e, "trino_ipaddress", e.Value)
	case "ipprefix", "varchar", "char":
		return e.Value
	case "json":
		return syntax.NewCall(e, "trino_json_parse", e.Value)
	case "x":
		return syntax.NewCall(e, "unhex", e.Value)
	case "decimal":
		if !decimalPattern.MatchString(e.Value.Value) {
			t.failAt(e.Value.Start(), "'%s' is no decimal", e.Value.Value)
		}
		return verbatimAt(e, fmt.Sprintf("CAST('%s' AS DECIMAL(%d, %d))", e.Value.Value, t.info.Type(e).Precision, t.info.Type(e).Scale))
	case "double", "real", "bigint", "integer", "smallint", "tinyint", "boolean", "uuid":
		return verbatim(e, []string{"CAST(", " AS " + strings.ToUpper(e.Type) + ")"}, e.Value)
	}
	return e
}

// decimalPattern is the text of DECIMAL '…'.
var decimalPattern = regexp.MustCompile(`^ *[+-]?(\d+\.?\d*|\.\d+) *$`)

// timestampZone splits a timestamp literal from its zone.
var timestampZone = regexp.MustCompile(`^(\d{4,}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?) ?([A-Za-z+-].*)$`)

// timestampLiteral writes TIMESTAMP '…', which may name a zone.
func (t *transformer) timestampLiteral(e *syntax.TypedLiteral) syntax.Expression {
	match := timestampZone.FindStringSubmatch(e.Value.Value)
	if match == nil {
		return e
	}
	location, err := builtin.LoadZone(match[2])
	if err != nil {
		t.failAt(e.Value.Start(), "there is no time zone %q", match[2])
		return e
	}
	local, err := builtin.ParseISO(strings.Replace(match[1], " ", "T", 1), location)
	if err != nil {
		t.failAt(e.Value.Start(), "%s is not a timestamp", sqltext.Literal(e.Value.Value))
		return e
	}
	return &syntax.TypedLiteral{Pos: e.Pos, Type: "TIMESTAMPTZ", Value: syntax.NewText(e.Value, instantText(local))}
}

func instantText(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05.999999") + "+00" }
