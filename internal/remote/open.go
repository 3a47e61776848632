package remote

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/trailq/trailq/internal/athena"
	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/trino"
)

// opener connects to the engine of a URL. It returns the table that the URL names, too.
type opener func(ctx context.Context, address *url.URL, options client.Options) (client.Client, catalog.Name, error)

// openers returns the engines by the schemes of their URLs.
func openers() map[string]opener {
	return map[string]opener{
		"athena":     athena.Open,
		"trino":      trino.Open,
		"trino+http": trino.Open,
	}
}

// IsTable reports whether the name of a source is that of a table elsewhere.
func IsTable(source string) bool {
	scheme, _, isURL := strings.Cut(source, "://")
	_, found := openers()[scheme]
	return isURL && found
}

// Table is a table elsewhere, with a connection to its engine.
type Table struct {
	client client.Client
	table  *catalog.Table
}

// Open connects to the engine of a source and looks at its table.
func Open(ctx context.Context, source string, options client.Options) (*Table, error) {
	scheme, _, _ := strings.Cut(source, "://")
	open, found := openers()[scheme]
	if !found {
		return nil, fmt.Errorf("%q is no table of an engine", source)
	}
	address, err := url.Parse(source)
	if err != nil {
		return nil, err
	}
	c, name, err := open(ctx, address, options)
	if err != nil {
		return nil, err
	}
	table, err := c.Describe(ctx, name)
	if err != nil {
		if errors.Is(err, client.ErrNoTable) {
			err = &client.Error{Engine: c.Name(), Err: fmt.Errorf("%s: %w", name, client.ErrNoTable), Hint: "check the names of the catalog, the schema and the table in SOURCE", AtFault: true}
		}
		return nil, errors.Join(err, c.Close())
	}
	return &Table{client: c, table: table}, nil
}

// CreateTable makes the table that a source names, by the statement that is returned for
// its name.
func CreateTable(ctx context.Context, source string, options client.Options, statement func(name string) string) (err error) {
	address, err := url.Parse(source)
	if err != nil {
		return err
	}
	c, name, err := athena.Open(ctx, address, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	result, err := c.Run(ctx, statement(name.Schema+"."+name.Table), func(client.Progress) {})
	if err != nil {
		return err
	}
	for _, err := range result.Rows {
		if err != nil {
			return err
		}
	}
	return result.Stop()
}

// Kind returns what the table holds.
func (t *Table) Kind() catalog.Kind { return t.table.Kind() }

// HasRecords reports whether the table holds whole records.
func (t *Table) HasRecords() bool { return t.table.HasRecords() }

// Close ends the connection.
func (t *Table) Close() error { return t.client.Close() }
