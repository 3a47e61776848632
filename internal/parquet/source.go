package parquet

import (
	"context"
	"errors"
	"iter"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/peek"
)

// IsParquet reports whether a source is a converted folder or a part of one, judged
// by the first file that it lists, or, if that is neither a log nor of such a folder, by
// the next that is. It returns false if the source cannot be listed.
func IsParquet(ctx context.Context, source trailq.Source) bool {
	first, found, err := peek.First(ctx, source)
	if err != nil || !found {
		return false
	}
	if isConverted, known := judgeName(first.Path); known {
		return isConverted
	}
	listed := 0
	for file, err := range source.Files(ctx, new(trailq.Filter)) {
		if listed++; err != nil || listed > strayFiles {
			return false
		}
		if isConverted, known := judgeName(file.Path); known {
			return isConverted
		}
	}
	return false
}

// strayFiles is how many files can lie before the first that tells what a source is.
const strayFiles = 1000

// judgeName reports whether a file is of a converted folder, and whether its name tells.
func judgeName(name string) (isConverted, known bool) {
	switch {
	case layout.IsOwn(name), isParquetFile(name) && (rowsIn(name) >= 0 || layout.FindPartition(name) != layout.Partition{}):
		return true, true
	}
	return false, trailq.IsLogName(name)
}

func isParquetFile(name string) bool {
	return strings.HasSuffix(name, ".parquet") && !layout.IsOwn(name)
}

// Source is the Parquet files of converted folders: a [trailq.Source] that lists
// them, and whose logs package duck reads. It is for one goroutine at a time.
type Source struct {
	trailq.Source
	options  SourceOptions
	files    []parquetFile // nil until they are listed
	unlisted []*trailq.FileError
	lacking  []*layout.Failure   // what the folders say that they lack
	unknown  []*trailq.FileError // where that cannot be read
	runs     []openRun           // that have not come to their ends
	damage   []damagedFile       // Parquet files that are not read
	checked  map[string]error    // Parquet files whose hash was compared
	fetched  fetcher
}

// SourceOptions say how to read converted folders.
type SourceOptions struct {
	// Filter rules out files.
	Filter trailq.Filter
	// Remote says that the files are not on this machine: those that a query
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
	// Names are the sources as the user named them. In those that are folders, or
	// folders of a bucket, Parquet files are missed that a commit names.
	Names []string
	// Open opens a source by its name: where the source is only a part of a folder,
	// what the folder remembers lies beside it. Nil is [trailq.Files].
	Open func(ctx context.Context, name string) (trailq.Source, error)
}

// parquetFile is a Parquet file and where it belongs; what its path does not tell
// is empty.
type parquetFile struct {
	trailq.File
	layout.Partition
	commit *layout.DataFile // what its commit says of it; nil where that is not known
}

// OpenSource lists the Parquet files of a source for which [IsParquet] returns true.
// Close must be called.
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

// listAll lists the Parquet files, and reads what the folders know of them. What
// cannot be listed counts as unlisted when they are selected.
func (s *Source) listAll(ctx context.Context) ([]parquetFile, error) {
	files, own := []parquetFile{}, make(map[string]*ownFiles)
	for file, err := range s.Source.Files(ctx, new(trailq.Filter)) {
		var part *trailq.FileError
		switch vanished := vanishedFile(err); {
		case vanished != "":
			folderOf(own, vanished).vanished = vanished
		case errors.As(err, &part):
			s.unlisted = append(s.unlisted, part)
		case err != nil:
			return nil, err
		case isParquetFile(file.Path):
			files = append(files, parquetFile{File: file, Partition: layout.FindPartition(file.Path)})
		case layout.IsOwn(file.Path):
			folderOf(own, file.Path).addFile(file)
		}
	}
	if err := s.listBeside(ctx, files, own); err != nil {
		return nil, err
	}
	return s.compareFolders(ctx, files, own), nil
}

// folderOf returns what is known of the folder of one of its own files.
func folderOf(own map[string]*ownFiles, name string) *ownFiles {
	root := rootOf(name)
	if own[root] == nil {
		own[root] = &ownFiles{whole: true}
	}
	return own[root]
}

func (s *Source) say(text string) {
	if s.options.Say != nil {
		s.options.Say(text)
	}
}

// CountDerived returns how many of the columns of package derived all files have, the
// first ones: as many as anybody can ask for where there are no files.
func (s *Source) CountDerived(ctx context.Context) (int, error) {
	if err := s.listOnce(ctx); err != nil {
		return 0, err
	}
	least := math.MaxInt
	for _, file := range s.files {
		least = min(least, file.countDerived())
	}
	return least, nil
}

