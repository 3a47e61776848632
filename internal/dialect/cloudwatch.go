package dialect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/dialect/builtin"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// In CloudWatch Logs, SQL over a log group names a field of an event by its path,
// in backticks: `userIdentity.arn`, `resources.0.ARN`, `requestParameters.x`; and
// what CloudWatch adds begins with @.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData_SQL.html

// fieldPath is such a name, and the table's before it, if any.
type fieldPath struct {
	name  *syntax.Name
	table syntax.Expression
}

// readPaths replaces such names by expressions over the documented table, and the
// fields of [rewriter.missingField].
func (r *rewriter) readPaths(statement syntax.Statement) {
	v := &syntax.Visitor{}
	v.Query = func(q *syntax.Query) {
		r.nameItems(q.Body)
		v.VisitParts(q)
	}
	v.Expression = func(e *syntax.Expression) {
		if path, ok := r.pathOf(*e); ok {
			*e = r.fieldAt(path)
			return
		}
		if field, ok := r.missingField(*e); ok {
			*e = field
			return
		}
		r.castNumbers(*e)
		v.VisitParts(*e)
	}
	if q, ok := statement.(*syntax.Query); ok {
		v.Query(q)
		return
	}
	v.VisitParts(statement)
}

// nameItems gives the items of a SELECT list that are paths their names.
func (r *rewriter) nameItems(body syntax.Body) {
	if set, ok := body.(*syntax.SetOperation); ok {
		r.nameItems(set.Left)
	}
	s, ok := body.(*syntax.Select)
	if !ok {
		return
	}
	for _, item := range s.Items {
		if item.Alias != nil {
			continue
		}
		if path, ok := r.pathOf(item.Expression); ok {
			item.Alias = &syntax.Name{Pos: path.name.Pos, Text: strings.ToLower(path.name.Text), Quoted: true}
		} else if _, ok := r.missingField(item.Expression); ok {
			last := syntax.LastName(item.Expression)
			item.Alias = &syntax.Name{Pos: last.Pos, Text: last.Key()}
		}
	}
}

// castNumbers makes numbers of the paths that are compared with a number, or
// added up: all fields are texts.
func (r *rewriter) castNumbers(e syntax.Expression) {
	cast := func(part *syntax.Expression) {
		if _, ok := r.pathOf(*part); ok {
			number := syntax.NewCast(*part, "double")
			number.Try = true
			*part = number
		}
	}
	switch e := e.(type) {
	case *syntax.Binary:
		if _, ok := e.Right.(*syntax.NumberLiteral); ok {
			cast(&e.Left)
		}
		if _, ok := e.Left.(*syntax.NumberLiteral); ok {
			cast(&e.Right)
		}
	case *syntax.Call:
		if name := e.Name[0].Key(); len(e.Arguments) == 1 && (name == "sum" || name == "avg") {
			cast(&e.Arguments[0])
		}
	}
}

// pathOf returns the name in backticks that an expression is, where it is a path
// and no column.
func (r *rewriter) pathOf(e syntax.Expression) (path fieldPath, ok bool) {
	switch e := e.(type) {
	case *syntax.Reference:
		path.name = &e.Name
	case *syntax.Field:
		path.name, path.table = &e.Name, e.Base
	default:
		return path, false
	}
	name := path.name
	if !name.Quoted || r.source[name.Start()] != '`' {
		return path, false
	}
	_, isColumn := r.logs.Shape[name.Key()]
	return path, !isColumn && (strings.HasPrefix(name.Text, "@") || strings.Contains(name.Text, "."))
}

// column names a column of the path's table.
func (p fieldPath) column(text string) syntax.Expression {
	name := syntax.Name{Pos: p.name.Pos, Text: text, Quoted: true}
	if p.table != nil {
		return &syntax.Field{Base: p.table, Name: name}
	}
	return &syntax.Reference{Name: name}
}

// fieldAt writes the field at a path.
func (r *rewriter) fieldAt(path fieldPath) syntax.Expression {
	name := path.name
	switch name.Key() {
	case "@timestamp", "@ingestiontime":
		return syntax.NewCall(name, "from_iso8601_timestamp", path.column("eventtime"))
	case "@message":
		return path.column("record")
	case "@log", "@logstream":
		return path.column("$path")
	}
	keys := strings.Split(name.Text, ".")
	first := strings.ToLower(keys[0])
	t, isColumn := r.logs.Shape[first]
	switch {
	case isColumn && t.Kind == schema.List && len(keys) == 3:
		if place, err := strconv.Atoi(keys[1]); err == nil {
			element := syntax.NewCall(name, "element_at", path.column(first), syntax.NewInteger(name, place+1))
			return &syntax.Field{Base: element, Name: syntax.Name{Pos: name.Pos, Text: strings.ToLower(keys[2]), Quoted: true}}
		}
	case isColumn && t.Kind == schema.Text && !slices.Contains(keys, ""):
		return syntax.NewCall(name, "json_extract_scalar", path.column(first), syntax.NewText(name, builtin.JSONPath(keys[1:])))
	}
	return syntax.NewCall(name, "json_extract_scalar", path.column("record"), syntax.NewText(name, builtin.JSONPath(keys)))
}
