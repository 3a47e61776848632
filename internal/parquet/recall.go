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
	"github.com/trailq/trailq/internal/peek"
)

// recall reads what a folder remembers of log files that are not in it, or not
// whole, save what the filter skips, which may be nil.
func (s *Source) recall(ctx context.Context, file trailq.File, filter *trailq.Filter) {
	lacking, err := openFailures(ctx, file)
	if err != nil {
		s.forgotten(file.Path, err)
	}
	for _, one := range lacking {
		if filter == nil || !one.skippedBy(filter) {
			s.lacking = append(s.lacking, one)
		}
	}
}

func openFailures(ctx context.Context, file trailq.File) ([]*failure, error) {
	body, err := file.Open(ctx)
	if err != nil {
		return nil, err
	}
	lacking, err := readFailures(body)
	return lacking, errors.Join(err, body.Close())
}

// listed is the log file as a source lists it.
func (f *failure) listed() trailq.File {
	return trailq.File{Path: f.file(), Size: f.Size, Version: f.Version}
}

// skippedBy reports whether a filter rules out the log file. What could not be
// listed may be of any kind.
func (f *failure) skippedBy(filter *trailq.Filter) bool {
	return f.Unlisted == "" && filter.Skips(f.listed()) != ""
}

// recallBeside does so for folders of which the source is only a part.
func (s *Source) recallBeside(ctx context.Context, files []parquetFile, whole map[string]bool) {
	parts := make(map[string][]parquetFile)
	for _, file := range files {
		if root := rootOf(file.Path); root != noRoot && !whole[root] {
			parts[root] = append(parts[root], file)
		}
	}
	for _, root := range slices.Sorted(maps.Keys(parts)) {
		name := root + ownFolder + "/" + failedFile
		file, found, err := s.beside(ctx, name)
		switch {
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			s.forgotten(name, err)
		case found && filepath.ToSlash(file.Path) == name:
			s.recall(ctx, file, filterOf(parts[root]))
		}
	}
}

// beside finds a file that is not in the source.
func (s *Source) beside(ctx context.Context, name string) (trailq.File, bool, error) {
	if s.options.Open == nil {
		return peek.First(ctx, trailq.Files(name))
	}
	source, err := s.options.Open(ctx, name)
	if err != nil {
		return trailq.File{}, false, err
	}
	return peek.First(ctx, source)
}

// forgotten takes it that what a folder remembers cannot be read.
func (s *Source) forgotten(name string, err error) {
	s.unknown = append(s.unknown, &trailq.FileError{File: name, Err: fmt.Errorf("what could not be converted is not known: %w", err)})
}

// noRoot is of a file that is in no converted folder.
const noRoot = "?"

// rootOf is the converted folder that a file is in, with a slash at its end, or
// empty where that is the current folder.
func rootOf(name string) string {
	name = filepath.ToSlash(name)
	if before, _, found := strings.Cut("/"+name, "/"+ownFolder+"/"); found {
		return strings.TrimPrefix(before+"/", "/")
	}
	parts := strings.Split(name, "/")
	at := len(parts) - 4
	if at < 0 || !strings.HasPrefix(parts[at], "account=") || !strings.HasPrefix(parts[at+1], "region=") || !strings.HasPrefix(parts[at+2], "date=") {
		return noRoot
	}
	return strings.Join(append(parts[:at:at], ""), "/")
}

// filterOf skips log files that have no events of the partitions of the files.
func filterOf(files []parquetFile) *trailq.Filter {
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
		Accounts: all(func(f parquetFile) string { return f.account }),
		Regions:  all(func(f parquetFile) string { return f.region }),
	}
	if days := all(func(f parquetFile) string { return f.date }); days != nil {
		first, err := time.Parse(time.DateOnly, days[0])
		last, problem := time.Parse(time.DateOnly, days[len(days)-1])
		if err == nil && problem == nil {
			filter.From, filter.To = first, last.AddDate(0, 0, 1)
		}
	}
	return filter
}

// errLacking is of a log file of which a folder has nothing, or not all.
var errLacking = errors.New("it could not be converted")

// tellLacking warns of the log files and records that a question might need and
// that the folder lacks, and counts them.
func (s *Source) tellLacking(selection *duck.ParquetSelection, bounds dialect.Bounds, warn func(error)) {
	summary := &selection.Summary
	for _, file := range s.unknown {
		summary.Listed++
		summary.Failed++
		warn(file)
	}
	filter := duck.Narrowed(s.options.Filter, bounds)
	for _, one := range s.lacking {
		if one.skippedBy(&filter) {
			continue
		}
		if one.Unlisted != "" {
			summary.Unlisted++
		} else if one.Cause != "" {
			summary.Listed++
			summary.Failed++
		}
		if one.Cause != "" {
			warn(&trailq.FileError{File: one.file(), Err: fmt.Errorf("%w: %s", errLacking, one.Cause)})
			s.say("a log file that could not be converted is tried again when `trailq convert` is run again; of one that is damaged for good, the folder has what could be read")
		}
		if one.Rejected > 0 {
			selection.Rejected += one.Rejected
			one.tellRejected(warn)
			s.say("a record that could not be converted is damaged in its log file, and cannot be had; what stands beside it is in the folder")
		}
	}
}

// tellRejected warns of the records that were rejected.
func (f *failure) tellRejected(warn func(error)) {
	for _, one := range f.Records {
		warn(&trailq.FileError{File: f.file(), Record: one.Record, Err: fmt.Errorf("%w: %s", errLacking, one.Cause)})
	}
	if more := f.Rejected - int64(len(f.Records)); more > 0 {
		warn(&trailq.FileError{File: f.file(), Err: fmt.Errorf("%d more records could not be converted", more)})
	}
}
