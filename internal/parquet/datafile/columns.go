package datafile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/parquet/rowgroup"
)

// column is a column that is made of a record.
type column struct {
	schema.Column                 // of the scan
	put           rowgroup.Column // in the file
	leaf          *rowgroup.Leaf  // the same, where it has no parts
	slot          int             // in the extractor
	rest          *restValue      // nil where every value is stored
}

// accountColumn is for readers that make a number of the account in the path, and drop its
// zeros.
const accountColumn = "account_id"

// addColumns makes the table.
func (w *Writer) addColumns() error {
	var fields []rowgroup.Field
	scan := schema.RecordColumns()
	for _, stored := range schema.ParquetColumns(!w.options.NoRecord) {
		from := strings.Trim(stored.Expression, `"`)
		if stored.Type != nil { // eventTime as a time
			from = stored.Name
		}
		i := slices.IndexFunc(scan, func(c schema.Column) bool { return c.Name == from })
		if i < 0 {
			return fmt.Errorf("no column of the scan is %s", stored.Expression)
		}
		field, err := rowgroup.NewField(stored.Name, scan[i].Type)
		if err != nil {
			return err
		}
		switch scan[i].Origin {
		case schema.FromTime:
			field.Kind = rowgroup.Instant
		case schema.FromRecord, schema.FromBytes:
			field.Unique = true
		}
		fields = append(fields, field)
		w.columns = append(w.columns, &column{Column: scan[i]})
	}
	for _, c := range w.options.Derived {
		field, err := rowgroup.NewField(c.Name, c.Type)
		if err != nil {
			return err
		}
		field.Late = true
		fields = append(fields, field)
	}
	fields = append(fields, rowgroup.Field{Name: accountColumn})
	var err error
	if w.table, err = rowgroup.NewTable(fields); err != nil {
		return err
	}
	for i, c := range w.columns {
		w.bindColumn(c, w.table.Columns[i])
	}
	for _, late := range w.table.Columns[len(w.columns):] {
		w.late = append(w.late, late.(*rowgroup.Leaf))
	}
	w.account, w.late = w.late[len(w.late)-1], w.late[:len(w.late)-1]
	return nil
}

// bindColumn says how a column of the table is filled.
func (w *Writer) bindColumn(c *column, put rowgroup.Column) {
	c.put = put
	c.leaf, _ = put.(*rowgroup.Leaf)
	switch c.Origin {
	case schema.FromField:
		c.slot = w.extract.Slot(c.Path...)
		if strings.HasPrefix(c.Name, "lake_") {
			c.rest = &restValue{column: c.Name}
		}
	case schema.FromAccount:
		c.slot = w.extract.Slot("recipientAccountId")
	case schema.FromRegion:
		c.slot = w.extract.Slot("awsRegion")
	case schema.FromDay:
		c.slot = w.extract.Slot("eventTime")
	}
}
