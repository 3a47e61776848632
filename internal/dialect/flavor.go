package dialect

import (
	"regexp"
	"strings"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// uuidPattern is an event data store's id.
var uuidPattern = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// storePattern is what templates have in place of such an id.
var storePattern = regexp.MustCompile(`(?i)^[$<{].*(eds|store)`)

// chooseFlavor decides whose table a statement means. Each reading counts what
// does not fit it: expressions of a type that Trino refuses there, and columns
// that the table has not. The reading that fits is taken, and Athena's where both
// do or neither, unless the table's name is the id of an event data store.
func (r *rewriter) chooseFlavor(statement syntax.Statement) Flavor {
	athena := r.misfits(statement, false)
	if athena == 0 && !namesStore(statement) {
		return Athena
	}
	lake := r.misfits(statement, true)
	switch {
	case lake < athena, lake == athena && namesStore(statement):
		return Lake
	}
	return Athena
}

// misfits counts what of a statement does not fit a reading.
func (r *rewriter) misfits(statement syntax.Statement, lake bool) int {
	reading := *r
	reading.setTable(lake)
	info := reading.resolveNames(statement)
	count := info.Mismatches(statement)
	for _, use := range info.Columns {
		if use.Relation.Logs && len(use.Fields) == 0 && isForeign(use, lake) {
			count++
		}
	}
	return count
}

// isForeign reports whether only the other flavour's table has a column.
func isForeign(use *resolve.Use, lake bool) bool {
	switch use.Name {
	case "eventjson", "eventjsonchecksum", "eventdata":
		return !lake
	}
	return lake && (partitionNames()[use.Name] != NoPartition || strings.HasPrefix(use.Name, "$"))
}

// namesStore reports whether a table's name is the id of an event data store of
// CloudTrail Lake, or a placeholder for one.
func namesStore(statement syntax.Statement) bool {
	found := false
	syntax.Walk(statement, func(n syntax.Node) bool {
		if t, ok := n.(*syntax.Table); ok {
			name := t.Path[len(t.Path)-1]
			found = found || !name.Quoted && (uuidPattern.MatchString(name.Key()) || storePattern.MatchString(name.Text))
		}
		return !found
	})
	return found
}
