package dialect

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/dialect/syntax"
)

// missingField returns what a field means that records have and the table's struct
// has not: useridentity.sessioncontext.sourceidentity and its like, and what is in
// eventcontext, which is a text here.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-supported-event-schemas.html
func (r *rewriter) missingField(e syntax.Expression) (syntax.Expression, bool) {
	names, bases := syntax.DottedNames(e)
	for i := range names {
		path := fieldPath{name: names[i]}
		if i > 0 {
			path.table = bases[i-1]
		}
		keys := make([]string, 0, len(names)-i)
		for _, name := range names[i:] {
			keys = append(keys, name.Key())
		}
		switch keys[0] {
		case "useridentity":
			leaf := strings.Join(keys, ".")
			_, isLeaf := r.logs.Shape[leaf]
			return path.column(leaf), isLeaf && len(keys) > 1 && schema.LeafKind(r.logs.Shape["useridentity"], keys[1:]) == schema.Struct
		case "eventcontext":
			return eventContextField(path, keys[1:])
		}
	}
	return nil, false
}

// eventContextField returns requestContext and the parts of tagContext as maps and
// arrays.
func eventContextField(path fieldPath, keys []string) (syntax.Expression, bool) {
	texts := &syntax.Type{Pos: path.name.Pos, Name: "map", Parameters: []*syntax.Type{{Pos: path.name.Pos, Name: "varchar"}, {Pos: path.name.Pos, Name: "varchar"}}}
	t := texts
	var place string
	switch strings.Join(keys, ".") {
	case "requestcontext":
		place = "$.requestContext"
	case "tagcontext.principaltags":
		place = "$.tagContext.principalTags"
	case "tagcontext.resourcetags":
		place = "$.tagContext.resourceTags"
		resource := &syntax.Type{Pos: path.name.Pos, Name: "row", Fields: []syntax.TypeField{
			{Name: syntax.Name{Pos: path.name.Pos, Text: "arn"}, Type: &syntax.Type{Pos: path.name.Pos, Name: "varchar"}},
			{Name: syntax.Name{Pos: path.name.Pos, Text: "tags"}, Type: texts},
		}}
		t = &syntax.Type{Pos: path.name.Pos, Name: "array", Parameters: []*syntax.Type{resource}}
	default:
		return nil, false
	}
	value := syntax.NewCall(path.name, "json_extract", path.column("eventcontext"), syntax.NewText(path.name, place))
	return &syntax.Cast{Pos: path.name.Pos, Try: true, Operand: value, Type: t}, true
}
