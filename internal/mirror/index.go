package mirror

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// indexName is the file in each folder that remembers the versions of what was
// copied into it.
const indexName = ownName + "-sync"

// copied is what is remembered of a file: the version that it is a copy of, and
// by what to see that nobody has changed it since.
type copied struct {
	version  string
	size     int64 // bytes
	modified time.Time
}

// appendTo appends a line of the index: version, size, modification time in
// nanoseconds since 1970 and name, separated by tabs. A version with control
// characters is not remembered.
func (c copied) appendTo(index []byte, name string) []byte {
	if c.version == "" || strings.ContainsFunc(c.version, unicode.IsControl) {
		return index
	}
	return fmt.Appendf(index, "%s\t%d\t%d\t%s\n", c.version, c.size, c.modified.UnixNano(), name)
}

// parseIndex calls remember for the lines of an index that are about versions; later
// lines replace earlier ones. Malformed lines, such as one that was being written when
// the process was killed, are ignored: they cost a comparison.
func parseIndex(index []byte, remember func(name string, c copied)) {
	for line := range bytes.Lines(index) {
		fields := strings.SplitN(string(line), "\t", 4)
		if len(fields) != 4 {
			continue
		}
		name, whole := strings.CutSuffix(fields[3], "\n")
		size, err := strconv.ParseInt(fields[1], 10, 64)
		if err != nil || !whole {
			continue
		}
		nanoseconds, err := strconv.ParseInt(fields[2], 10, 64)
		if err != nil {
			continue
		}
		remember(name, copied{version: fields[0], size: size, modified: time.Unix(0, nanoseconds)})
	}
}
