package dialect

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// missingField returns what a field means that records have and the table's struct
// has not: useridentity.sessioncontext.sourceidentity and its like, and what is in
// eventcontext, which is a text here.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-supported-event-schemas.html
func (r *rewriter) missingField(e syntax.Expression) (syntax.Expression, bool) {
	names, bases := dottedNames(e)
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
			if leaf == "useridentity.inscopeof" && !r.lake {
				return inScopeOf(path), true
			}
			_, isLeaf := r.shape[leaf]
			return path.column(leaf), isLeaf && len(keys) > 1 && leafKind(r.shape["useridentity"], keys[1:]) == Struct
		case "eventcontext":
			return eventContextField(path, keys[1:])
		}
	}
	return nil, false
}

// dottedNames returns the names of a.b.c, and the expressions a, a.b and a.b.c.
func dottedNames(e syntax.Expression) (names []*syntax.Name, bases []syntax.Expression) {
	for {
		bases = append(bases, e)
		switch part := e.(type) {
		case *syntax.Reference:
			names = append(names, &part.Name)
			slices.Reverse(names)
			slices.Reverse(bases)
			return names, bases
		case *syntax.Field:
			names = append(names, &part.Name)
			e = part.Base
		default:
			return nil, nil
		}
	}
}

// eventContextField returns requestContext, tagContext and its parts as maps, rows
// and arrays.
func eventContextField(path fieldPath, keys []string) (syntax.Expression, bool) {
	types := typeMaker{syntax.Pos(path.name.Start())}
	texts := types.typeOf("map", types.typeOf("varchar"), types.typeOf("varchar"))
	resources := types.typeOf("array", types.rowOf([]string{"arn", "tags"}, types.typeOf("varchar"), texts))
	var place string
	var t *syntax.Type
	switch strings.Join(keys, ".") {
	case "requestcontext":
		place, t = "$.requestContext", texts
	case "tagcontext":
		place, t = "$.tagContext", types.rowOf([]string{"principaltags", "resourcetags"}, texts, resources)
	case "tagcontext.principaltags":
		place, t = "$.tagContext.principalTags", texts
	case "tagcontext.resourcetags":
		place, t = "$.tagContext.resourceTags", resources
	default:
		return nil, false
	}
	return castJSON(path, "eventcontext", place, t), true
}

// inScopeOf returns the row that only records have.
func inScopeOf(path fieldPath) syntax.Expression {
	types := typeMaker{syntax.Pos(path.name.Start())}
	text := types.typeOf("varchar")
	row := types.rowOf([]string{"sourcearn", "sourceaccount", "issuertype", "credentialsissuedto"}, text, text, text, text)
	return castJSON(path, "record", "$.userIdentity.inScopeOf", row)
}

// castJSON takes a part of a JSON column as a type.
func castJSON(path fieldPath, column, place string, t *syntax.Type) syntax.Expression {
	value := engineCall(path.name, "json_extract", path.column(column), textAt(path.name, place))
	return &syntax.Cast{Pos: t.Pos, Try: true, Operand: value, Type: t}
}

// typeMaker makes types for a place of the text.
type typeMaker struct{ pos syntax.Pos }

func (m typeMaker) typeOf(name string, parameters ...*syntax.Type) *syntax.Type {
	return &syntax.Type{Pos: m.pos, Name: name, Parameters: parameters}
}

func (m typeMaker) rowOf(names []string, types ...*syntax.Type) *syntax.Type {
	row := m.typeOf("row")
	for i, name := range names {
		row.Fields = append(row.Fields, syntax.TypeField{Name: syntax.Name{Pos: m.pos, Text: name}, Type: types[i]})
	}
	return row
}
