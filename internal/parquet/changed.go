package parquet

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/trailq/trailq/internal/filetime"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// hashedPerQuery is how many bytes of Parquet files a query reads to compare their
// hash. Files are read that were changed after they were written, as far as the file
// system tells. Where all are, such as in a copy of a folder, they are more than this
// and none is: that is what Options.Verify is for. 128 MB take a tenth of a second.
const hashedPerQuery = 128 << 20

// checkChanged compares the hashes of files that seem changed.
func (s *Source) checkChanged(ctx context.Context, files []parquetFile) {
	if s.options.Remote {
		return // they were compared when they came
	}
	changed := s.findChanged(files)
	if s.checked == nil {
		s.checked = make(map[string]error)
	}
	var mu sync.Mutex
	var all sync.WaitGroup
	next := make(chan parquetFile)
	for range min(runtime.GOMAXPROCS(0), len(changed)) {
		all.Go(func() {
			for file := range next {
				err := file.commit.CheckHash(file.Path)
				mu.Lock()
				s.checked[file.Path] = err
				mu.Unlock()
			}
		})
	}
	for _, file := range changed {
		if ctx.Err() == nil {
			next <- file
		}
	}
	close(next)
	all.Wait()
}

// findChanged returns the files whose hash must be compared: those that were changed after
// they were written and, as far as there is room, those of which the system says so and
// the modification time does not. (That of all files of a copy is later, too.)
func (s *Source) findChanged(files []parquetFile) []parquetFile {
	var changed, suspect []parquetFile
	var changedSize, suspectSize int64
	records := make(map[string]int64)
	for _, file := range files {
		if _, isKnown := s.checked[file.Path]; isKnown || file.commit == nil || file.commit.SHA256 == "" {
			continue
		}
		info, err := os.Stat(file.Path)
		switch {
		case err != nil:
		case info.ModTime().UnixNano() != file.commit.Modified:
			changed, changedSize = append(changed, file), changedSize+file.Size
		case filetime.ChangeTime(info) > file.recordTime(records):
			suspect, suspectSize = append(suspect, file), suspectSize+file.Size
		}
	}
	switch {
	case changedSize > hashedPerQuery:
		return nil
	case changedSize+suspectSize > hashedPerQuery:
		return changed
	}
	return append(changed, suspect...)
}

// recordTime returns when the record of the file's commit got its name, which is after all
// files of the commit got theirs. Times has those that are known.
func (f *parquetFile) recordTime(times map[string]int64) int64 {
	number, _, _ := strings.Cut(filepath.Base(f.Path), "-")
	name := filepath.Join(filepath.FromSlash(rootOf(f.Path)), layout.OwnFolder, layout.CommitsFolder, number+layout.CommitEnding)
	at, isKnown := times[name]
	if !isKnown {
		at = math.MaxInt64
		if info, err := os.Stat(name); err == nil {
			at = filetime.ChangeTime(info)
		}
		times[name] = at
	}
	return at
}
