package dialect

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// writeNormalForms makes the form of each normalize(x, NFD), a keyword, a text; it can
// be left out.
// https://trino.io/docs/current/functions/string.html#normalize
func writeNormalForms(statement syntax.Statement) {
	syntax.Walk(statement, func(n syntax.Node) bool {
		c, ok := n.(*syntax.Call)
		if !ok || len(c.Name) != 1 || c.Name[0].Key() != "normalize" {
			return true
		}
		switch len(c.Arguments) {
		case 1:
			c.Arguments = append(c.Arguments, syntax.NewText(c, "NFC"))
		case 2:
			form, isName := c.Arguments[1].(*syntax.Reference)
			if isName && slices.Contains([]string{"NFC", "NFD", "NFKC", "NFKD"}, strings.ToUpper(form.Text)) {
				c.Arguments[1] = syntax.NewText(form, strings.ToUpper(form.Text))
			}
		}
		return true
	})
}
