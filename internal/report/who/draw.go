package who

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/trailq/trailq/internal/identity"
	"github.com/trailq/trailq/internal/table"
)

// Drawing is a way to draw a tree.
type Drawing int

// The drawings. The zero value draws nothing: rows have a depth instead.
const (
	DrawNothing Drawing = iota
	DrawUnicode         // with box-drawing characters
	DrawASCII           // for terminals that have no others
)

// drawBranch returns the lines in front of a node.
func (d Drawing) drawBranch(place identity.Place) string {
	open, straight, corner, tee := "   ", "│  ", "└─ ", "├─ "
	if d == DrawASCII {
		straight, corner, tee = "|  ", "`- ", "|- "
	}
	var branch strings.Builder
	for i, last := range place.Last[1:] {
		switch end := i == place.Depth-1; {
		case end && last:
			branch.WriteString(corner)
		case end:
			branch.WriteString(tee)
		case last:
			branch.WriteString(open)
		default:
			branch.WriteString(straight)
		}
	}
	return branch.String()
}

// askedMark follows what the user asked for.
const askedMark = " *"

// quoteLabel returns a name that cannot be mistaken for part of the drawing: it is
// quoted and escaped if it contains characters that draw.
func (d Drawing) quoteLabel(name string) string {
	draws := strings.ContainsFunc(name, func(r rune) bool { return '─' <= r && r <= '▟' })
	draws = draws || strings.TrimLeftFunc(name, unicode.IsSpace) != name || strings.HasSuffix(name, askedMark)
	if draws || strings.ContainsAny(name[:min(1, len(name))], "|`\"") {
		return strconv.QuoteToASCII(name)
	}
	return name
}

// drawnTree returns the tree as people see it, and the evidence for its steps: a
// terminal has no room for both in one table.
func (a *Answer) drawnTree(drawing Drawing) []*table.Table {
	tree := &table.Table{Columns: makeColumns("identity", "account", "how", "sessions", "events", "errors", "services", "first", "last")}
	for _, detail := range []int{3, 5, 6, 7, 8} {
		tree.Columns[detail].Detail, tree.Columns[detail].Unasked = true, true
	}
	evidence := &table.Table{
		Name: "evidence", Title: "Evidence for the steps",
		Columns: makeColumns("step", "eventID", "note", "eventTime", "event"),
	}
	for _, detail := range []int{3, 4} {
		evidence.Columns[detail].Detail, evidence.Columns[detail].Unasked = true, true
	}
	var drawn, proofs [][]table.Value
	for place, node := range a.tree.All(a.who.options.Limit) {
		how := describeStep(node)
		if proof := proofCells(node); proof != nil {
			number := int64(len(proofs) + 1)
			how = strings.TrimSpace(how + " [" + strconv.FormatInt(number, 10) + "]")
			proofs = append(proofs, append([]table.Value{table.Int(number)}, proof...))
		}
		drawn = append(drawn, []table.Value{
			table.Text(drawing.drawIdentity(place, node)), table.OptionalText(node.Account), table.OptionalText(how), table.Int(node.Sessions),
			table.Int(node.Events), table.Int(node.Errors), table.OptionalText(topServices(node)), table.OptionalText(node.First), table.OptionalText(node.Last),
		})
	}
	tree.Rows, evidence.Rows = table.All(drawn), table.All(proofs)
	if len(proofs) == 0 {
		return []*table.Table{tree}
	}
	return []*table.Table{tree, evidence}
}

// drawIdentity returns a node with its branch. Of an ARN it shows what kind and
// account do not say.
func (d Drawing) drawIdentity(place identity.Place, n *identity.Node) string {
	name := n.Name
	if parts := strings.SplitN(name, ":", 6); len(parts) == 6 && parts[0] == "arn" && parts[4] == n.Account {
		name = parts[5]
		if _, rest, found := strings.Cut(name, "/"); found && rest != "" {
			name = rest
		}
	}
	switch n.Kind {
	case identity.More:
	case identity.Unknown:
		name = string(n.Kind) + ": " + name
	default:
		name = string(n.Kind) + " " + d.quoteLabel(name)
	}
	text := d.drawBranch(place) + name
	if n.Matched {
		text += askedMark
	}
	return text
}

// describeStep returns how a step came from the one before it, and on what
// evidence.
func describeStep(n *identity.Node) string {
	switch {
	case n.How == "" && n.Evidence == identity.ByRecord:
		return "" // the calls say it themselves
	case n.How == "":
		return string(n.Evidence)
	}
	return n.How + " by " + string(n.Evidence)
}

// proofCells returns the cells of a step in the table of evidence, nil if there is
// nothing to say.
func proofCells(n *identity.Node) []table.Value {
	note := noteOf(n)
	if n.Key != "" && n.Key != n.Name {
		note = strings.TrimSuffix("key "+n.Key+"; "+note, "; ")
	}
	if note == "" && n.Event.ID == "" {
		return nil
	}
	event := n.Event.File
	if n.Event.Record > 0 {
		event += "#" + strconv.FormatInt(n.Event.Record, 10)
	}
	return []table.Value{table.OptionalText(n.Event.ID), table.OptionalText(note), table.OptionalText(n.Event.Time), table.OptionalText(event)}
}
