package mirror

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Refusal says why a file cannot have a place below the folder. It comes inside
// a [*trailq.FileError], and nothing was written.
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

// placeOf returns the place of a key, relative to the folder and with slashes:
// the key itself, or a [*Refusal].
func placeOf(key string) (string, error) {
	if key == "" {
		return "", refuseFile("nothing of the key is left for a name")
	}
	for name := range strings.SplitSeq(key, "/") {
		if problem := problemOf(name, runtime.GOOS == "windows"); problem != "" {
			return "", refuseFile("the key has %s", problem)
		}
	}
	if !filepath.IsLocal(filepath.FromSlash(key)) {
		return "", refuseFile("the key is no path inside of a folder here")
	}
	return key, nil
}

// problemOf returns what is wrong with one name of a path, or an empty text. Some
// names are wrong only on Windows.
func problemOf(name string, windows bool) string {
	switch {
	case name == "":
		return "an empty name between slashes, or at its beginning or end"
	case name == "." || name == "..":
		return fmt.Sprintf("the name %q", name)
	case !utf8.ValidString(name):
		return fmt.Sprintf("bytes that are not UTF-8 in %q", name)
	case strings.ContainsFunc(name, unicode.IsControl):
		return fmt.Sprintf("control characters in %q", name)
	case strings.Contains(name, `\`):
		return fmt.Sprintf("a backslash in %q", name)
	case len(name) > longestName:
		return fmt.Sprintf("a name of %d bytes; file systems take %d", len(name), longestName)
	case strings.HasPrefix(strings.ToLower(name), ownName):
		return fmt.Sprintf("the name %q, which trailq gives to files of its own", name)
	case windows && strings.ContainsAny(name, `<>:"|?*`):
		return fmt.Sprintf("characters in %q that Windows does not take", name)
	case windows && strings.TrimRight(name, ". ") != name:
		return fmt.Sprintf("a dot or space at the end of %q, which Windows drops", name)
	}
	return ""
}
