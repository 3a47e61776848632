package web

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/trailq/trailq/internal/web/static"
)

// screens lists the paths of the page, which is one for all of them.
func screens() []string {
	return []string{"/{$}", "/explore", "/changes", "/cost", "/who", "/coverage", "/sql", "/evidence"}
}

// addPages adds the page and its files.
func addPages(mux *http.ServeMux) {
	files := &pageFiles{files: static.Files(), packed: map[string][]byte{}}
	for _, screen := range screens() {
		mux.HandleFunc("GET "+screen, func(w http.ResponseWriter, r *http.Request) { files.serveFile(w, r, "index.html") })
	}
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) { files.serveFile(w, r, "icon.svg") })
	mux.HandleFunc("GET /static/{name...}", func(w http.ResponseWriter, r *http.Request) { files.serveFile(w, r, r.PathValue("name")) })
}

// pageFiles serves the page's files, compressed once each.
type pageFiles struct {
	files  fs.FS
	mu     sync.Mutex
	packed map[string][]byte
}

// fileTypes are the types of files by their endings: those of the system can be others.
func fileTypes() map[string]string {
	return map[string]string{
		".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
		".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
	}
}

func (p *pageFiles) serveFile(w http.ResponseWriter, r *http.Request, name string) {
	content, err := fs.ReadFile(p.files, name)
	if err != nil || strings.HasSuffix(name, ".go") {
		http.NotFound(w, r)
		return
	}
	form, known := fileTypes()[path.Ext(name)]
	if !known {
		form = "text/plain; charset=utf-8"
	}
	w.Header().Set("Content-Type", form)
	w.Header().Set("Vary", "Accept-Encoding")
	if acceptsGzip(r) {
		w.Header().Set("Content-Encoding", "gzip")
		content = p.packFile(name, content)
	}
	_, _ = w.Write(content) // or the browser has gone
}

// acceptsGzip reports whether a browser takes compressed content.
func acceptsGzip(r *http.Request) bool {
	for one := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		if name, parameters, err := mime.ParseMediaType(strings.TrimSpace(one)); err == nil && name == "gzip" {
			return parameters["q"] != "0"
		}
	}
	return false
}

// packFile returns the compressed content of a file.
func (p *pageFiles) packFile(name string, content []byte) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if packed, done := p.packed[name]; done {
		return packed
	}
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, _ = writer.Write(content) // a buffer takes everything
	_ = writer.Close()
	p.packed[name] = packed.Bytes()
	return packed.Bytes()
}
