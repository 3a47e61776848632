//go:build cgo

package duck

import (
	"errors"
	"slices"
	"strings"

	bindings "github.com/duckdb/duckdb-go-bindings"

	"github.com/trailq/trailq/internal/duck/definition"
	"github.com/trailq/trailq/internal/duck/guard"
	"github.com/trailq/trailq/internal/sqltext"
)

// checkStatement refuses a statement that is not what package dialect makes; see
// package guard. It returns the type that DuckDB must find in the statement, and notes
// what the statement needs.
func (q *query) checkStatement(sql string) (bindings.StatementType, error) {
	s := guard.Divide(sql)
	kind := statementType(s.Kind)
	if isReserved(q.db.defined, s.Name) {
		return kind, guard.Refuse("the name %q is taken", s.Name)
	}
	if s.Kind == guard.Drop {
		return kind, nil
	}
	var text []byte
	err := q.db.conn.QueryRowContext(q.ctx, "SELECT CAST(json_serialize_sql(CAST($1 AS VARCHAR), skip_null := true, skip_empty := true) AS VARCHAR)", s.Query).Scan(&text)
	if err != nil {
		return kind, err
	}
	names, err := guard.CheckTree(text, q.db.tableNames())
	if q.rewritten.View || q.db.hasViews() {
		names = nil // a view uses the logs whenever it is read
	}
	q.db.defined.Need(sql, names)
	q.isNarrow = names != nil
	var unlisted *guard.UnlistedError
	if errors.As(err, &unlisted) {
		err = q.checkUnlisted(unlisted.Functions)
	}
	return kind, err
}

// checkUnlisted refuses functions of the engine's, and returns errUnknownFunction where
// it has none of them.
func (q *query) checkUnlisted(names []string) error {
	for _, name := range names {
		n, err := q.countRows("SELECT count(*) FROM duckdb_functions() WHERE lower(function_name) = lower(" + sqltext.Literal(name) + ")")
		if err != nil {
			return err
		}
		if n > 0 {
			return guard.Refuse("it calls the function %q", name)
		}
	}
	return errUnknownFunction
}

// errUnknownFunction means that a statement calls functions that the engine does not
// have: it cannot plan the statement, and says why.
var errUnknownFunction = guard.Refuse("it calls a function that there is not")

func statementType(kind guard.Kind) bindings.StatementType {
	switch kind {
	case guard.Explain:
		return bindings.StatementTypeExplain
	case guard.Create:
		return bindings.StatementTypeCreate
	case guard.Insert:
		return bindings.StatementTypeInsert
	case guard.Drop:
		return bindings.StatementTypeDrop
	}
	return bindings.StatementTypeSelect
}

// checkKind refuses a prepared statement that is of another type than its text. What
// DuckDB takes as a SELECT defines, changes and drops nothing.
func (q *query) checkKind(want bindings.StatementType) error {
	if got := bindings.PreparedStatementType(q.prepared); got != want {
		return guard.Refuse("DuckDB takes it as a statement of type %d", got)
	}
	return nil
}

// isReserved reports whether a table, view or function of the engine has the name.
// Reports make tables of their own, whose names begin with trailq_ as well.
func isReserved(defined *definition.Set, name string) bool {
	name = strings.ToLower(name)
	return slices.Contains([]string{scanName, lookupScanName, parquetView, repeatedTable}, name) || defined.Has(name)
}

// hasViews reports whether statements have made views.
func (db *DB) hasViews() bool {
	db.mu.Lock()
	defer db.mu.Unlock()
	return len(db.views) > 0
}

// tableNames returns the names of tables and views that a query can read.
func (db *DB) tableNames() []string {
	db.mu.Lock()
	defer db.mu.Unlock()
	names := slices.Clone(db.known)
	for name := range db.defined.Names() {
		if !strings.HasPrefix(name, "trino_") {
			names = append(names, name)
		}
	}
	return names
}