// listOnce lists the files, unless they are listed.
func (s *Source) listOnce(ctx context.Context) (err error) {
	if s.files == nil {
		s.files, err = s.listAll(ctx)
	}
	return err
}

// Close removes the fetched files.
func (s *Source) Close() error { return s.fetched.close() }

// Files lists the Parquet files that the filter does not rule out by their partition.
func (s *Source) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range s.Source.Files(ctx, new(trailq.Filter)) {
			if err == nil && !isParquetFile(file.Path) {
				continue
			}
			if err == nil && skipReason(layout.FindPartition(file.Path), filter, nil) != "" {
				continue
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

// Allowed returns the files of the source, or the folder of fetched files.
func (s *Source) Allowed() (files, folders []string) {
	if s.options.Remote {
		return nil, []string{s.fetched.folder.Path()}
	}
	for _, file := range s.files {
		files = append(files, file.Path)
	}
	return files, nil
}

// Select returns the files for a query, after fetching them if necessary.
func (s *Source) Select(ctx context.Context, bounds dialect.Bounds, warn func(error)) (duck.ParquetSelection, error) {
	var selection duck.ParquetSelection
	summary := &selection.Summary
	if err := s.listOnce(ctx); err != nil {
		return selection, err
	}
	for _, part := range s.unlisted {
		summary.Unlisted++
		warn(part)
	}
	var wanted []parquetFile
	for _, file := range s.files {
		summary.Listed++
		if reason := skipReason(file.Partition, &s.options.Filter, &bounds); reason != "" {
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
	s.tellDamage(&selection, bounds, warn)
	summary.AllListed = true
	if s.options.Remote {
		if err := s.fetched.fetchMissing(ctx, wanted); err != nil {
			return selection, err
		}
	}
	s.checkChanged(ctx, wanted)
	for _, file := range wanted {
		name, err := s.checkedName(file)
		if err != nil {
			summary.Failed++
			warn(&trailq.FileError{File: file.Path, Err: err})
			s.say(damagedHint)
			continue
		}
		summary.Read++
		selection.Files = append(selection.Files, duck.ParquetFile{Path: name, Name: file.Path, Size: file.Size, Rows: file.rows(), Derived: file.countDerived(), Alone: file.isAlone(), Check: file.hashCheck(name)})
	}
	return selection, nil
}

// countDerived returns how many of the columns of package derived a file has, by its
// commit.
func (f *parquetFile) countDerived() int {
	if f.commit == nil {
		return 0
	}
	return f.commit.Derived.Count()
}

// isAlone reports whether no event of a file can tell of a call that another event tells
// of, by its commit.
func (f *parquetFile) isAlone() bool { return f.commit != nil && f.commit.Alone }

// rows returns how many events a file has, or a negative number where neither its
// commit nor its name says so.
func (f *parquetFile) rows() int64 {
	if f.commit != nil {
		return int64(f.commit.Rows)
	}
	return rowsIn(f.Path)
}

// hashCheck returns a function that compares the hash of a file, or nil if the hash is
// not known.
func (f *parquetFile) hashCheck(name string) func() error {
	if f.commit == nil || f.commit.SHA256 == "" {
		return nil
	}
	return func() error { return f.commit.CheckHash(name) }
}

// checkedName returns the path of a file on this machine, or why it cannot be read.
func (s *Source) checkedName(file parquetFile) (string, error) {
	name, err := s.localPath(file)
	if err == nil {
		err = s.checked[file.Path]
	}
	if err == nil {
		err = layout.CheckWhole(name)
	}
	return name, err
}

// rowsIn returns the number of events in a file's name (see writePartition), or a
// negative number if the file has another name.
func rowsIn(name string) int64 {
	parts := strings.Split(strings.TrimSuffix(filepath.Base(name), ".parquet"), "-")
	rows, err := strconv.ParseInt(parts[len(parts)-1], 10, 64)
	if err != nil || len(parts) != 3 || len(parts[0]) != len(layout.CommitName(0)) {
		return -1
	}
	return rows
}

// localPath returns the path of a file on this machine, or why it is not there.
func (s *Source) localPath(file parquetFile) (string, error) {
	if !s.options.Remote {
		return file.Path, nil
	}
	copied := s.fetched.copies[file.Path]
	return copied.name, copied.err
}
