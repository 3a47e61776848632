package parquet

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/scratch"
)

// fetcher copies files of a bucket into a folder of its own.
type fetcher struct {
	options *SourceOptions
	folder  *scratch.Folder
	copies  map[string]fetchedFile // by path
	size    int64
}

// fetchedFile is a copy, or why there is none.
type fetchedFile struct {
	name string
	err  error
}

// open creates the folder.
func (f *fetcher) open() (err error) {
	f.copies = make(map[string]fetchedFile)
	f.folder, err = scratch.Make(f.options.TemporaryFolder)
	return err
}

func (f *fetcher) close() error { return f.folder.Remove() }

const (
	defaultFetchLimit   = 10 << 30
	defaultFetchWorkers = 8
)

// fetchMissing copies the files that were not copied yet. A file that cannot be
// copied is not an error of fetchMissing.
func (f *fetcher) fetchMissing(ctx context.Context, files []parquetFile) error {
	var missing []parquetFile
	var size int64
	for _, file := range files {
		if _, there := f.copies[file.Path]; !there {
			missing = append(missing, file)
			size += max(file.Size, 0)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	if limit := cmp.Or(f.options.FetchLimit, defaultFetchLimit); f.size+size > limit {
		return fmt.Errorf("the query needs %d MB of Parquet files, and the limit is %d MB: narrow its account, region or time, or copy the folder with `aws s3 sync`", (f.size+size)>>20, limit>>20)
	}
	f.size += size
	if f.options.Say != nil {
		f.options.Say(fmt.Sprintf("fetching %d Parquet files, %.1f MB", len(missing), float64(size)/1e6))
	}
	return f.copyAll(ctx, missing)
}

// copyAll copies files, some at a time.
func (f *fetcher) copyAll(ctx context.Context, files []parquetFile) error {
	copies := make([]fetchedFile, len(files))
	next := make(chan int)
	var all sync.WaitGroup
	for range min(cmp.Or(f.options.Workers, defaultFetchWorkers), len(files)) {
		all.Go(func() {
			for i := range next {
				name := filepath.Join(f.folder.Path(), fmt.Sprintf("%d.parquet", len(f.copies)+i))
				copies[i] = fetchedFile{name, fetchFile(ctx, files[i], name)}
			}
		})
	}
	for i := range files {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	all.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	for i, file := range files {
		f.copies[file.Path] = copies[i]
	}
	return nil
}

// fetchFile copies a file and compares the copy with its commit.
func fetchFile(ctx context.Context, from parquetFile, name string) error {
	body, err := from.Open(ctx)
	if err != nil {
		return err
	}
	defer body.Close()
	to, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	hash := sha256.New()
	_, err = io.Copy(io.MultiWriter(to, hash), body)
	if err = errors.Join(err, to.Close()); err != nil {
		return err
	}
	if d := from.commit; d != nil && d.SHA256 != "" && d.SHA256 != hex.EncodeToString(hash.Sum(nil)) {
		return layout.ErrOtherHash
	}
	return nil
}
