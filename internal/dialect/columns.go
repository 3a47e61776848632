package dialect

import (
	"slices"
	"strings"
)

// columnShapes returns the columns that SELECT * gives, and the types of all
// columns that can be named.
func columnShapes(table Table, columns []Column) (visible map[string]bool, shape map[string]Type) {
	visible, shape = map[string]bool{}, map[string]Type{}
	scan := map[string]Type{}
	for _, c := range columns {
		scan[c.Name] = c.Type
	}
	for _, c := range slices.Concat(hiddenColumns(table), table.Columns) {
		name := strings.ToLower(c.Name)
		if shape[name] = typeOfExpression(c.Expression, scan); c.Type != nil {
			shape[name] = *c.Type
		}
	}
	for _, c := range table.Columns {
		visible[strings.ToLower(c.Name)] = true
	}
	return visible, shape
}

// typeOfExpression knows the few forms of expression that tables have.
func typeOfExpression(expression string, scan map[string]Type) Type {
	switch {
	case strings.HasSuffix(expression, "AS MAP(VARCHAR, VARCHAR))"):
		return Type{Kind: Map}
	case strings.HasSuffix(expression, "AS TIMESTAMP)"):
		return Type{Kind: Timestamp}
	case strings.HasSuffix(expression, "AS BIGINT)"):
		return Type{Kind: BigInt}
	case strings.HasSuffix(expression, "AS BOOLEAN)"):
		return Type{Kind: Boolean}
	}
	return scan[strings.Trim(expression, `"`)]
}

// isHidden reports whether a name is a column that SELECT * leaves out.
func (r *rewriter) isHidden(name string) bool {
	_, known := r.shape[name]
	return known && !r.visible[name]
}

// isLeaf reports whether names are the path of a leaf that is a column itself.
func (r *rewriter) isLeaf(names []string) bool {
	t, ok := r.shape[strings.Join(names, ".")]
	whole, visible := r.shape[names[0]]
	return ok && t.Kind == Text && visible && whole.Kind == Struct && leafKind(whole, names[1:]) == Text
}

// leafKind returns the kind of a field of a struct; Struct if there is none.
func leafKind(t Type, path []string) Kind {
	for _, name := range path {
		i := slices.IndexFunc(t.Fields, func(f Field) bool { return f.Name == name })
		if t.Kind != Struct || i < 0 {
			return Struct
		}
		t = t.Fields[i].Type
	}
	return t.Kind
}

// fieldNames lists the fields of a struct.
func fieldNames(t Type) string {
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}
