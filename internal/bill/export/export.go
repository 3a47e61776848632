// Package export reads the files of a bill from a folder or a bucket: a Cost and Usage
// Report or a FOCUS export, as Parquet, CSV or CSV compressed with gzip.
package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/bill"
	"github.com/trailq/trailq/internal/duck/sheet"
	"github.com/trailq/trailq/internal/scratch"
	"github.com/trailq/trailq/internal/sqltext"
)

// Window is the time whose lines are wanted, not before From and before To. Zero is
// unbounded.
type Window struct{ From, To time.Time }

// Bill is the lines of an export.
type Bill struct {
	Form     string
	Currency string
	Lines    []bill.Line
	Names    *bill.Names // what the lines' texts mean
	// Outside is the amount of lines outside the window.
	Outside float64
}

// Read reads all files of a source that can be a bill's. Files that are in a bucket are
// copied to a temporary folder under spill while they are read.
func Read(ctx context.Context, source trailq.Source, window Window, spill string) (_ *Bill, err error) {
	folder, err := scratch.Make(spill)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, folder.Remove()) }()
	var names, paths []string
	for file, err := range source.Files(ctx, &trailq.Filter{}) {
		if err != nil {
			return nil, err
		}
		if !sheet.IsParquet(file.Path) && !sheet.IsCSV(file.Path) {
			continue
		}
		local, err := fetchFile(ctx, &file, folder.Path(), len(paths))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.Path, err)
		}
		names, paths = append(names, file.Path), append(paths, local)
	}
	if err := checkFiles(names); err != nil {
		return nil, err
	}
	return readLines(ctx, paths, window)
}

// errNoFiles says that a source has no bill.
var errNoFiles = errors.New("no bill there: no file whose name ends with .parquet, .csv or .csv.gz")

// checkFiles checks that the files are one export, each month once.
func checkFiles(names []string) error {
	if len(names) == 0 {
		return errNoFiles
	}
	for _, name := range names {
		if sheet.IsParquet(name) != sheet.IsParquet(names[0]) {
			return fmt.Errorf("%s and %s are of two forms: name the files or folders of one", names[0], name)
		}
	}
	return checkVersions(names)
}

// checkVersions refuses two versions of the bill of one month. A report that keeps its
// former versions has each in a folder with an id, under that of the month:
// https://docs.aws.amazon.com/cur/latest/userguide/access-cur-s3.html
func checkVersions(names []string) error {
	version := regexp.MustCompile(`/(\d{8}-\d{8}|BILLING_PERIOD=[^/]+)/([^/]+)/[^/]+$`)
	versions := make(map[string]string)
	for _, name := range names {
		m := version.FindStringSubmatch(filepath.ToSlash(name))
		if m == nil {
			continue
		}
		if known := versions[m[1]]; known != "" && known != m[2] {
			return fmt.Errorf("%s has more than one version (%s and %s): name the folder of the last", m[1], known, m[2])
		}
		versions[m[1]] = m[2]
	}
	return nil
}

// fetchFile returns the path of a file on this machine.
func fetchFile(ctx context.Context, file *trailq.File, folder string, number int) (_ string, err error) {
	if info, err := os.Stat(file.Path); err == nil && info.Mode().IsRegular() {
		return filepath.Abs(file.Path)
	}
	in, err := file.Open(ctx)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	local := filepath.Join(folder, fmt.Sprintf("%d-%s", number, path.Base(file.Path)))
	out, err := os.OpenFile(local, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(out, in)
	return local, errors.Join(err, out.Close())
}

// readLines reads the lines of files of one form.
func readLines(ctx context.Context, paths []string, window Window) (_ *Bill, err error) {
	rows, err := sheet.Open(ctx, paths)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	form, err := bill.FindForm(rows.Columns())
	if err != nil {
		return nil, err
	}
	names, err := bill.ReadNames()
	if err != nil {
		return nil, err
	}
	read := &Bill{Form: form.Name, Names: names}
	for values, err := range rows.Query(ctx, linesQuery(form.Columns(rows.Columns()))) {
		if err != nil {
			return nil, err
		}
		line, err := bill.ReadLine(values)
		if err != nil {
			return nil, err
		}
		if line.Amount != 0 {
			if read.Currency == "" {
				read.Currency = line.Currency
			}
			if line.Currency != read.Currency {
				return nil, fmt.Errorf("amounts in %s and in %s: a bill of one currency is wanted", read.Currency, line.Currency)
			}
		}
		if !window.overlaps(&line) {
			read.Outside += line.Amount
			continue
		}
		read.Lines = append(read.Lines, line)
	}
	return read, nil
}

// overlaps reports whether a line's period has a moment of the window. A line without a
// period has.
func (w *Window) overlaps(line *bill.Line) bool {
	if line.From.IsZero() {
		return true
	}
	return (w.To.IsZero() || line.From.Before(w.To)) && (w.From.IsZero() || line.To.After(w.From))
}

// linesQuery returns the query for the lines, by the names of their columns. Rows that
// cost nothing, and those of services whose calls are not shared out, are added up.
func linesQuery(columns []string) string {
	numbers, lasting := bill.NumberColumns(), bill.LastingColumns()
	var services []string
	for _, service := range bill.SharedServices() {
		services = append(services, sqltext.Literal(service))
	}
	text := func(at int) string {
		if columns[at] == "" {
			return "NULL"
		}
		return "CAST(" + sqltext.Identifier(columns[at]) + " AS VARCHAR)"
	}
	amount := "CAST(nullif(" + text(bill.AmountColumn()) + ", '') AS DECIMAL(38, 15))"
	apart := fmt.Sprintf("%s <> 0 AND coalesce(%s, '') IN (%s)", amount, text(bill.ServiceColumn()), strings.Join(services, ", "))
	var selected []string
	for at := range columns {
		switch {
		case slices.Contains(numbers, at):
			selected = append(selected, "sum(CAST(nullif("+text(at)+", '') AS DECIMAL(38, 15)))")
		case slices.Contains(lasting, at):
			selected = append(selected, text(at))
		default:
			selected = append(selected, "CASE WHEN "+apart+" THEN "+text(at)+" END")
		}
	}
	return "SELECT " + strings.Join(selected, ", ") + ", count(*) FROM rows GROUP BY ALL"
}
