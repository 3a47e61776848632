package layout

import (
	"encoding/binary"
	"hash/crc32"
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/overlap"
	"github.com/trailq/trailq/internal/parquet/datafile"
)

// Partition is where an event belongs: the table's account and region, which the
// log file's path tells or else the event, and the day of its eventTime in UTC.
type Partition struct{ Account, Region, Date string }

// Unknown is the value of a partition of events that do not tell. It is no NULL, which
// breaks programs that read partitions.
const Unknown = "unknown"

// EarlierUnknown is what Unknown was in folders of format 1.
const EarlierUnknown = "__HIVE_DEFAULT_PARTITION__"

// FolderName returns the partition's folder, with slashes. Spark and Trino find partitions
// by names of this form. Other programs can make a number of the account, which package
// column keeps as text.
func (p Partition) FolderName() string {
	return path.Join(DataFolder, "account="+p.Account, "region="+p.Region, "date="+p.Date)
}

// FindPartition returns the partition in the path of a file. What that does not tell is
// empty.
func FindPartition(name string) Partition {
	var p Partition
	for part := range strings.SplitSeq(filepath.ToSlash(name), "/") {
		key, value, found := strings.Cut(part, "=")
		if decoded, err := url.PathUnescape(value); err == nil {
			value = decoded
		}
		switch {
		case !found || value == Unknown || value == EarlierUnknown:
		case key == "account":
			p.Account = value
		case key == "region":
			p.Region = value
		case key == "date":
			p.Date = value
		}
	}
	return p
}

// PartitionOf returns the partition of a record, and sets the fields of kept that
// depend on the same values. A value that is not of the usual form counts as unknown:
// otherwise any text could name a folder. The columns hold the value itself.
func PartitionOf(record *trailq.Record, kept *datafile.Kept) Partition {
	account, region := record.Path.Account, record.Path.Region
	var written string
	kept.Alone = true
	for key, value := range record.Members() {
		switch string(key) {
		case "recipientAccountId":
			if record.Path.Account == "" {
				account = TrimQuotes(value)
			}
		case "awsRegion":
			if record.Path.Region == "" {
				region = TrimQuotes(value)
			}
		case "eventTime":
			written = TrimQuotes(value)
		case "eventName":
			kept.Name = firstBytes(value)
		case "userIdentity":
			kept.Caller = crc32.Checksum(value, crc32.MakeTable(crc32.Castagnoli))
		default:
			kept.Alone = kept.Alone && !overlap.MayMatter(key, value)
		}
	}
	var at time.Time
	if at.UnmarshalText([]byte(written)) != nil {
		at = time.Time{}
	}
	p := Partition{Unknown, Unknown, dayOf(written, at)}
	if isAccount(account) {
		p.Account = account
	}
	if isRegion(region) {
		p.Region = region
	}
	kept.EventTime = at.UTC()
	return p
}

// firstBytes returns the first bytes of a text as a number that sorts the same way.
func firstBytes(text []byte) uint64 {
	var first [9]byte // with the quote
	copy(first[:], text)
	return binary.BigEndian.Uint64(first[1:])
}

// dayOf returns the day of a time, if it is written as CloudTrail does, in UTC: only
// then does the text sort like the time.
func dayOf(written string, at time.Time) string {
	if len(written) != len("2023-11-01T00:05:12Z") || written[19] != 'Z' || at.Year() < 2000 || at.Year() > 2100 {
		return Unknown
	}
	return written[:len(time.DateOnly)]
}

// TrimQuotes returns the text of a JSON string as it is written.
func TrimQuotes(raw []byte) string { return strings.Trim(string(raw), `"`) }

func isAccount(s string) bool { return len(s) == 12 && strings.Trim(s, "0123456789") == "" }

// isRegion reports whether a text has the form of a region's code, such as eu-west-1.
func isRegion(s string) bool {
	return len(s) > 0 && len(s) <= 32 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && s[0] != '-'
}
