package parquet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// ownFiles are the files by which a converted folder knows what it holds.
type ownFiles struct {
	whole      bool // all of the folder is in the source
	any        bool
	commits    []trailq.File
	pending    []trailq.File
	failed     *trailq.File
	unfinished *trailq.File
	format     *trailq.File
	index      *trailq.File
	vanished   string // a file that was there only while the folder was listed
}

// isOpen reports whether a conversion has not come to its end, or runs now.
func (o *ownFiles) isOpen() bool {
	return o.unfinished != nil || len(o.pending) > 0 || o.vanished != ""
}

func (o *ownFiles) addFile(file trailq.File) {
	o.any = true
	name := filepath.ToSlash(file.Path)
	inCommits := path.Base(path.Dir(name)) == layout.CommitsFolder
	switch base := path.Base(name); {
	case inCommits && strings.HasSuffix(base, layout.PendingEnding):
		o.pending = append(o.pending, file)
	case inCommits && strings.HasSuffix(base, layout.CommitEnding):
		o.commits = append(o.commits, file)
	case inCommits:
	case base == layout.FailedFile:
		o.failed = &file
	case base == layout.UnfinishedFile:
		o.unfinished = &file
	case base == layout.FormatFile:
		o.format = &file
	case base == layout.IndexFile:
		o.index = &file
	}
}

// vanishedFile returns the file of a folder's own that an error says is gone, or an empty
// text: a conversion runs now, and has renamed or removed the file since its name was read.
func vanishedFile(err error) string {
	var part *trailq.FileError
	if errors.As(err, &part) && layout.IsOwn(part.File) && errors.Is(err, fs.ErrNotExist) {
		return part.File
	}
	return ""
}

// addSource adds the files of a source.
func (o *ownFiles) addSource(ctx context.Context, source trailq.Source) error {
	for file, err := range source.Files(ctx, new(trailq.Filter)) {
		switch vanished := vanishedFile(err); {
		case vanished != "":
			o.vanished = vanished
		case err != nil:
			return err
		case layout.IsOwn(file.Path):
			o.addFile(file)
		}
	}
	return nil
}

// manifest is what the commits of a folder say of its Parquet files.
type manifest struct {
	files   map[string]layout.DataFile // by path in the folder
	unknown map[int]bool               // numbers of commits whose record cannot be read
	records layout.Records
	lacking bool // something is in failedFile
}

// damagedFile is a Parquet file that cannot be read, and where its events belong.
type damagedFile struct {
	layout.Partition
	problem *trailq.FileError
}

// openRun is a conversion that has not come to its end.
type openRun struct {
	layout.Window
	problem *trailq.FileError
}

// damagedHint says what to do about damaged Parquet files.
const damagedHint = "`trailq convert` makes Parquet files that are missing or damaged from the logs again; with --verify it reads all of them to find out"

// compareFolders compares the Parquet files that are listed with what their folders
// know of them, and returns those that can be read.
func (s *Source) compareFolders(ctx context.Context, files []parquetFile, own map[string]*ownFiles) []parquetFile {
	inRoot := make(map[string][]parquetFile)
	good := []parquetFile{} // not nil: they are listed
	for _, file := range files {
		root := rootOf(file.Path)
		if own[root] == nil { // Parquet files without a conversion's record
			good = append(good, file)
			continue
		}
		inRoot[root] = append(inRoot[root], file)
	}
	for root, o := range own {
		found := s.readManifest(ctx, o)
		s.compareIndex(ctx, root, o, found)
		s.readLacking(ctx, root, o, found, filterOf(inRoot[root]))
		good = append(good, s.compareFiles(root, o, found, inRoot[root])...)
		s.findMissing(root, o, found, inRoot[root])
	}
	slices.SortFunc(good, func(x, y parquetFile) int { return strings.Compare(x.Path, y.Path) })
	return good
}

// readLacking reads what a folder says that it lacks.
func (s *Source) readLacking(ctx context.Context, root string, o *ownFiles, found *manifest, filter *trailq.Filter) {
	if o.whole {
		filter = nil
	}
	name := root + layout.OwnFolder + "/"
	switch {
	case o.failed != nil:
		s.readFailed(ctx, *o.failed, filter)
	case found.lacking:
		s.addUnknown(name+layout.FailedFile, layout.ErrMissingFile)
	}
	switch {
	case o.unfinished != nil:
		s.readRuns(ctx, *o.unfinished)
	case len(o.pending) > 0:
		s.runs = append(s.runs, openRun{problem: layout.UnfinishedRun{}.Warning(o.pending[0].Path)})
	case o.vanished != "":
		s.runs = append(s.runs, openRun{problem: layout.UnfinishedRun{}.Warning(o.vanished)})
	case o.format == nil && len(o.commits) == 0:
		s.runs = append(s.runs, openRun{problem: layout.UnfinishedRun{}.Warning(name + layout.FormatFile)})
	}
}

