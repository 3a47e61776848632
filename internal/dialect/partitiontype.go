package dialect

import (
	"fmt"

	"github.com/trailq/trailq/internal/dialect/resolve"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// learnTypes finds out which partition columns are integers or dates in the user's
// table, where no DDL says it: AWS's documented table has texts, and of a column
// that is no text more of the statement fits. A reading that fits no better than
// that of texts is not taken.
// https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
func (r *rewriter) learnTypes(statement syntax.Statement, info *resolve.Info) *resolve.Info {
	if r.own != nil || r.logs.Lake {
		return info
	}
	misfits := -1 // not counted yet
	for _, use := range partitionUses(statement, info) {
		for _, t := range otherTypes(r.logs.PartitionOf(use.Name)) {
			if misfits < 0 {
				misfits = info.Mismatches(statement)
			}
			if misfits == 0 {
				return info
			}
			text := r.logs.Shape[use.Name]
			r.logs.Shape[use.Name] = t.shape
			if other := r.resolveNames(statement); other.Mismatches(statement) < misfits {
				misfits, info = other.Mismatches(statement), other
				r.types[use.Name] = t
				if t.format != "" {
					r.formats[use.Name] = t.format
				}
				r.notes = append(r.notes, r.typeNote(use, t))
				break
			}
			r.logs.Shape[use.Name] = text
		}
	}
	return info
}

// partitionUse is where a statement first names a column of the logs.
type partitionUse struct {
	Name string
	at   syntax.Expression
}

// partitionUses returns the columns of the logs that a statement names, in its order.
func partitionUses(statement syntax.Statement, info *resolve.Info) []partitionUse {
	var uses []partitionUse
	seen := map[string]bool{}
	syntax.Walk(statement, func(n syntax.Node) bool {
		e, _ := n.(syntax.Expression)
		if use := info.Columns[e]; use != nil && use.Relation.Logs && len(use.Fields) == 0 && !seen[use.Name] {
			seen[use.Name] = true
			uses = append(uses, partitionUse{use.Name, e})
		}
		return true
	})
	return uses
}

// partitionType is a type that a partition column can have other than text.
type partitionType struct {
	name   string // as the note says it
	engine string // what the column's text is cast to
	format string // of the text, where it is a day
	shape  schema.Type
}

// otherTypes returns the types that users give to partition columns of a kind.
func otherTypes(partition schema.Partition) []partitionType {
	integer := partitionType{name: "an integer", engine: "INTEGER", shape: schema.Type{Kind: schema.BigInt}}
	date := partitionType{name: "a date", engine: "DATE", format: "yyyy-MM-dd", shape: schema.Type{Kind: schema.Date}}
	number := partitionType{name: "an integer", engine: "INTEGER", format: "yyyyMMdd", shape: integer.shape}
	switch partition {
	case schema.YearPartition, schema.MonthPartition:
		return []partitionType{integer}
	case schema.DayOfMonthPartition:
		return []partitionType{integer, date}
	case schema.DayPartition:
		return []partitionType{date, number}
	}
	return nil
}

// typeNote says how a column is read, and what else could tell it.
func (r *rewriter) typeNote(use partitionUse, t partitionType) string {
	line, column := syntax.Place(r.source, use.at.Start())
	return fmt.Sprintf("line %d, column %d: %s is read as %s, since AWS's documented table, where it is text, does not fit: --ddl FILE tells its type",
		line, column, use.Name, t.name)
}

// columnExpressions returns how the columns are written whose form or type the
// statement tells: expressions of the scan's "timestamp".
func (r *rewriter) columnExpressions() map[string]string {
	expressions := make(map[string]string, len(r.formats)+len(r.types))
	for name, format := range r.formats {
		expressions[name] = schema.DayExpression(format)
	}
	for name, t := range r.types {
		text := schema.PartitionExpression(r.logs.PartitionOf(name), "")
		if t.format != "" {
			text = schema.DayExpression(t.format)
		}
		expressions[name] = "CAST(" + text + " AS " + t.engine + ")"
	}
	return expressions
}
