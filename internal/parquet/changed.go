package parquet

import (
	"context"
	"os"
	"runtime"
	"sync"
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
	var changed []parquetFile
	var size int64
	for _, file := range files {
		if _, known := s.checked[file.Path]; known || !file.seemsChanged() {
			continue
		}
		if size += file.Size; size > hashedPerQuery {
			return
		}
		changed = append(changed, file)
	}
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

// seemsChanged reports whether the modification time of a file differs from the one
// in its commit.
func (f *parquetFile) seemsChanged() bool {
	if f.commit == nil || f.commit.SHA256 == "" {
		return false
	}
	info, err := os.Stat(f.Path)
	return err == nil && info.ModTime().UnixNano() != f.commit.Modified
}
