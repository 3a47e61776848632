package mirror

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Refusal says why a file cannot have a place below the folder: it would leave the
// folder, or clash with another. It comes inside a [*trailq.FileError], and nothing was
// written.
type Refusal struct {
	// Problem is what is wrong, with names quoted.
	Problem string
}

// Error says that the file is refused, and why.
func (r *Refusal) Error() string { return "refused: " + r.Problem }

func refuseFile(format string, values ...any) error {
	return &Refusal{fmt.Sprintf(format, values...)}
}

// ownName is how the names begin that this package gives to files of its own.
const ownName = ".trailq"

// longestName is the longest name, in bytes, that the usual file systems take.
const longestName = 255

// placeOf returns the place of a key, relative to the folder and with slashes, or a
// [*Refusal]. It is the key itself, unless that cannot be a path or would be dangerous
// as one: what is odd is then escaped as in a URL. So a//b, which is another object than
// a/b, becomes a/%2F/b.
func placeOf(key string) (string, error) {
	if key == "" {
		return "", refuseFile("nothing of the key is left for a name")
	}
	names := strings.Split(key, "/")
	for i, name := range names {
		if name == ".." {
			return "", refuseFile("the key has the name %q, which leaves the folder", name)
		}
		names[i] = escapeName(name, runtime.GOOS == "windows")
		if len(names[i]) > longestName {
			return "", refuseFile("the key has a name of %d bytes; file systems take %d", len(names[i]), longestName)
		}
	}
	place := strings.Join(names, "/")
	if !filepath.IsLocal(filepath.FromSlash(place)) {
		return "", refuseFile("the key is no path inside of a folder here")
	}
	return place, nil
}

// escapeName returns one name of a path, with what is wrong with it escaped: bytes that
// are not UTF-8, control characters, backslashes, which some systems take for slashes,
// and a dot at the start, which hides a file. Some characters are wrong only on Windows.
func escapeName(name string, windows bool) string {
	switch {
	case name == "": // between two slashes, or at the end
		return "%2F"
	case strings.HasPrefix(name, "."): // hidden, so that it would not be read, or this package's own
		return "%2E" + escapeRest(name[1:], windows)
	}
	return escapeRest(name, windows)
}

// escapeRest does what escapeName does, for what follows a dot at the start.
func escapeRest(name string, windows bool) string {
	var escaped strings.Builder
	for i, r := range name {
		size := utf8.RuneLen(r)
		isBad := r == utf8.RuneError && !strings.HasPrefix(name[i:], string(utf8.RuneError))
		if isBad {
			size = 1
		}
		isLast := i+size == len(name)
		if isBad || r == '\\' || unicode.IsControl(r) || windows && (strings.ContainsRune(`<>:"|?*`, r) || isLast && (r == '.' || r == ' ')) {
			for _, c := range []byte(name[i : i+size]) {
				fmt.Fprintf(&escaped, "%%%02X", c)
			}
			continue
		}
		escaped.WriteString(name[i : i+size])
	}
	return escaped.String()
}
