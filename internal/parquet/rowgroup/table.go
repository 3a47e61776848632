package rowgroup

import (
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// Table has the columns of files that are written one after another. It is for one
// goroutine.
type Table struct {
	// Columns are those of the fields, in their order.
	Columns []Column

	rows    slots
	leaves  []*Leaf
	structs []*slots // and lists and maps
	traces  []*trace
	full    []*Leaf // that have enough for a page
	schema  []format.SchemaElement
	encoder *encoder
}

// NewTable returns a table of fields.
func NewTable(fields []Field) (*Table, error) {
	t := new(Table)
	var err error
	if t.encoder, err = newEncoder(); err != nil {
		return nil, err
	}
	t.schema = append(t.schema, format.SchemaElement{Name: "schema", NumChildren: thrift.New(int32(len(fields)))})
	for _, field := range fields {
		column := t.addColumn(field, place{around: &t.rows})
		t.Columns = append(t.Columns, column)
	}
	return t, nil
}

// place is where a column is.
type place struct {
	around *slots
	path   []string
	trace  *trace
}

// stepInside returns the place inside of a column, or of one of its levels.
func (p place) stepInside(around *slots, names ...string) place {
	path := append(append([]string(nil), p.path...), names...)
	return place{around: around, path: path, trace: p.trace}
}

// addColumn adds a column and what is inside of it.
func (t *Table) addColumn(f Field, at place) Column {
	level := at.around.level + 1
	switch f.Kind {
	case Group:
		return t.addStruct(f, at)
	case List:
		t.addGroup(f.Name, format.Optional, deprecated.List, 1)
		t.addGroup("list", format.Repeated, noConversion, 1)
		list := &ListColumn{slots: slots{around: at.around, level: level + 1, repeats: true}, empty: level, trace: at.trace}
		t.structs = append(t.structs, &list.slots)
		list.part = t.addColumn(*f.Element, at.stepInside(&list.slots, f.Name, "list"))
		return list
	case Map:
		t.addGroup(f.Name, format.Optional, deprecated.Map, 1)
		t.addGroup("key_value", format.Repeated, noConversion, 2)
		m := &MapColumn{slots: slots{around: at.around, level: level + 1, repeats: true}, empty: level, trace: at.trace}
		t.structs = append(t.structs, &m.slots)
		inner := at.stepInside(&m.slots, f.Name, "key_value")
		m.key = t.addLeaf(Field{Name: "key"}, inner, true)
		m.value = t.addLeaf(Field{Name: "value"}, inner, false)
		return m
	}
	return t.addLeaf(f, at, false)
}

// addStruct adds a struct. One of the rows themselves is remembered, with its texts.
func (t *Table) addStruct(f Field, at place) Column {
	t.addGroup(f.Name, format.Optional, noConversion, len(f.Fields))
	s := &Struct{slots: slots{around: at.around, level: at.around.level + 1}, values: make([][]byte, len(f.Fields)), trace: at.trace}
	if at.around == &t.rows {
		s.owner, s.trace = true, new(trace)
		t.traces = append(t.traces, s.trace)
	}
	t.structs = append(t.structs, &s.slots)
	inner := at.stepInside(&s.slots, f.Name)
	inner.trace = s.trace
	for i, part := range f.Fields {
		s.parts = append(s.parts, t.addColumn(part, inner))
		for _, key := range part.Keys {
			s.keys.Add(key, i)
		}
	}
	return s
}

// noConversion is no converted type.
const noConversion deprecated.ConvertedType = -1

// addGroup adds a column that has others inside to the schema.
func (t *Table) addGroup(name string, repetition format.FieldRepetitionType, converted deprecated.ConvertedType, parts int) {
	element := format.SchemaElement{Name: name, RepetitionType: thrift.New(repetition), NumChildren: thrift.New(int32(parts))}
	if converted != noConversion {
		element.ConvertedType = thrift.New(converted)
	}
	t.schema = append(t.schema, element)
}

// addLeaf adds a column of values.
func (t *Table) addLeaf(f Field, at place, required bool) *Leaf {
	element := format.SchemaElement{Name: f.Name, Type: thrift.New(format.ByteArray), RepetitionType: thrift.New(format.Optional)}
	level := at.around.level + 1
	if required {
		element.RepetitionType, level = thrift.New(format.Required), at.around.level
	}
	switch f.Kind {
	case Text:
		element.ConvertedType = thrift.New(deprecated.UTF8)
	case Number:
		element.Type, element.ConvertedType = thrift.New(format.Int64), thrift.New(deprecated.Int64)
	case LocalTime, Instant:
		element.Type, element.ConvertedType = thrift.New(format.Int64), thrift.New(deprecated.TimestampMicros)
		element.LogicalType.Value = &format.TimestampType{IsAdjustedToUTC: f.Kind == Instant, Unit: format.TimeUnit{Value: new(format.MicroSeconds)}}
	}
	t.schema = append(t.schema, element)
	l := &Leaf{slots: slots{around: at.around, level: level}, field: f, path: at.stepInside(nil, f.Name).path, table: t, trace: at.trace, plain: f.Unique}
	l.entries = *newDictionary(l.lengthBytes())
	t.leaves = append(t.leaves, l)
	return l
}

// beginGroup starts on a row group.
func (t *Table) beginGroup() {
	t.rows.clearSlots()
	for _, s := range t.structs {
		s.clearSlots()
	}
	for _, l := range t.leaves {
		l.beginGroup()
	}
	t.full = t.full[:0]
}

// forgetObjects forgets the objects that were put last, whose memory is not the table's.
func (t *Table) forgetObjects() {
	for _, one := range t.traces {
		one.raw = nil
	}
}
