package duck

import (
	"time"

	"github.com/trailq/trailq"
)

// fileFacts is what a file's path tells; nil where it does not.
type fileFacts struct {
	path                       string
	name, account, region, day []byte
}

// dayForm is how Athena's partition projection writes days in the paths of
// CloudTrail.
const dayForm = "2006/01/02"

func (f *fileFacts) update(record *trailq.Record) {
	if f.name != nil && f.path == record.File {
		return
	}
	*f = fileFacts{path: record.File, name: validUTF8([]byte(record.File))}
	if record.Path.Account != "" {
		f.account = []byte(record.Path.Account)
	}
	if record.Path.Region != "" {
		f.region = []byte(record.Path.Region)
	}
	if !record.Path.Delivered.IsZero() {
		f.day = []byte(record.Path.Delivered.Format(dayForm))
	}
}

// dayOf is the day of an eventTime, nil where that is no time.
func dayOf(raw []byte) []byte {
	t, err := time.Parse(time.RFC3339, string(textOf(raw)))
	if err != nil {
		return nil
	}
	return []byte(t.UTC().Format(dayForm))
}
