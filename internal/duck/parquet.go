//go:build cgo

package duck

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/overlap"
)

// parquetView has the columns of the scan. Each query replaces it with a view over
// the files that it can need.
const parquetView = "trailq_parquet"

// repeatedTable has the places of duplicate deliveries, where they are looked for.
const repeatedTable = "trailq_repeated"

// viewNothing returns the statement that makes the view where there are no files.
func viewNothing() string {
	return "CREATE OR REPLACE VIEW " + parquetView + " AS SELECT *" + derived.Absent() + " FROM " + scanName + "() LIMIT 0"
}

// nothingStored gives no rows, with the columns of files.
const nothingStored = `(SELECT '' AS record, NULL::BLOB AS record_bytes, '' AS log_file, 0 AS log_record, NULL::TIMESTAMP AS event_time LIMIT 0)`

// scanSource returns the SQL that gives the rows for the views of the logs.
func (db *DB) scanSource() string {
	if db.options.Parquet != nil {
		return parquetView
	}
	return scanName + "()"
}

// furtherColumns returns the columns of package derived that Parquet files have, or a
// scan computes.
func (db *DB) furtherColumns() []schema.Column {
	if db.options.Parquet == nil {
		return derived.LogColumns()
	}
	return derived.HiddenColumns(derived.Columns())
}

// allowedPaths returns the settings that name the paths that DuckDB can open when it
// is locked.
func (db *DB) allowedPaths() []string {
	var files, folders, statements []string
	if db.options.Parquet != nil {
		files, folders = db.options.Parquet.Allowed()
	}
	if db.options.ExportFile != "" {
		files = append(files, db.exportPart())
	}
	if db.options.KeepInFiles {
		folders = append(folders, db.spill.Path())
	}
	if len(files) > 0 {
		statements = append(statements, "SET allowed_paths = "+listLiteral(files))
	}
	if len(folders) > 0 {
		statements = append(statements, "SET allowed_directories = "+listLiteral(folders))
	}
	return statements
}

// selected holds the Parquet files of a query.
type selected struct {
	files    []ParquetFile
	rejected int64 // records that are in no file
	summary  trailq.Summary
}

// fromMatching returns the SQL that gives the rows that match the filter.
func (s *selected) fromMatching(filter *parquetFilter) string {
	from := readParquet(s.filePaths())
	if all := filter.conditions(from); len(all) > 0 {
		return from + " WHERE " + strings.Join(all, " AND ")
	}
	return from
}

// countDerived returns how many of the columns of package derived all files have.
func (s *selected) countDerived() int {
	return slices.MinFunc(s.files, func(x, y ParquetFile) int { return cmp.Compare(x.Derived, y.Derived) }).Derived
}

func (s *selected) filePaths() []string {
	var paths []string
	for _, file := range s.files {
		paths = append(paths, file.Path)
	}
	return paths
}

// readParquet returns the SQL that reads files. Their paths are ignored, since the
// columns have all that they tell.
func readParquet(paths []string) string {
	return "read_parquet(" + listLiteral(paths) + ", hive_partitioning = false)"
}

// selectParquet makes the view over the files that the query can need, and adds
// them to its account.
func (q *query) selectParquet() error {
	s, err := q.db.options.Parquet.Select(q.ctx, q.rewritten.Bounds, q.tally.reportError)
	if err != nil {
		return err
	}
	q.parquet = &selected{files: s.Files, rejected: s.Rejected, summary: trailq.Summary{Files: s.Summary}}
	return q.viewParquet()
}

// viewParquet makes the view over the files that are selected.
func (q *query) viewParquet() error {
	s := q.parquet
	s.summary.Records = trailq.RecordSummary{Read: s.rejected, Rejected: s.rejected}
	if len(s.files) == 0 {
		q.tally.setSummary(s.summary)
		q.parquetFrom = nothingStored
		return q.viewRows()
	}
	record, err := q.hasRecord()
	if err != nil {
		return err
	}
	filter, err := q.newFilter()
	if err != nil {
		return err
	}
	from := s.fromMatching(filter)
	s.summary.StoredBytes = 0
	for _, file := range s.files {
		s.summary.StoredBytes += file.Size
	}
	if err := q.countParquet(filter, from); err != nil {
		return err
	}
	rows := schema.ParquetRows{Repeated: "CAST(NULL AS BOOLEAN)"}
	if !record {
		rows.NoRecord = ErrNoRecord.Error()
	}
	switch q.db.options.Read.Duplicates {
	case trailq.DropDuplicates:
		from, err = q.dropRepeated(filter, from)
	case trailq.MarkDuplicates:
		rows.Repeated, err = q.markRepeated(filter, from)
	}
	if err != nil {
		return err
	}
	rows.From = from
	if err := q.countOverlap(filter, from); err != nil {
		return err
	}
	q.parquetFrom, q.noRecord = from, !record
	q.tally.setSummary(s.summary)
	q.rows = rows
	return q.viewRows()
}

