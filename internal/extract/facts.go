package extract

import (
	"time"

	"github.com/trailq/trailq"
)

// FileFacts is what the path of a log file tells about its records; nil where it
// does not tell. The zero value tells nothing yet.
type FileFacts struct {
	Name, Account, Region, Day []byte

	path string
}

// dayForm is how the paths of CloudTrail write days, and so Athena's partition
// projection.
const dayForm = "2006/01/02"

// Update takes the facts from the path of a record's file.
func (f *FileFacts) Update(record *trailq.Record) {
	if f.Name != nil && f.path == record.File {
		return
	}
	*f = FileFacts{path: record.File, Name: ValidUTF8([]byte(record.File))}
	if record.Path.Account != "" {
		f.Account = []byte(record.Path.Account)
	}
	if record.Path.Region != "" {
		f.Region = []byte(record.Path.Region)
	}
	if !record.Path.Delivered.IsZero() {
		f.Day = []byte(record.Path.Delivered.Format(dayForm))
	}
}

// Day returns the day of a raw eventTime, nil where that is no time.
func Day(raw []byte) []byte {
	t, err := time.Parse(time.RFC3339, string(Text(raw)))
	if err != nil {
		return nil
	}
	return []byte(t.UTC().Format(dayForm))
}
