// Package static holds the files of the web page: the page itself, its code and styles as they are
// written, and the libraries in lib, as their authors publish them. There is no build step: only
// lib/codemirror is a bundle, which go generate makes.
//
//	http.FileServerFS(static.Files())
package static

import (
	"embed"
	"io/fs"
)

//go:generate ../../../scripts/web/bundle.sh

//go:embed index.html app.css icon.svg *.js views lib
var files embed.FS

// Files returns the files by their names below /static/; index.html is the page of every screen.
func Files() fs.FS { return files }