// viewRows makes the view over the rows of the files that are selected, if any, with the
// columns that the views over it have.
func (q *query) viewRows() error {
	if q.parquet == nil {
		return nil
	}
	if len(q.parquet.files) == 0 {
		return q.db.execAll(q.ctx, []string{viewNothing()})
	}
	rows := q.rows
	rows.Used = q.db.defined.ViewText()
	rows.Further = derived.Stored(rows.Used, q.parquet.countDerived())
	return q.db.execAll(q.ctx, []string{"CREATE OR REPLACE VIEW " + parquetView + " AS " + schema.ParquetScan(rows)})
}

// countParquet counts all rows, and those that match.
func (q *query) countParquet(filter *parquetFilter, from string) error {
	all, err := q.countStored()
	if err != nil {
		return err
	}
	matching := all
	if len(filter.conditions("")) > 0 {
		if matching, err = q.countRows("SELECT count(*) FROM " + from); err != nil {
			return err
		}
	}
	records := &q.parquet.summary.Records
	records.Read += all
	records.Yielded, records.Filtered = matching, all-matching
	return nil
}

// countOverlap counts the events that tell of a call which another event tells of, where
// they are asked for. Files that have none are not read, unless duplicates are left out,
// which are known by the places of their files.
func (q *query) countOverlap(filter *parquetFilter, from string) error {
	if q.db.options.Overlap == nil {
		return nil
	}
	some := *q.parquet
	if some.fromMatching(filter) == from {
		some.files = slices.DeleteFunc(slices.Clone(some.files), func(file ParquetFile) bool { return file.Alone })
		from = some.fromMatching(filter)
	}
	var count overlap.Count
	var err error
	if len(some.files) > 0 {
		count, err = overlap.CountRows(from, func(sql string, values ...any) error {
			return q.db.conn.QueryRowContext(q.ctx, sql).Scan(values...)
		})
	}
	q.db.options.Overlap.Set(count)
	return err
}

// countStored returns how many rows the files have. Opening 70 files to find out
// takes as long as most queries.
func (q *query) countStored() (int64, error) {
	var all int64
	for _, file := range q.parquet.files {
		if file.Rows < 0 {
			return q.countRows("SELECT count(*) FROM " + readParquet(q.parquet.filePaths()))
		}
		all += file.Rows
	}
	return all, nil
}

// countRows runs a statement whose answer is one number.
func (q *query) countRows(sql string) (n int64, err error) {
	err = q.db.conn.QueryRowContext(q.ctx, sql).Scan(&n)
	return n, err
}

// isRepeatedRow is the condition that a row is in the table of duplicate deliveries. Files
// have numbers there, not names: one that is given twice is two files.
const isRepeatedRow = "EXISTS (SELECT 1 FROM " + repeatedTable + " WHERE file = file_index AND row = file_row_number)"

// findRepeated makes the table of duplicate deliveries, and returns their number: of
// rows with one eventID all but the first are in it, in the order of the log files. Numbers
// are grouped faster than texts, and eventIDs that share one are told apart after that.
func (q *query) findRepeated(filter *parquetFilter, from string) (int64, error) {
	where := " WHERE "
	if len(filter.conditions("")) > 0 {
		where = " AND "
	}
	make := fmt.Sprintf(`CREATE OR REPLACE TEMP TABLE %s AS SELECT file, row FROM (
		SELECT file_index AS file, file_row_number AS row,
			row_number() OVER (PARTITION BY eventid ORDER BY log_file, log_record, file_index, file_row_number) AS place
		FROM %s%seventid <> '' AND hash(eventid) IN (SELECT hash(eventid) FROM %s%seventid <> '' GROUP BY 1 HAVING count(*) > 1)) WHERE place > 1`,
		repeatedTable, from, where, from, where)
	if err := q.db.execAll(q.ctx, []string{make}); err != nil {
		return 0, err
	}
	return q.countRows("SELECT count(*) FROM " + repeatedTable)
}

// dropRepeated returns the SQL that gives the rows without duplicate deliveries.
func (q *query) dropRepeated(filter *parquetFilter, from string) (string, error) {
	repeated, err := q.findRepeated(filter, from)
	if err != nil || repeated == 0 {
		return from, err
	}
	q.parquet.summary.Records.Yielded -= repeated
	q.parquet.summary.Records.DuplicatesDropped = repeated
	all := readParquet(q.parquet.filePaths())
	return all + " WHERE " + strings.Join(append(filter.conditions(all), "NOT "+isRepeatedRow), " AND "), nil
}

