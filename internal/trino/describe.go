package trino

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/sqltext"
)

// Describe returns a table with its columns and partition keys.
func (c *Client) Describe(ctx context.Context, name catalog.Name) (*catalog.Table, error) {
	t := &catalog.Table{Name: name}
	rows, err := c.readTexts(ctx, "DESCRIBE "+name.String())
	if err != nil {
		return nil, tableError(err)
	}
	for _, row := range rows {
		t.Columns = append(t.Columns, catalog.Column{Name: strings.ToLower(row[0]), Type: row[1], IsKey: strings.Contains(row[2], "partition key")})
	}
	definition, err := c.readDefinition(ctx, t)
	if err != nil || t.IsView {
		return t, err
	}
	t.Properties = readProperties(definition)
	for i := range t.Columns {
		if strings.Contains(partitioning(definition), sqltext.Literal(t.Columns[i].Name)) {
			t.Columns[i].IsKey = true
		}
	}
	return t, c.addExamples(ctx, t)
}

// tableError returns ErrNoTable for a table, schema or catalog that is not there.
func tableError(err error) error {
	var failure *client.Error
	if errors.As(err, &failure) && failure.AtFault && (strings.Contains(failure.Error(), "does not exist") || strings.Contains(failure.Error(), "not found")) {
		return client.ErrNoTable
	}
	return err
}

// readDefinition returns the table's definition, and notes whether it is a view. A user
// can be denied to see it: then only the columns are known.
func (c *Client) readDefinition(ctx context.Context, t *catalog.Table) (string, error) {
	var failure *client.Error
	rows, err := c.readTexts(ctx, "SHOW CREATE TABLE "+t.Name.String())
	switch {
	case err == nil && len(rows) > 0:
		return rows[0][0], nil
	case errors.As(err, &failure):
		t.IsView = strings.Contains(failure.Error(), "view")
		return "", c.lookBelow(ctx, t)
	}
	return "", err
}

// partitioning returns the columns by which an Iceberg table is partitioned, as its
// definition has them. Its keys are no columns of their own.
func partitioning(definition string) string {
	found := regexp.MustCompile(`(?m)^\s*partitioning = ARRAY\[(.*)\]`).FindStringSubmatch(definition)
	if found == nil {
		return ""
	}
	return found[1]
}

// readProperties returns the properties of partition projection, with Athena's names.
// https://trino.io/docs/current/object-storage/metastores.html
func readProperties(definition string) map[string]string {
	properties := make(map[string]string)
	column := regexp.MustCompile(`^\s*("[^"]+"|\w+) .*WITH \((.*)\)`)
	property := regexp.MustCompile(`partition_projection_(\w+) = '([^']*)'`)
	for line := range strings.SplitSeq(definition, "\n") {
		prefix := ""
		if found := column.FindStringSubmatch(line); found != nil {
			prefix = "projection." + strings.ToLower(strings.Trim(found[1], `"`)) + "."
		}
		for _, found := range property.FindAllStringSubmatch(line, -1) {
			switch name, value := found[1], found[2]; {
			case name == "location_template":
				properties["storage.location.template"] = value
			case prefix != "" && name == "type":
				properties[prefix+name] = strings.ToLower(value)
			case prefix != "":
				properties[prefix+name] = value
			}
		}
	}
	return properties
}

// addExamples adds a value of each partition key, of a table whose partitions can be
// listed. Where they cannot, nothing is known.
func (c *Client) addExamples(ctx context.Context, t *catalog.Table) error {
	var keys []string
	for _, column := range t.Columns {
		if column.IsKey {
			keys = append(keys, column.Name)
		}
	}
	if len(keys) == 0 || len(t.Properties) > 0 {
		return nil
	}
	t.Examples = make(map[string]string)
	for _, key := range keys {
		name := sqltext.Identifier(key)
		rows, err := c.readTexts(ctx, "SELECT "+name+" FROM "+partitionsTable(t.Name).String()+" WHERE "+name+" IS NOT NULL LIMIT 1")
		var failure *client.Error
		switch {
		case err == nil && len(rows) > 0:
			t.Examples[key] = rows[0][0]
		case err != nil && !errors.As(err, &failure):
			return err
		}
	}
	return nil
}

// partitionsTable returns the name of the table of a table's partitions.
// https://trino.io/docs/current/connector/hive.html#metadata-tables
func partitionsTable(name catalog.Name) catalog.Name {
	name.Table += "$partitions"
	return name
}

// readTexts returns the rows of a short answer as texts.
func (c *Client) readTexts(ctx context.Context, sql string) (found [][]string, err error) {
	result, err := c.Run(ctx, sql, func(client.Progress) {})
	if err != nil {
		return nil, err
	}
	for row, err := range result.Rows {
		if err != nil {
			return nil, errors.Join(err, result.Stop())
		}
		var texts []string
		for _, value := range row {
			texts = append(texts, string(value.AppendText(nil)))
		}
		// DESCRIBE has columns that can be empty.
		found = append(found, append(texts, "", ""))
	}
	return found, result.Stop()
}
