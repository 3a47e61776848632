package trino

import (
	"context"
	"errors"
	"strings"

	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/dialect/parser"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/remote/client"
)

// lookBelow finds the table that a view reads, if it is one table, and which of its
// columns the view passes on. Where the view cannot be looked at, nothing is known.
func (c *Client) lookBelow(ctx context.Context, view *catalog.Table) error {
	if !view.IsView {
		return nil
	}
	var failure *client.Error
	rows, err := c.readTexts(ctx, "SHOW CREATE VIEW "+view.Name.String())
	switch {
	case errors.As(err, &failure):
		return nil
	case err != nil:
		return err
	}
	_, text, _ := strings.Cut(rows[0][0], " AS\n")
	name, passed := readView(text, view.Name)
	if name == (catalog.Name{}) {
		return nil
	}
	base, err := c.Describe(ctx, name)
	switch {
	case errors.Is(err, client.ErrNoTable), errors.As(err, &failure):
		return nil
	case err != nil:
		return err
	}
	view.AdoptBase(base, passed)
	return nil
}

// readView returns the one table that the SELECT of a view reads, and the columns that it
// passes on under their names.
func readView(text string, near catalog.Name) (name catalog.Name, passed []string) {
	parsed, err := parser.Parse(text)
	query, isQuery := parsed.(*syntax.Query)
	if err != nil || !isQuery || query.With != nil {
		return name, nil
	}
	selected, isSelect := query.Body.(*syntax.Select)
	if !isSelect {
		return name, nil
	}
	var found []*syntax.Table
	for _, relation := range selected.From {
		syntax.Walk(relation, func(n syntax.Node) bool {
			if table, isTable := n.(*syntax.Table); isTable {
				found = append(found, table)
			}
			return true
		})
	}
	if len(found) != 1 {
		return name, nil
	}
	alias := found[0].Path[len(found[0].Path)-1].Key()
	if found[0].Alias != nil {
		alias = found[0].Alias.Name.Key()
	}
	for _, item := range selected.Items {
		if column := passedColumn(item, alias); column != "" {
			passed = append(passed, column)
		}
	}
	return placeName(found[0].Path, near), passed
}

// placeName returns the whole name of a table that a view of a catalog and schema reads.
func placeName(path []syntax.Name, near catalog.Name) catalog.Name {
	name := catalog.Name{Catalog: near.Catalog, Schema: near.Schema, Table: path[len(path)-1].Key()}
	if n := len(path); n > 1 {
		name.Schema = path[n-2].Key()
		if n > 2 {
			name.Catalog = path[n-3].Key()
		}
	}
	return name
}

// passedColumn returns the column of a table that an item is, empty for anything else.
func passedColumn(item *syntax.SelectItem, alias string) string {
	column := ""
	switch e := item.Expression.(type) {
	case *syntax.Reference:
		column = e.Key()
	case *syntax.Field:
		if base, isName := e.Base.(*syntax.Reference); isName && base.Key() == alias {
			column = e.Name.Key()
		}
	}
	if item.Alias != nil && item.Alias.Key() != column {
		return ""
	}
	return column
}
