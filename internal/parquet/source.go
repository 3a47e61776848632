package parquet

import (
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/peek"
)

// IsParquet reports whether a source is a converted folder, or a part of one, by
// the first file that it lists. A source that cannot be listed is none.
func IsParquet(ctx context.Context, source trailq.Source) bool {
	first, found, err := peek.First(ctx, source)
	return err == nil && found && (isOwn(first.Path) || isParquetFile(first.Path))
}

func isParquetFile(name string) bool { return strings.HasSuffix(name, ".parquet") && !isOwn(name) }

// isOwn reports whether a file belongs to the ledger of a conversion.
func isOwn(name string) bool {
	return strings.Contains("/"+filepath.ToSlash(name), "/"+ownFolder+"/")
}

// Source is the Parquet files of converted folders: a [trailq.Source] that lists
// them, and whose logs package duck reads. It is for one goroutine at a time.
type Source struct {
	trailq.Source
	options  SourceOptions
	files    []parquetFile // nil until they are listed
	unlisted []*trailq.FileError
	lacking  []*failure          // what the folders say that they lack
	unknown  []*trailq.FileError // where that cannot be read
	fetched  fetcher
}

// SourceOptions say how to read converted folders.
type SourceOptions struct {
	// Filter rules out files.
	Filter trailq.Filter
	// Remote says that the files are not on this machine: those that a question
	// needs are fetched into a folder that lives as long as the Source.
	Remote bool
	// TemporaryFolder is where that is made; empty is the system's.
	TemporaryFolder string
	// FetchLimit bounds in bytes what is fetched. Zero is 10 GiB.
	FetchLimit int64
	// Workers is how many files are fetched at a time; zero is 8.
	Workers int
	// Say is told what is fetched, and what to do about what is lacking, if not nil.
	Say func(string)
	// Open opens a source by its name: where the source is only a part of a folder,
	// what the folder remembers lies beside it. Nil is [trailq.Files].
	Open func(ctx context.Context, name string) (trailq.Source, error)
}

// parquetFile is a Parquet file and where it belongs; what its path does not tell
// is empty.
type parquetFile struct {
	trailq.File
	partition
}

// OpenSource lists the Parquet files of a source for which [IsParquet] holds. Close
// must be called.
func OpenSource(ctx context.Context, source trailq.Source, options SourceOptions) (*Source, error) {
	s := &Source{Source: source, options: options}
	s.fetched = fetcher{options: &s.options}
	if options.Remote {
		return s, s.fetched.open()
	}
	files, err := s.listAll(ctx)
	s.files = files
	return s, err
}

// listAll lists the Parquet files, and reads what the folders remember. What
// cannot be listed counts as unlisted when they are selected.
func (s *Source) listAll(ctx context.Context) ([]parquetFile, error) {
	files, whole := []parquetFile{}, make(map[string]bool)
	for file, err := range s.Source.Files(ctx, new(trailq.Filter)) {
		var part *trailq.FileError
		switch {
		case errors.As(err, &part):
			s.unlisted = append(s.unlisted, part)
		case err != nil:
			return nil, err
		case isParquetFile(file.Path):
			files = append(files, parquetFile{file, partitionIn(file.Path)})
		case isOwn(file.Path):
			whole[rootOf(file.Path)] = true
			s.listOwn(ctx, file)
		}
	}
	s.recallBeside(ctx, files, whole)
	return files, nil
}

// listOwn notes a file of the ledger of a conversion.
func (s *Source) listOwn(ctx context.Context, file trailq.File) {
	switch name := filepath.ToSlash(file.Path); {
	case strings.HasSuffix(name, pendingEnding):
		s.say("a conversion into this folder was cut off, or is at work: some of its events are not there yet")
	case strings.HasSuffix(name, "/"+failedFile):
		s.recall(ctx, file, nil)
	}
}

func (s *Source) say(text string) {
	if s.options.Say != nil {
		s.options.Say(text)
	}
}

// Close removes what was fetched.
func (s *Source) Close() error { return s.fetched.close() }

// Files lists the Parquet files that the filter does not rule out by their
// partition.
func (s *Source) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range s.Source.Files(ctx, new(trailq.Filter)) {
			if err == nil && !isParquetFile(file.Path) {
				continue
			}
			if err == nil && outside(partitionIn(file.Path), filter, nil) != "" {
				continue
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

// Allowed are the files, or the folder of those that are fetched.
func (s *Source) Allowed() (files, folders []string) {
	if s.options.Remote {
		return nil, []string{s.fetched.folder.Path()}
	}
	for _, file := range s.files {
		files = append(files, file.Path)
	}
	return files, nil
}

// Select returns the files for a question, fetched if need be.
func (s *Source) Select(ctx context.Context, bounds dialect.Bounds, warn func(error)) (duck.ParquetSelection, error) {
	var selection duck.ParquetSelection
	summary := &selection.Summary
	if s.files == nil {
		var err error
		if s.files, err = s.listAll(ctx); err != nil {
			return selection, err
		}
	}
	for _, part := range s.unlisted {
		summary.Unlisted++
		warn(part)
	}
	var wanted []parquetFile
	for _, file := range s.files {
		summary.Listed++
		if reason := outside(file.partition, &s.options.Filter, &bounds); reason != "" {
			if summary.Skipped == nil {
				summary.Skipped = make(map[trailq.SkipReason]int)
			}
			summary.Skipped[reason]++
			continue
		}
		wanted = append(wanted, file)
		summary.ListedBytes += max(file.Size, 0)
	}
	s.tellLacking(&selection, bounds, warn)
	summary.AllListed = true
	if s.options.Remote {
		if err := s.fetched.fetch(ctx, wanted); err != nil {
			return selection, err
		}
	}
	for _, file := range wanted {
		name, err := s.local(file)
		if err == nil {
			err = checkWhole(name)
		}
		if err != nil {
			summary.Failed++
			warn(&trailq.FileError{File: file.Path, Err: err})
			continue
		}
		summary.Read++
		selection.Files = append(selection.Files, duck.ParquetFile{Path: name, Name: file.Path, Size: file.Size, Rows: rowsIn(file.Path)})
	}
	return selection, nil
}

// rowsIn is how many events a file has, which its name tells: see writeBucket. It
// is negative where the file has another name.
func rowsIn(name string) int64 {
	parts := strings.Split(strings.TrimSuffix(filepath.Base(name), ".parquet"), "-")
	rows, err := strconv.ParseInt(parts[len(parts)-1], 10, 64)
	if err != nil || len(parts) != 3 || len(parts[0]) != len(commitName(0)) {
		return -1
	}
	return rows
}

// local is the path of a file on this machine, or why it is not there.
func (s *Source) local(file parquetFile) (string, error) {
	if !s.options.Remote {
		return file.Path, nil
	}
	copied := s.fetched.copies[file.Path]
	return copied.name, copied.err
}

// errCut is of a file that is no Parquet file, or only a part of one.
var errCut = errors.New("this is no whole Parquet file")

// checkWhole looks for the marks at both ends of a Parquet file
// (https://parquet.apache.org/docs/file-format/). An engine would fail all files
// for one that lacks them.
func checkWhole(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(checkMarks(file), file.Close())
}

func checkMarks(file *os.File) error {
	const mark = "PAR1"
	info, err := file.Stat()
	if err != nil {
		return err
	}
	for _, at := range []int64{0, max(0, info.Size()-int64(len(mark)))} {
		var found [len(mark)]byte
		if _, err := file.ReadAt(found[:], at); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if string(found[:]) != mark || info.Size() < 12 {
			return errCut
		}
	}
	return nil
}
