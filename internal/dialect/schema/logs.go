package schema

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/sqltext"
)

// Logs is the logs' table as a statement reads it.
type Logs struct {
	Table Table
	Lake  bool            // it is CloudTrail Lake's
	Shape map[string]Type // types of the columns by name, hidden ones too

	visible map[string]bool // columns of SELECT *
	scan    []Column        // of ScanColumns
}

// NewLogs returns CloudTrail Lake's table, the user's own or, where that is nil, the
// documented one. It has the further columns, too, which are hidden.
func NewLogs(own *Table, lake bool, further ...Column) *Logs {
	l := &Logs{Lake: lake, scan: append(ScanColumns(), further...)}
	switch {
	case lake:
		l.Table = lakeTable()
	case own != nil:
		l.Table = *own
	default:
		l.Table = DefaultTable()
	}
	l.visible, l.Shape = columnShapes(l.Table, l.scan)
	return l
}

// IsHidden reports whether a name is a column that SELECT * leaves out.
func (l *Logs) IsHidden(name string) bool {
	_, known := l.Shape[name]
	return known && !l.visible[name]
}

// IsLeaf reports whether names are the path of a leaf that is a column itself.
func (l *Logs) IsLeaf(names []string) bool {
	t, ok := l.Shape[strings.Join(names, ".")]
	whole, visible := l.Shape[names[0]]
	return ok && t.Kind == Text && visible && whole.Kind == Struct && LeafKind(whole, names[1:]) == Text
}

// IsItself reports whether a name means the scan's column of that name: a user's
// table can have made another of it.
func (l *Logs) IsItself(name string) bool {
	for _, c := range l.Table.Columns {
		if strings.EqualFold(c.Name, name) {
			return c.Expression == name || c.Expression == sqltext.Identifier(name)
		}
	}
	return true
}

// HasText reports whether a column of the scan is a text from a field.
func (l *Logs) HasText(name string) bool {
	return slices.ContainsFunc(l.scan, func(c Column) bool { return c.Name == name && c.Origin == FromField && c.Type.Kind == Text })
}

// PartitionOf returns the part of the path that a column stands for.
func (l *Logs) PartitionOf(name string) Partition {
	for _, c := range l.Table.Columns {
		if strings.EqualFold(c.Name, name) {
			return c.Partition
		}
	}
	return PartitionNamed(name)
}

// FormatOf returns how the table's DDL says that a column of days is written; "" where
// it does not.
func (l *Logs) FormatOf(name string) string {
	for _, c := range l.Table.Columns {
		if strings.EqualFold(c.Name, name) {
			return c.Format
		}
	}
	return ""
}

// View returns the view that the logs are, or the one of all their columns.
func (l *Logs) View(wide bool) string {
	switch {
	case l.Lake && wide:
		return lakeAllView
	case l.Lake:
		return LakeView
	case wide:
		return logsAllView
	}
	return LogsView
}

// columnShapes returns the columns that SELECT * gives, and the types of all
// columns that can be named.
func columnShapes(table Table, columns []Column) (visible map[string]bool, shape map[string]Type) {
	scan := make(map[string]Type, len(columns))
	for _, c := range columns {
		scan[c.Name] = c.Type
	}
	all := slices.Concat(hiddenColumns(table, columns), table.Columns)
	visible, shape = make(map[string]bool, len(table.Columns)), make(map[string]Type, len(all))
	for _, c := range all {
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
	case strings.HasPrefix(expression, "make_timestamptz("):
		return Type{Kind: Instant}
	case strings.HasSuffix(expression, "AS TIMESTAMP)"):
		return Type{Kind: Timestamp}
	case strings.HasSuffix(expression, "AS BIGINT)"):
		return Type{Kind: BigInt}
	case strings.HasSuffix(expression, "AS BOOLEAN)"):
		return Type{Kind: Boolean}
	}
	return scan[strings.Trim(expression, `"`)]
}

// LeafKind returns the kind of a field of a struct; Struct if there is none.
func LeafKind(t Type, path []string) Kind {
	for _, name := range path {
		i := slices.IndexFunc(t.Fields, func(f Field) bool { return f.Name == name })
		if t.Kind != Struct || i < 0 {
			return Struct
		}
		t = t.Fields[i].Type
	}
	return t.Kind
}

// FieldNames lists the fields of a struct.
func FieldNames(t Type) string {
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}
