// Package report holds what the reports share. Each report is a package of its
// own below this one: a .sql file in Athena's dialect over the documented table,
// with a few typed parameters, and the Go that turns the answer into tables. The
// SQL can be read, copied and changed, and it runs on Athena.
//
// Parameters reach the SQL through package text/template alone, and write
// themselves as SQL: [Text], [Name], [Expression] and numbers. Nothing else that
// a user wrote gets into a statement. The example asks for the most common calls.
package report
