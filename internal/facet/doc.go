// Package facet answers what a person who looks at logs asks again and again: how many
// events each value of a field has, when they were, and which are the newest. Its
// queries are over a table with one row for each event, which [NewTable] describes and
// an engine keeps in memory:
//
//	table, err := facet.NewTable(report.Scope{}, nil)
//	…
//	err = db.Pack(ctx, facet.TableName, table.Statement)
//	…
//	view, rest, err := facet.NewView(facet.Selection{Where: []string{"service=s3"}})
//	…
//	groups, err := view.Groups(facet.GroupOptions{Field: "caller", Limit: 10})
//
// The counts are those of trailq top --by FIELD, and the order of the events is that of
// trailq events --newest.
package facet
