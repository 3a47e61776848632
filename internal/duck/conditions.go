//go:build cgo

package duck

import (
	"errors"
	"slices"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck/predicate"
)

// parquetFilter is a filter for Parquet files.
type parquetFilter struct {
	*trailq.Filter
	where []string // Filter.Where, in DuckDB's SQL
}

var errNoWhere = errors.New("the conditions of the filter are not there as SQL")

// newFilter prepares the filter, and defines the functions that it uses.
func (q *query) newFilter() (*parquetFilter, error) {
	f := &parquetFilter{Filter: &q.db.options.Read.Filter}
	if len(f.Where) != len(q.db.options.Where) {
		return nil, errNoWhere
	}
	for _, condition := range q.db.options.Where {
		// The columns of Parquet files are those of the documented table, as are those of
		// a query over it. Its own WHERE is the only one.
		query, err := dialect.Rewrite("WITH stored AS (SELECT * FROM cloudtrail_logs) SELECT 1 FROM stored WHERE "+condition, dialect.Options{Flavor: dialect.Athena})
		if err != nil {
			return nil, err
		}
		_, sql, _ := strings.Cut(query.SQL, " WHERE ")
		f.where = append(f.where, "("+sql+")")
	}
	q.db.defined.Need(strings.Join(f.where, " "), nil)
	if missing := q.db.defined.TakeMacros(); len(missing) > 0 {
		return f, q.db.execAll(q.ctx, missing)
	}
	return f, nil
}

// conditions returns the filter as conditions over the columns of Parquet files. The SQL in
// from gives the rows whose addresses are compared.
func (f *parquetFilter) conditions(from string) []string {
	return append(slices.Clone(f.where), predicate.ListConditions(f.Filter, from)...)
}