// readRuns reads which conversions have not come to their ends.
func (s *Source) readRuns(ctx context.Context, file trailq.File) {
	text, err := readOwn(ctx, file)
	var u layout.Unfinished
	if err == nil {
		u, err = layout.DecodeUnfinished(text)
	}
	if err != nil {
		s.runs = append(s.runs, openRun{problem: &trailq.FileError{File: file.Path, Err: fmt.Errorf("%w; %w: %w", layout.ErrUnfinished, layout.ErrDamagedLedger, err)}})
		return
	}
	for _, run := range u.Runs {
		s.runs = append(s.runs, openRun{run.Window, run.Warning(file.Path)})
	}
}

func readOwn(ctx context.Context, file trailq.File) ([]byte, error) {
	body, err := file.Open(ctx)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(body)
	return text, errors.Join(err, body.Close())
}

// compareFiles returns the files that are as the commits of their folder say.
func (s *Source) compareFiles(root string, o *ownFiles, found *manifest, files []parquetFile) []parquetFile {
	var good []parquetFile
	for _, file := range files {
		inside := strings.TrimPrefix(filepath.ToSlash(file.Path), root)
		d, known := found.files[inside]
		switch {
		case known && file.Size >= 0 && file.Size != d.Bytes:
			s.addDamage(file.Partition, file.Path, layout.NewSizeError(file.Size, d.Bytes))
		case known:
			file.commit = &d
			good = append(good, file)
		case found.unknown[layout.NumberIn(inside)]: // the warning is that of the record
			good = append(good, file)
		case o.isOpen() && layout.NumberIn(inside) > found.records.Last:
			// A commit that was not yet written when the folder was listed: the
			// warning is that of the run.
		default:
			s.addDamage(file.Partition, file.Path, layout.ErrForeign)
		}
	}
	return good
}

// findMissing notes the Parquet files that commits name and that are not there, of the
// part of the folder that the source covers.
func (s *Source) findMissing(root string, o *ownFiles, found *manifest, files []parquetFile) {
	listed := make(map[string]bool, len(files))
	for _, file := range files {
		listed[strings.TrimPrefix(filepath.ToSlash(file.Path), root)] = true
	}
	for name := range found.files {
		if !listed[name] && (o.whole || s.coversName(root+name)) {
			s.addDamage(layout.FindPartition(name), root+name, layout.ErrMissingFile)
		}
	}
	slices.SortFunc(s.damage, func(x, y damagedFile) int { return strings.Compare(x.problem.File, y.problem.File) })
}

// coversName reports whether a path lies below one of the sources that the user named.
func (s *Source) coversName(name string) bool {
	return slices.ContainsFunc(s.options.Names, func(source string) bool {
		return strings.HasPrefix(name, strings.TrimSuffix(filepath.ToSlash(source), "/")+"/")
	})
}

// addDamage notes a Parquet file that cannot be read.
func (s *Source) addDamage(where layout.Partition, name string, err error) {
	s.damage = append(s.damage, damagedFile{where, &trailq.FileError{File: name, Err: err}})
}

// readManifest reads what the commits of a folder say of its Parquet files.
func (s *Source) readManifest(ctx context.Context, o *ownFiles) *manifest {
	found := &manifest{files: make(map[string]layout.DataFile), unknown: make(map[int]bool)}
	records := slices.Concat(o.commits, o.pending)
	commits, problems := make([]*layout.Commit, len(records)), make([]error, len(records))
	next := make(chan int)
	var all sync.WaitGroup
	for range min(len(records), s.recordReaders()) {
		all.Go(func() {
			for i := range next {
				commits[i], problems[i] = layout.OpenCommit(ctx, records[i])
			}
		})
	}
	for i := range records {
		next <- i
	}
	close(next)
	all.Wait()
	for i, record := range records {
		number, err := recordNumber(record)
		if err == nil {
			found.records.NoteRecord(number, commits[i])
		}
		if problems[i] != nil {
			if err == nil {
				found.unknown[number] = true
			}
			if i >= len(o.commits) && errors.Is(problems[i], fs.ErrNotExist) {
				// A conversion runs now, and has finished this commit since it was listed.
				s.runs = append(s.runs, openRun{problem: layout.UnfinishedRun{}.Warning(record.Path)})
				continue
			}
			s.addUnknown(record.Path, fmt.Errorf("%w: %w", layout.ErrDamagedLedger, problems[i]))
			continue
		}
		found.lacking = found.lacking || commits[i].Lacking
		for _, d := range commits[i].Data {
			found.files[d.Path] = d
		}
	}
	return found
}

// recordNumber returns the number of the commit that a record tells of.
func recordNumber(record trailq.File) (int, error) {
	return layout.CommitNumber(path.Base(filepath.ToSlash(record.Path)))
}

// recordReaders returns how many records of commits are read at a time.
func (s *Source) recordReaders() int {
	if s.options.Remote {
		return 64
	}
	return 4
}
