package dialect

import (
	"regexp"
	"strings"

	"github.com/trailq/trailq/internal/dialect/laxity"
	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// uuidPattern is an event data store's id.
var uuidPattern = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// storePattern is what templates have in place of such an id.
var storePattern = regexp.MustCompile(`(?i)^[$<{].*(eds|store)`)

// readAs decides whose table a statement means, and resolves its names. Each
// reading counts what does not fit it: expressions of a type that Trino refuses
// there, and columns that the table has not. The reading that fits is taken, and
// Athena's where both do or neither, unless the table's name is the id of an event
// data store.
func (r *rewriter) readAs(statement syntax.Statement, flavor Flavor) *resolve.Info {
	if lake := flavor == Lake; lake != r.logs.Lake {
		r.setTable(lake)
	}
	info := r.learnTypes(statement, r.resolveNames(statement))
	if flavor != Auto {
		return info
	}
	athena, isStore := r.countMisfits(statement, info), namesStore(statement)
	if athena == 0 && !isStore {
		return info
	}
	other := *r
	other.setTable(true)
	other.types, other.formats, other.notes = nil, map[string]string{}, nil
	lakeInfo := other.resolveNames(statement)
	lake := other.countMisfits(statement, lakeInfo)
	if lake < athena || lake == athena && isStore {
		*r = other
		if misfit := (laxity.Reading{Source: r.source, Statement: statement, Info: info}).FirstMismatch(); misfit != "" && !isStore {
			r.notes = append(r.notes, misfit+": the statement is read as CloudTrail Lake's; --dialect athena reads it as Athena's")
		}
		return lakeInfo
	}
	return info
}

// countMisfits counts what of a statement does not fit the table.
func (r *rewriter) countMisfits(statement syntax.Statement, info *resolve.Info) int {
	count := info.Mismatches(statement)
	for _, use := range info.Columns {
		if use.Relation.Logs && len(use.Fields) == 0 && r.isForeign(use) {
			count++
		}
	}
	return count
}

// isForeign reports whether only the other flavour's table has a column.
func (r *rewriter) isForeign(use *resolve.Use) bool {
	switch use.Name {
	case "eventjson", "eventjsonchecksum", "eventdata":
		return !r.logs.Lake
	}
	return r.logs.Lake && (schema.PartitionNamed(use.Name) != schema.NoPartition || strings.HasPrefix(use.Name, "$"))
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
