package dialect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/sqltext"
)

// Scalar is a text, number or boolean in the JSON of a text column that a
// statement asks for by json_extract_scalar. The reader finds it while it reads
// the record, so that DuckDB neither gets the text nor parses it.
type Scalar struct {
	Column string   // of [ScanColumns], a text from a field
	Path   []string // keys from there
}

// mostScalars is how many scalars of a statement the reader can find.
const mostScalars = 16

// ScalarColumns returns the columns of the scan that hold [Query.Scalars], in
// their order, and for each column that these are in one more. Where the reader
// finds a record's scalars with certainty, that one is NULL; else it holds the
// JSON, and a scalar that was not found is NULL.
func ScalarColumns() []Column {
	var columns []Column
	for i := range mostScalars {
		columns = append(columns, Column{Name: scalarName(i), Origin: FromScalar})
	}
	for _, c := range ScanColumns() {
		if slices.Contains(jsonColumns(), c.Name) {
			columns = append(columns, Column{Name: restName(c.Name), Origin: FromRest, Path: c.Path})
		}
	}
	return columns
}

// jsonColumns are the text columns that queries look for scalars in.
func jsonColumns() []string {
	return []string{"requestparameters", "responseelements", "additionaleventdata", "serviceeventdetails"}
}

func scalarName(i int) string { return "scalar." + strconv.Itoa(i+1) }

func restName(column string) string { return column + ".rest" }

// canGiveScalars reports whether the reader may find a block's scalars: all that
// the block says must mean the same then, and rows must come from the logs.
func (r *rewriter) canGiveScalars(b *block, env environment) bool {
	if !r.scalarsGiven || r.lake || r.view || env.combined || b.star || len(b.logs) != 1 {
		return false
	}
	return !slices.ContainsFunc(b.clauses, func(c clause) bool { return c.keyword == "select" && len(c.head) > 1 && c.head[1].is("distinct") })
}

// scalarOf returns the scalar that the arguments of json_extract_scalar name in
// the logs of a block, and the prefix that names their table.
func (r *rewriter) scalarOf(parts [][]node, b *block) (s Scalar, prefix string, ok bool) {
	if !b.scalars || len(parts) != 2 || len(parts[0]) == 0 || chainLength(parts[0]) != len(parts[0]) {
		return Scalar{}, "", false
	}
	names, qualified := b.columnOf(chainNames(parts[0]))
	if len(names) != 1 || !qualified && (!b.alone || b.locals[names[0]]) {
		return Scalar{}, "", false
	}
	name := names[0]
	// Where it is grouped by as a whole, DuckDB takes no part of it.
	if !slices.Contains(jsonColumns(), name) || r.shape[name].Kind != Text || !r.isItself(name) ||
		b.aliases[name] > 0 || b.whole[name] || b.groupsBy(name) {
		return Scalar{}, "", false
	}
	path, ok := plainPath(parts[1])
	if qualified {
		prefix = sqltext.Identifier(parts[0][len(parts[0])-3].name()) + "."
	}
	return Scalar{name, path}, prefix, ok
}

// groupsBy reports whether GROUP BY names a column other than to find a scalar in
// it.
func (b *block) groupsBy(column string) bool {
	for _, c := range b.clauses {
		if c.keyword == "group" && namesColumn(c.body, column) {
			return true
		}
	}
	return false
}

func namesColumn(nodes []node, column string) bool {
	for i, n := range nodes {
		inScalar := n.group && i > 0 && nodes[i-1].is("json_extract_scalar")
		if n.isName() && n.name() == column || !inScalar && namesColumn(n.kids, column) {
			return true
		}
	}
	return false
}

// plainPath returns the keys of a constant JSON path in which no character but
// the dots between them means anything: $.bucketName, $.credentials.accessKeyId.
func plainPath(argument []node) ([]string, bool) {
	text, ok := literalText(argument)
	rest, rooted := strings.CutPrefix(text, "$.")
	if !ok || !rooted {
		return nil, false
	}
	keys := strings.Split(rest, ".")
	for _, key := range keys {
		if key == "" || strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != "" {
			return nil, false
		}
	}
	return keys, true
}

// scalar writes json_extract_scalar as the column that the reader fills, and,
// where it leaves that open, as DuckDB's function over the JSON.
func (e *expression) scalar(n node, parts [][]node) []node {
	if len(e.env.blocks) == 0 {
		return nil
	}
	s, prefix, ok := e.r.scalarOf(parts, e.env.blocks[len(e.env.blocks)-1])
	if !ok || e.env.lambda[s.Column] != "" {
		return nil
	}
	place := e.r.scalarPlace(s)
	if place < 0 {
		return nil
	}
	var path strings.Builder
	path.WriteByte('$')
	for _, key := range s.Path {
		path.WriteString("." + jsonKey(key))
	}
	rest := []node{raw(prefix+sqltext.Identifier(restName(s.Column)), parts[0][0])}
	return call("coalesce", n,
		[]node{raw(prefix+sqltext.Identifier(scalarName(place)), parts[0][0])},
		call("trino_json_extract_scalar", n, rest, []node{raw(sqltext.Literal(path.String()), parts[1][0])}))
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
