package mirror

import (
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Whatever a key is, its place tells the key, and is below the folder. What an index remembers is what was written into it, among whatever else it holds.
func FuzzKeyAndIndex(f *testing.F) {
	for _, key := range []string{"a/b.json.gz", "../x", "a//b", "/a", "a/.", "x\ty\n", "..\\x", ".trailq-sync", "é/日", "\xff"} {
		f.Add(key, `"d41d8cd98f00b204e9800998ecf8427e"`, int64(7), "\t\n")
	}
	f.Fuzz(func(t *testing.T, key, version string, size int64, damage string) {
		place, err := placeOf(key)
		if err != nil {
			return
		}
		below := filepath.Join("/folder", filepath.FromSlash(place))
		unescaped, err := url.PathUnescape(strings.NewReplacer("/%2F/", "//").Replace(place))
		if strings.Contains(key, "%") || strings.Contains(place, "%2F") {
			unescaped = key // which more than one place could stand for
		}
		if err != nil && !strings.Contains(key, "%") || unescaped != key || path.Clean(place) != place || !strings.HasPrefix(below, filepath.FromSlash("/folder/")) || strings.ContainsAny(place, "\x00\n\t\\") {
			t.Errorf("key %q has the place %q", key, place)
		}
		c := copied{version: version, size: size, modified: time.Unix(0, size)}
		lines := c.appendTo([]byte(damage+"\n"), path.Base(place))
		written := len(lines) > len(damage)+1
		var found copied
		parseIndex(lines, func(name string, c copied) {
			if name == path.Base(place) {
				found = c
			}
		})
		if written && found != c {
			t.Errorf("%+v became %+v", c, found)
		}
	})
}
