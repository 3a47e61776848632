package static_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/web/static"
)

// TestLibrariesAreAsPublished compares the libraries with lib/VERSIONS, which has the SHA-256, version
// and licence of each file: no file is there without them, and none was edited.
func TestLibrariesAreAsPublished(t *testing.T) {
	listed := map[string]string{}
	for line := range strings.Lines(readText(t, "lib/VERSIONS")) {
		fields := strings.Fields(line)
		if strings.HasPrefix(line, "#") || len(fields) == 0 {
			continue
		}
		if len(fields) != 4 {
			t.Fatalf("lib/VERSIONS: want SHA-256, file, version and licence: %q", line)
		}
		listed["lib/"+fields[1]] = fields[0]
	}
	for _, name := range listFiles(t) {
		if !strings.HasPrefix(name, "lib/") || name == "lib/VERSIONS" {
			continue
		}
		sum := sha256.Sum256([]byte(readText(t, name)))
		if got := hex.EncodeToString(sum[:]); got != listed[name] {
			t.Errorf("%s: SHA-256 %s, lib/VERSIONS says %q", name, got, listed[name])
		}
		if _, err := fs.Stat(static.Files(), "lib/"+strings.Split(name, "/")[1]+"/LICENSE"); err != nil {
			t.Errorf("%s has no licence beside it", name)
		}
		delete(listed, name)
	}
	for name := range listed {
		t.Errorf("%s is in lib/VERSIONS and not in the folder", name)
	}
}

// TestSizes holds the size of all files that a browser can load, and of those that the first page loads.
func TestSizes(t *testing.T) {
	total, first := 0, 0
	for _, name := range listFiles(t) {
		if path.Ext(name) != "" {
			total += len(readText(t, name))
		}
	}
	for _, name := range firstPage(t) {
		size := gzippedSize(t, name)
		t.Logf("%6d %s", size, name)
		first += size
	}
	t.Logf("%d bytes in all, first page %d bytes gzipped", total, first)
	if total > 600_000 {
		t.Errorf("the files have %d bytes, more than 600 KB", total)
	}
	if first > 60_000 {
		t.Errorf("the first page has %d bytes gzipped, more than 60 KB", first)
	}
}

// imported finds what a file of the page loads: modules, scripts and style sheets.
var imported = regexp.MustCompile(`(?:\bfrom ?|^import |\bsrc=|\bhref=)"((?:/static/|\.{1,2}/)[^"]+)"`)

// firstPage returns the files that the page loads before anybody clicks.
func firstPage(t *testing.T) []string {
	t.Helper()
	names, known := []string{"index.html"}, map[string]bool{"index.html": true}
	for i := 0; i < len(names); i++ {
		for _, found := range imported.FindAllStringSubmatch(readText(t, names[i]), -1) {
			name, absolute := strings.CutPrefix(found[1], "/static/")
			if !absolute {
				name = path.Join(path.Dir(names[i]), found[1])
			}
			if !known[name] {
				known[name] = true
				names = append(names, name)
			}
		}
	}
	if len(names) < 15 {
		t.Fatalf("found only %q: imports are written in another way", names)
	}
	return names
}

// outside finds addresses of other machines in code that could load from them.
var outside = regexp.MustCompile(`(?:\bfrom\s*|\bimport\s*\(?|\bsrc\s*=|\bhref\s*=|\burl\(|@import|\bfetch\(|new (?:EventSource|WebSocket|Worker)\()\s*["'(]?(?:https?:)?//[^"')\s]+`)

// TestNothingFromElsewhere searches our own files for requests that leave the machine, for text that becomes
// HTML, and for code in HTML, which the page's Content-Security-Policy forbids.
func TestNothingFromElsewhere(t *testing.T) {
	forbidden := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|document\.write|\beval\(|new Function|javascript:| on[a-z]+="| style="`)
	for _, name := range listFiles(t) {
		if strings.HasPrefix(name, "lib/") {
			continue
		}
		text := readText(t, name)
		if found := outside.FindString(text); found != "" {
			t.Errorf("%s loads from elsewhere: %s", name, found)
		}
		if found := forbidden.FindString(text); found != "" {
			t.Errorf("%s has %q", name, found)
		}
	}
}

func listFiles(t *testing.T) (names []string) {
	t.Helper()
	err := fs.WalkDir(static.Files(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func readText(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(static.Files(), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func gzippedSize(t *testing.T, name string) int {
	t.Helper()
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, readText(t, name)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Len()
}
