package parquet

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/prune"
)

// readFailed reads which log files a folder lacks, wholly or in part, except those
// that the filter, which can be nil, skips.
func (s *Source) readFailed(ctx context.Context, file trailq.File, filter *trailq.Filter) {
	lacking, err := openFailures(ctx, file)
	if err != nil {
		s.addUnknown(file.Path, err)
	}
	for _, one := range lacking {
		if filter == nil || !one.SkippedBy(filter) {
			s.lacking = append(s.lacking, one)
		}
	}
}

func openFailures(ctx context.Context, file trailq.File) ([]*layout.Failure, error) {
	body, err := file.Open(ctx)
	if err != nil {
		return nil, err
	}
	lacking, err := layout.ReadFailures(body)
	return lacking, errors.Join(err, body.Close())
}

// listBeside lists the own files of folders that are only partly in the source.
func (s *Source) listBeside(ctx context.Context, files []parquetFile, own map[string]*ownFiles) error {
	roots := make(map[string]bool)
	for _, file := range files {
		if root := rootOf(file.Path); root != noRoot && own[root] == nil {
			roots[root] = true
		}
	}
	for _, root := range slices.Sorted(maps.Keys(roots)) {
		found := new(ownFiles)
		name := root + layout.OwnFolder + "/"
		source, err := s.openBeside(ctx, name)
		if err == nil {
			err = found.addSource(ctx, source)
		}
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			s.addUnknown(name, err)
		case found.any:
			own[root] = found
		}
	}
	return nil
}

// openBeside opens a folder that is not in the source.
func (s *Source) openBeside(ctx context.Context, name string) (trailq.Source, error) {
	if s.options.Open == nil {
		return trailq.Dir(filepath.FromSlash(name)), nil
	}
	return s.options.Open(ctx, name)
}

// addUnknown notes that a file of the folder's own cannot be read, so that what the
// folder lacks is unknown.
func (s *Source) addUnknown(name string, err error) {
	s.unknown = append(s.unknown, &trailq.FileError{File: name, Err: fmt.Errorf("what the folder lacks is not known: %w", err)})
}

// noRoot is the root of a file that is in no converted folder.
const noRoot = "?"

// rootOf returns the converted folder that holds a file, with a slash at its end, or
// an empty text if that is the current folder.
func rootOf(name string) string {
	name = filepath.ToSlash(name)
	if before, _, found := strings.Cut("/"+name, "/"+layout.OwnFolder+"/"); found {
		return strings.TrimPrefix(before+"/", "/")
	}
	parts := strings.Split(name, "/")
	at := len(parts) - 4
	if at < 0 || !strings.HasPrefix(parts[at], "account=") || !strings.HasPrefix(parts[at+1], "region=") || !strings.HasPrefix(parts[at+2], "date=") {
		return noRoot
	}
	if at > 0 && parts[at-1] == layout.DataFolder {
		at--
	}
	return strings.Join(append(parts[:at:at], ""), "/")
}

// filterOf returns a filter that skips log files without events in the partitions of
// the files.
func filterOf(files []parquetFile) *trailq.Filter {
	if len(files) == 0 {
		return nil
	}
	all := func(of func(parquetFile) string) []string {
		var values []string
		for _, file := range files {
			values = append(values, of(file))
		}
		slices.Sort(values)
		if values = slices.Compact(values); values[0] == "" { // any
			return nil
		}
		return values
	}
	filter := &trailq.Filter{
		Accounts: all(func(f parquetFile) string { return f.Account }),
		Regions:  all(func(f parquetFile) string { return f.Region }),
	}
	if days := all(func(f parquetFile) string { return f.Date }); days != nil {
		first, err := time.Parse(time.DateOnly, days[0])
		last, problem := time.Parse(time.DateOnly, days[len(days)-1])
		if err == nil && problem == nil {
			filter.From, filter.To = first, last.AddDate(0, 0, 1)
		}
	}
	return filter
}

// tellLacking warns about and counts the log files and records that a query could
// need and that the folder lacks.
func (s *Source) tellLacking(selection *duck.ParquetSelection, bounds dialect.Bounds, warn func(error)) {
	summary := &selection.Summary
	for _, file := range s.unknown {
		summary.Listed++
		summary.Failed++
		warn(file)
	}
	filter := prune.Filter(s.options.Filter, bounds)
	for _, one := range s.lacking {
		if one.SkippedBy(&filter) {
			continue
		}
		if one.Unlisted != "" {
			summary.Unlisted++
		} else if one.Cause != "" {
			summary.Listed++
			summary.Failed++
		}
		if one.Cause != "" {
			warn(&trailq.FileError{File: one.FileName(), Err: fmt.Errorf("%w: %s", layout.ErrLacking, one.Cause)})
			s.say("`trailq convert` tries log files again that could not be converted; if one is damaged for good, the folder holds the readable part")
		}
		if one.Rejected > 0 {
			selection.Rejected += one.Rejected
			one.TellRejected(warn)
			s.say("a record that could not be converted is damaged in its log file; the records beside it are in the folder")
		}
	}
}

// tellDamage warns about and counts the Parquet files that a query could need and
// that are missing or damaged, and the conversions that have not finished.
func (s *Source) tellDamage(selection *duck.ParquetSelection, bounds dialect.Bounds, warn func(error)) {
	for _, file := range s.damage {
		if skipReason(file.Partition, &s.options.Filter, &bounds) != "" {
			continue
		}
		selection.Summary.Listed++
		selection.Summary.Failed++
		warn(file.problem)
		if errors.Is(file.problem, layout.ErrForeign) {
			s.say("move Parquet files that trailq did not write out of the folder")
		} else {
			s.say(damagedHint)
		}
	}
	filter := prune.Filter(s.options.Filter, bounds)
	for _, run := range s.runs {
		if !run.Overlaps(layout.Window{From: filter.From, To: filter.To}) {
			continue
		}
		selection.Summary.Unlisted++
		warn(run.problem)
		s.say("`trailq convert` with the same SOURCE and window completes the folder")
	}
}
