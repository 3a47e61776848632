package value

import (
	"bytes"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/extract"
)

// callers reads the columns that depend on userIdentity alone. Records of one caller stand
// together, and what the record before had is not read again.
type callers struct {
	outer    *extract.Extractor // of the whole record
	slot     int                // of userIdentity there
	inner    *extract.Extractor // of what is inside
	account  int                // slot there
	identity []byte             // that was read last
	columns  []func() []byte
	values   []derived.Value
}

func newCallers(x *extract.Extractor) *callers {
	c := &callers{outer: x, slot: x.Slot("userIdentity"), inner: extract.New()}
	c.account = c.inner.Slot("userIdentity", "accountId")
	return c
}

// addColumn adds a column, and returns the function that gives its value.
func (c *callers) addColumn(scan func(*extract.Extractor) func() []byte) func() derived.Value {
	place := len(c.values)
	c.columns, c.values = append(c.columns, scan(c.inner)), append(c.values, derived.Value{})
	return func() derived.Value { return c.values[place] }
}

// readIdentity reads the columns of a record.
func (c *callers) readIdentity(record *trailq.Record) {
	identity := c.outer.Value(c.slot)
	if identity != nil && bytes.Equal(identity, c.identity) {
		return
	}
	c.identity = identity
	c.inner.Read(record)
	for i, text := range c.columns {
		c.values[i] = textValue(text())
	}
}

// accountID returns the caller's account, nil for NULL.
func (c *callers) accountID() []byte { return extract.Text(c.inner.Value(c.account)) }