// markRepeated returns the SQL of whether a row is a duplicate delivery.
func (q *query) markRepeated(filter *parquetFilter, from string) (string, error) {
	repeated, err := q.findRepeated(filter, from)
	if err != nil || repeated == 0 {
		return "false", err
	}
	q.parquet.summary.Records.DuplicatesKept = repeated
	return isRepeatedRow, nil
}

// errOtherParquet means that a Parquet file holds something else.
var errOtherParquet = errors.New("this is no file of a folder that trailq convert has made")

// hasRecord reports whether the files have the records' JSON.
func (q *query) hasRecord() (record bool, err error) {
	rows, err := q.db.conn.QueryContext(q.ctx, "SELECT column_name FROM (DESCRIBE SELECT * FROM "+readParquet(q.parquet.filePaths()[:1])+")")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	has := make(map[string]bool)
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return false, err
		}
		has[name] = true
	}
	for _, column := range schema.ParquetColumns(false) {
		if !has[column.Name] {
			return false, fmt.Errorf("%s: %w: it has no column %q", q.parquet.files[0].Name, errOtherParquet, column.Name)
		}
	}
	return has["record"], rows.Err()
}

// dropDamaged looks for files that cannot be read after a query has failed. It
// reports whether the query can be run again without them. A query that lacks memory says
// nothing about its files, and neither does the check of one.
func (q *query) dropDamaged(cause error) bool {
	if q.parquet == nil || q.ctx.Err() != nil || lacksMemory(cause) || errors.Is(cause, errOtherParquet) && len(q.parquet.files) == 1 {
		return false
	}
	var good []ParquetFile
	for _, file := range q.parquet.files {
		err := q.checkParquet(file)
		if err == nil || q.ctx.Err() != nil || lacksMemory(err) {
			good = append(good, file)
			continue
		}
		text, _, _ := strings.Cut(err.Error(), "\n")
		q.tally.reportError(&trailq.FileError{File: file.Name, Err: errors.New(text)})
		q.parquet.summary.Files.Read--
		q.parquet.summary.Files.Failed++
	}
	if len(good) == len(q.parquet.files) {
		return false
	}
	q.parquet.files = good
	return true
}

// checkParquet returns an error if a file is damaged, as far as that can be found.
func (q *query) checkParquet(file ParquetFile) error {
	if file.Check != nil {
		if err := file.Check(); err != nil {
			return err
		}
	}
	return q.db.execAll(q.ctx, []string{"SELECT count(COLUMNS(*)) FROM " + readParquet([]string{file.Path})})
}

// prepareLogs prepares the Parquet files, if the query uses the logs and those are
// Parquet.
func (q *query) prepareLogs() error {
	if q.db.options.Parquet == nil || q.parquet != nil || len(q.rewritten.Names) == 0 {
		return nil
	}
	err := q.selectParquet()
	for err != nil && q.dropDamaged(err) {
		err = q.viewParquet()
	}
	return err
}

// retryWithoutDamaged runs a statement again without the files that made it fail, if
// any did.
func (q *query) retryWithoutDamaged(err error, sql string) error {
	for err != nil && q.dropDamaged(err) {
		if err = q.viewParquet(); err == nil {
			err = q.replaceStatement(sql)
		}
		if err == nil {
			err = q.startStatement()
		}
	}
	return err
}

// Relax drops the filter from the queries that follow. Files are the Parquet files that
// they can need.
func (db *DB) Relax(files ParquetFiles) {
	db.mu.Lock()
	defer db.mu.Unlock()
	db.options.Parquet, db.options.Where, db.options.Read.Filter = files, nil, trailq.Filter{}
	db.options.Read.Duplicates, db.options.Warn = trailq.KeepDuplicates, func(error) {}
}

// Records returns the events of Parquet files: the record, the hex digits of its
// bytes where it is not UTF-8, the log file, the number in it and the eventTime in
// microseconds since 1970. A limit of 0 is none.
func (db *DB) Records(ctx context.Context, order RecordOrder, limit int64) (*engine.Answer, error) {
	q, err := db.beginQuery(ctx, &dialect.Query{Names: []string{"cloudtrail_logs"}})
	if err != nil {
		return nil, err
	}
	if err := q.prepareLogs(); err != nil {
		return nil, q.failQuery(err)
	}
	if q.noRecord {
		return nil, errors.Join(ErrNoRecord, q.close())
	}
	sql := "SELECT record, hex(record_bytes), log_file, log_record, epoch_us(event_time) FROM " + q.parquetFrom + " ORDER BY " + order.sql()
	if limit > 0 {
		sql += fmt.Sprintf(" LIMIT %d", limit)
	}
	if err = q.prepareChecked(sql); err == nil {
		err = q.startStatement()
	}
	if err = q.retryWithoutDamaged(err, sql); err != nil {
		return nil, q.failQuery(err)
	}
	return q.newAnswer()
}
