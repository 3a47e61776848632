package dialect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// Scalar is a text, number or boolean in the JSON of a text column that a
// statement asks for by json_extract_scalar. The reader finds it while it reads
// the record, so that DuckDB neither gets the text nor parses it.
type Scalar struct {
	Column string   // of [ScanColumns], a text from a field
	Path   []string // keys from there; [0] is the first element of an array
}

// mostScalars is how many scalars of a statement the reader can find.
const mostScalars = 32

// ScalarColumns returns the columns of the scan that hold [Query.Scalars], in
// their order, and for each column that these are in one more. Where the reader
// finds a record's scalars with certainty, that one is NULL; else it holds the
// JSON, and a scalar that was not found is NULL.
func ScalarColumns() []Column {
	var columns []Column
	for i := range mostScalars {
		columns = append(columns, Column{Name: scalarName(i), Origin: FromScalar})
	}
	for _, c := range slices.Concat(athenaColumns(), otherColumns()) {
		if slices.Contains(jsonColumns(), c.Name) {
			columns = append(columns, Column{Name: restName(c.Name), Origin: FromRest, Path: c.Path})
		}
		if c.Name == firstOf {
			columns = append(columns, Column{Name: c.Name + firstElement, Type: *c.Type.Element, Path: append(slices.Clone(c.Path), firstElement)})
		}
	}
	return columns
}

// firstOf is the array of which the reader can give the first element alone.
const firstOf = "resources"

// firstUse returns the use of the array where a call of element_at asks for its first
// element, nil for any other call.
func (t *transformer) firstUse(c *syntax.Call) *resolve.Use {
	if !t.r.scalarsGiven || t.r.lake || t.r.view || len(c.Arguments) != 2 {
		return nil
	}
	number, ok := c.Arguments[1].(*syntax.NumberLiteral)
	use := t.info.Columns[c.Arguments[0]]
	if !ok || number.Text != "1" || !isLogs(use) || use.Name != firstOf || len(use.Fields) > 0 || !t.r.isItself(firstOf) {
		return nil
	}
	if b := t.owners[use.Relation]; b == nil || !b.scalars || b.aliases[firstOf] > 0 || b.whole[firstOf] || b.groupsBy(firstOf) {
		return nil
	}
	return use
}

// first reads the first element of an array as the column that the reader fills.
func (t *transformer) first(c *syntax.Call, use *resolve.Use) syntax.Expression {
	return verbatimAt(c, t.prefix(use)+sqltext.Identifier(firstOf+firstElement))
}

// jsonColumns are the text columns that queries look for scalars in.
func jsonColumns() []string {
	return []string{"requestparameters", "responseelements", "additionaleventdata", "serviceeventdetails"}
}

func scalarName(i int) string { return "scalar." + strconv.Itoa(i+1) }

func restName(column string) string { return column + ".rest" }

// canGiveScalars reports whether the reader may find a block's scalars: all that
// the block says must mean the same then, and rows must come from the logs.
func (t *transformer) canGiveScalars(b *block, combined bool) bool {
	return t.r.scalarsGiven && !t.r.lake && !t.r.view && !combined && !b.star && len(b.logs()) == 1 && b.node.Quantifier != "distinct"
}

// scalarOf returns the scalar of the logs that a call of json_extract_scalar asks
// for, and the column's use; nil where it asks for something else.
func (t *transformer) scalarOf(c *syntax.Call) (*resolve.Use, Scalar) {
	if len(c.Arguments) != 2 {
		return nil, Scalar{}
	}
	use := t.info.Columns[c.Arguments[0]]
	if !isLogs(use) || len(use.Fields) > 0 || !slices.Contains(jsonColumns(), use.Name) || t.r.shape[use.Name].Kind != Text || !t.r.isItself(use.Name) {
		return nil, Scalar{}
	}
	b := t.owners[use.Relation]
	// Where it is grouped by as a whole, DuckDB takes no part of it.
	if b == nil || !b.scalars || b.aliases[use.Name] > 0 || b.whole[use.Name] || b.groupsBy(use.Name) {
		return nil, Scalar{}
	}
	path, ok := plainPath(c.Arguments[1])
	if !ok {
		return nil, Scalar{}
	}
	return use, Scalar{use.Name, path}
}

// groupsBy reports whether GROUP BY names a column other than to find a scalar in
// it.
func (b *block) groupsBy(column string) bool {
	if b.node.GroupBy == nil {
		return false
	}
	found := false
	for _, element := range b.node.GroupBy.Elements {
		for _, item := range element.Items {
			syntax.Walk(item, func(n syntax.Node) bool {
				if c, ok := n.(*syntax.Call); ok && (c.Name[0].Key() == "json_extract_scalar" || c.Name[0].Key() == "coalesce") {
					return false
				}
				name, _ := n.(syntax.Expression)
				last := lastName(name)
				found = found || last != nil && last.Key() == column
				return true
			})
		}
	}
	return found
}

// plainPath returns the keys of a constant JSON path in which no character means
// anything but the dots between them, and [0] behind them: $.bucketName,
// $.instancesSet.items[0].instanceId.
func plainPath(argument syntax.Expression) ([]string, bool) {
	text, ok := literalOf(argument)
	rest, rooted := strings.CutPrefix(text, "$.")
	if !ok || !rooted {
		return nil, false
	}
	keys := strings.Split(strings.ReplaceAll(rest, firstElement, "."+firstElement), ".")
	for i, key := range keys {
		if key == firstElement && i > 0 {
			continue
		}
		if key == "" || strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != "" {
			return nil, false
		}
	}
	return keys, true
}

// firstElement is the step of a path into an array.
const firstElement = "[0]"

// scalar writes json_extract_scalar as the column that the reader fills, and,
// where it leaves that open, as DuckDB's function over the JSON; nil where the
// reader does not find the scalar.
func (t *transformer) scalar(c *syntax.Call) syntax.Expression {
	use, s := t.scalarOf(c)
	if use == nil {
		return nil
	}
	place := t.r.scalarPlace(s)
	if place < 0 {
		return nil
	}
	var path strings.Builder
	path.WriteByte('$')
	for _, key := range s.Path {
		if key == firstElement {
			path.WriteString(key)
		} else {
			path.WriteString("." + jsonKey(key))
		}
	}
	column, prefix := c.Arguments[0], t.prefix(use)
	rest := verbatimAt(column, prefix+sqltext.Identifier(restName(s.Column)))
	return engineCall(c, "coalesce", verbatimAt(column, prefix+sqltext.Identifier(scalarName(place))),
		engineCall(c, "trino_json_extract_scalar", rest, textAt(c.Arguments[1], path.String())))
}

// scalarPlace returns a scalar's place among those of the statement, negative
// where there is room for no more.
func (r *rewriter) scalarPlace(s Scalar) int {
	place := slices.IndexFunc(r.scalars, func(t Scalar) bool { return t.Column == s.Column && slices.Equal(t.Path, s.Path) })
	if place < 0 && len(r.scalars) < mostScalars {
		place = len(r.scalars)
		r.scalars = append(r.scalars, s)
	}
	return place
}
