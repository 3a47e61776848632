package shape

import (
	"path"
	"regexp"
	"strings"
)

// IsLogName reports whether a file's name or its ending is that of a log: a name that
// CloudTrail gives, or JSON, compressed or not.
func IsLogName(name string) bool {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	return deliveredName.MatchString(base) || logEnding.MatchString(base)
}

var (
	deliveredName = regexp.MustCompile(`^[0-9]{12}_CloudTrail`)
	logEnding     = regexp.MustCompile(`(?i)\.(json|jsonl|ndjson)(\.(gz|gzip|zst|zstd|bz2|xz))?$|^[^.]+\.(gz|zst)$`)
)
