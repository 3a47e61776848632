package report

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/trailq/trailq/internal/identity"
)

// Drawing is how a tree is drawn.
type Drawing int

// The drawings. The zero value draws nothing: rows have their depth instead.
const (
	DrawNothing Drawing = iota
	DrawUnicode         // with box-drawing characters
	DrawASCII           // for terminals that have no others
)

// branch is what stands before a node.
func (d Drawing) branch(place identity.Place) string {
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

// askedMark is behind what was asked for.
const askedMark = " *"

// label is a name that cannot be taken for a part of the drawing: quoted, with
// escapes, where it holds characters that draw.
func (d Drawing) label(name string) string {
	draws := strings.ContainsFunc(name, func(r rune) bool { return '─' <= r && r <= '▟' })
	draws = draws || strings.TrimLeftFunc(name, unicode.IsSpace) != name || strings.HasSuffix(name, askedMark)
	if draws || strings.ContainsAny(name[:min(1, len(name))], "|`\"") {
		return strconv.QuoteToASCII(name)
	}
	return name
}
