package browsertests

import (
	"encoding/xml"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// bucket serves a folder as S3 serves a bucket: lists in one page, and objects. It can hold back the objects
// that are asked for.
type bucket struct {
	url    string
	folder string

	mutex sync.Mutex
	held  chan struct{} // closed when objects can go; nil where none is held back
	let   int           // how many go before
}

// startBucket serves a folder until the test ends.
func startBucket(t *testing.T, folder string) *bucket {
	t.Helper()
	b := &bucket{folder: folder}
	server := httptest.NewServer(b)
	b.url = server.URL
	t.Cleanup(func() {
		b.release()
		server.CloseClientConnections()
		server.Close()
	})
	return b
}

// arguments are those with which trailq reads the bucket.
func (b *bucket) arguments() []string { return []string{"s3://logs", "--endpoint-url", b.url} }

// holdAfter lets so many objects go, and holds back those that are asked for after them.
func (b *bucket) holdAfter(objects int) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.held, b.let = make(chan struct{}), objects
}

// release lets all objects go.
func (b *bucket) release() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.held != nil {
		close(b.held)
		b.held = nil
	}
}

// gate returns what the next object waits for, nil for nothing.
func (b *bucket) gate() chan struct{} {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.held != nil && b.let > 0 {
		b.let--
		return nil
	}
	return b.held
}

// ServeHTTP answers ListObjectsV2 and GetObject of the Amazon S3 API Reference.
func (b *bucket) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("list-type") == "2" {
		b.list(w, r)
		return
	}
	if held := b.gate(); held != nil {
		select {
		case <-held:
		case <-r.Context().Done():
			return
		}
	}
	name := strings.TrimPrefix(r.URL.Path, "/logs/")
	file, err := os.Open(filepath.Join(b.folder, filepath.FromSlash(name)))
	if err != nil {
		http.Error(w, "<Error><Code>NoSuchKey</Code></Error>", http.StatusNotFound)
		return
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("ETag", `"`+strings.ReplaceAll(name, "/", "-")+`"`)
	http.ServeContent(w, r, "", info.ModTime(), file)
}

type listedObject struct {
	Key, LastModified, ETag string
	Size                    int64
}

type listedFolder struct{ Prefix string }

func (b *bucket) list(w http.ResponseWriter, r *http.Request) {
	answer := struct {
		XMLName        xml.Name `xml:"ListBucketResult"`
		Name           string
		KeyCount       int
		IsTruncated    bool
		Contents       []listedObject
		CommonPrefixes []listedFolder
	}{Name: "logs"}
	query := r.URL.Query()
	prefix, delimiter := query.Get("prefix"), query.Get("delimiter")
	err := filepath.WalkDir(b.folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		key, err := filepath.Rel(b.folder, path)
		if err != nil {
			return err
		}
		key = filepath.ToSlash(key)
		rest, found := strings.CutPrefix(key, prefix)
		if !found || key <= query.Get("start-after") {
			return nil
		}
		if at := strings.Index(rest, delimiter); delimiter != "" && at >= 0 {
			if folder := (listedFolder{prefix + rest[:at+len(delimiter)]}); !slices.Contains(answer.CommonPrefixes, folder) {
				answer.CommonPrefixes = append(answer.CommonPrefixes, folder)
			}
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		answer.Contents = append(answer.Contents, listedObject{key, info.ModTime().UTC().Format("2006-01-02T15:04:05.000Z"), `"` + strings.ReplaceAll(key, "/", "-") + `"`, info.Size()})
		return nil
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	answer.KeyCount = len(answer.Contents)
	w.Header().Set("Content-Type", "application/xml")
	_ = xml.NewEncoder(w).Encode(answer) // or the client has gone
}
