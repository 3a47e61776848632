package gen

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"time"
)

// digest is a digest file as described in "CloudTrail digest file structure" in the
// CloudTrail user guide. Because the previous fields are null, it is the first one
// of its trail.
type digest struct {
	Account            string       `json:"awsAccountId"`
	Start              time.Time    `json:"digestStartTime"`
	End                time.Time    `json:"digestEndTime"`
	Bucket             string       `json:"digestS3Bucket"`
	Object             string       `json:"digestS3Object"`
	Fingerprint        string       `json:"digestPublicKeyFingerprint"`
	Algorithm          string       `json:"digestSignatureAlgorithm"`
	Newest             *time.Time   `json:"newestEventTime"`
	Oldest             *time.Time   `json:"oldestEventTime"`
	PreviousBucket     *string      `json:"previousDigestS3Bucket"`
	PreviousObject     *string      `json:"previousDigestS3Object"`
	PreviousHash       *string      `json:"previousDigestHashValue"`
	PreviousHashMethod *string      `json:"previousDigestHashAlgorithm"`
	PreviousSignature  *string      `json:"previousDigestSignature"`
	LogFiles           []digestFile `json:"logFiles"`
}

type digestFile struct {
	Bucket string    `json:"s3Bucket"`
	Object string    `json:"s3Object"`
	Hash   string    `json:"hashValue"` // of the uncompressed contents
	Method string    `json:"hashAlgorithm"`
	Newest time.Time `json:"newestEventTime"`
	Oldest time.Time `json:"oldestEventTime"`
}

// writeDigest writes the digest of the hour in which the first file was
// delivered.
func writeDigest(folder string, plan *plan) error {
	const trail = "management-events"
	first := &plan.files[0]
	start := first.delivered.Truncate(time.Hour)
	end := start.Add(time.Hour)
	p := first.place
	d := digest{
		Account:     p.account,
		Start:       start,
		End:         end,
		Bucket:      trailBucket(p.account),
		Fingerprint: "31e8b5433410dfb61a9dc45cc65b22ff",
		Algorithm:   "SHA256withRSA",
		LogFiles:    []digestFile{},
	}
	d.Object = path.Join(p.folder("CloudTrail-Digest", end), fmt.Sprintf("%s_CloudTrail-Digest_%s_%s_%s_%s.json.gz",
		p.account, p.region, trail, p.region, end.Format("20060102T150405Z")))
	for i := range plan.files {
		file := &plan.files[i]
		if file.place != p || !file.delivered.Before(end) {
			continue
		}
		entry, err := digestEntry(folder, file)
		if err != nil {
			return err
		}
		d.addFile(entry)
	}
	return writeGzipJSON(folder, d.Object, d)
}

func (d *digest) addFile(file digestFile) {
	d.LogFiles = append(d.LogFiles, file)
	if d.Newest == nil || file.Newest.After(*d.Newest) {
		d.Newest = &file.Newest
	}
	if d.Oldest == nil || file.Oldest.Before(*d.Oldest) {
		d.Oldest = &file.Oldest
	}
}

// digestEntry reads a log file back and describes it.
func digestEntry(folder string, file *logFile) (digestFile, error) {
	text, err := readGzip(filepath.Join(folder, filepath.FromSlash(file.path())))
	if err != nil {
		return digestFile{}, err
	}
	var log struct {
		Records []struct {
			EventTime time.Time `json:"eventTime"`
		}
	}
	if err := json.Unmarshal(text, &log); err != nil {
		return digestFile{}, fmt.Errorf("log file %q: %w", file.path(), err)
	}
	var times Stats
	for _, record := range log.Records {
		times.extendSpan(record.EventTime, record.EventTime)
	}
	hash := sha256.Sum256(text)
	return digestFile{
		Bucket: trailBucket(file.place.account),
		Object: file.path(),
		Hash:   hex.EncodeToString(hash[:]),
		Method: "SHA-256",
		Newest: times.Last,
		Oldest: times.First,
	}, nil
}

// trailBucket returns the name of the bucket that an account's trail writes to.
func trailBucket(account string) string {
	return "amzn-s3-demo-trail-" + account[:4]
}
