package dialect

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/hive"
	"github.com/trailq/trailq/internal/dialect/schema"
)

// ParseDDL reads a user's own CREATE EXTERNAL TABLE statements for Athena and
// returns the tables as [Options] and [Views] take them: their names, the
// order of their columns with their types, and their partition columns, with the
// format that partition projection declares for days. A column that the documented
// table does not have is the field of the record with its name.
// https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html
func ParseDDL(text string) ([]schema.Table, error) {
	statements, err := Split(text)
	if err != nil {
		return nil, err
	}
	var tables []schema.Table
	for _, s := range statements {
		definition, err := hive.Parse(s.tokens)
		if err != nil {
			return nil, placeError(s.source, err)
		}
		tables = append(tables, schema.OwnTable(definition))
	}
	if len(tables) == 0 {
		return nil, &Error{Message: "there is no CREATE EXTERNAL TABLE"}
	}
	return tables, nil
}

// TakeDefinitions takes what sets up tables on Athena out of a script, as published
// files have it before their queries: the first CREATE EXTERNAL TABLE, which is
// returned, and CREATE DATABASE, MSCK, ALTER and USE, which mean nothing here.
func TakeDefinitions(statements []Statement) (queries []Statement, table *schema.Table, err error) {
	for _, s := range statements {
		words := ""
		for _, t := range s.tokens[:min(3, len(s.tokens))] {
			words += strings.ToLower(t.Text) + " "
		}
		switch first, _, _ := strings.Cut(words, " "); {
		case strings.HasPrefix(words, "create external table "):
			tables, err := ParseDDL(s.Text)
			if err != nil {
				return nil, nil, err
			}
			if table == nil {
				table = &tables[0]
			}
		case strings.HasPrefix(words, "create database "), strings.HasPrefix(words, "create schema "), first == "msck", first == "alter", first == "use":
		default:
			queries = append(queries, s)
		}
	}
	return queries, table, nil
}
