// Package signed makes buckets with log files and the digests that CloudTrail would
// sign for them, with keys of its own, so that tests can alter them.
package signed

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto"
	"crypto/md5"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest"
)

// Options shape a chain. The zero value is one of no hours.
type Options struct {
	Hours, LogsPerHour int
	// Backfill adds a digest to a chain of its own every eight hours.
	Backfill bool
	// RotateAt, if not zero, is the hour from which a second key signs.
	RotateAt int
	// StoppedAt, if not zero, is an hour in which the trail was stopped: the next
	// digest begins a chain.
	StoppedAt int
	// Prefix and Organization are folders of the keys; both can be empty.
	Prefix, Organization string
	// Signers are the keys to sign by, the second from RotateAt on; by default they
	// are made, which takes a while.
	Signers []*rsa.PrivateKey
	Region  string // default eu-west-1
	Trail   string // default management_events
}

// Start is when the first digest begins: the minute and second are those of all.
func Start() time.Time { return time.Date(2026, 3, 1, 0, 7, 31, 0, time.UTC) }

// Bucket is the bucket that the digests name.
const Bucket = "amzn-s3-demo-trail"

// Chain is a bucket with a chain of digests.
type Chain struct {
	// Tree holds the objects by their keys.
	Tree trailtest.Tree
	// Signatures are those in the objects' metadata, by their keys.
	Signatures map[string]string
	// Digests are the keys of the hourly digests in order, Backfills those of the
	// others.
	Digests, Backfills []string

	options Options
	keys    []*rsa.PrivateKey
}

// digestFile is a digest as in "CloudTrail digest file structure" in the CloudTrail
// user guide.
type digestFile struct {
	Account           string    `json:"awsAccountId"`
	Start             string    `json:"digestStartTime"`
	End               string    `json:"digestEndTime"`
	Bucket            string    `json:"digestS3Bucket"`
	Object            string    `json:"digestS3Object"`
	Fingerprint       string    `json:"digestPublicKeyFingerprint"`
	Algorithm         string    `json:"digestSignatureAlgorithm"`
	PreviousBucket    *string   `json:"previousDigestS3Bucket"`
	PreviousObject    *string   `json:"previousDigestS3Object"`
	PreviousHash      *string   `json:"previousDigestHashValue"`
	PreviousMethod    *string   `json:"previousDigestHashAlgorithm"`
	PreviousSignature *string   `json:"previousDigestSignature"`
	LogFiles          []logFile `json:"logFiles"`
}

type logFile struct {
	Bucket string `json:"s3Bucket"`
	Object string `json:"s3Object"`
	Hash   string `json:"hashValue"`
	Method string `json:"hashAlgorithm"`
}

// NewChain makes a bucket.
func NewChain(t testing.TB, options Options) *Chain {
	t.Helper()
	if options.Region == "" {
		options.Region = trailtest.Region
	}
	if options.Trail == "" {
		options.Trail = "management_events"
	}
	c := &Chain{Tree: trailtest.Tree{}, Signatures: map[string]string{}, options: options, keys: options.Signers}
	for len(c.keys) == 0 || len(c.keys) == 1 && options.RotateAt > 0 {
		c.keys = append(c.keys, NewKey(t))
	}
	for hour := range options.Hours {
		if options.StoppedAt > 0 && hour == options.StoppedAt {
			continue
		}
		c.addHour(t, hour)
	}
	return c
}

// NewKey makes a key.
func NewKey(t testing.TB) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (c *Chain) addHour(t testing.TB, hour int) {
	start := Start().Add(time.Duration(hour) * time.Hour)
	end := start.Add(time.Hour)
	logs := []logFile{}
	for i := range c.options.LogsPerHour {
		logs = append(logs, c.addLog(start.Add(time.Duration(5+i*45/c.options.LogsPerHour)*time.Minute), fmt.Sprintf("%02dx%02d", hour, i)))
	}
	key := 0
	if c.options.RotateAt > 0 && hour >= c.options.RotateAt {
		key = 1
	}
	previous := ""
	if n := len(c.Digests); n > 0 && (c.options.StoppedAt == 0 || hour != c.options.StoppedAt+1) {
		previous = c.Digests[n-1]
	}
	c.Digests = append(c.Digests, c.addDigest(t, hourDigest{start: start, end: end, previous: previous, logs: logs}, c.keys[key]))
	if !c.options.Backfill || hour%8 != 3 {
		return
	}
	late := []logFile{c.addLog(start.Add(46*time.Minute), fmt.Sprintf("%02dlate", hour))}
	previous = ""
	if n := len(c.Backfills); n > 0 {
		previous = c.Backfills[n-1]
	}
	c.Backfills = append(c.Backfills, c.addDigest(t, hourDigest{start: start, end: end, previous: previous, ending: "_backfill", logs: late}, c.keys[key]))
}

// base returns the folder of the account.
func (c *Chain) base() string {
	return path.Join(c.options.Prefix, "AWSLogs", c.options.Organization, trailtest.Account)
}

// addLog adds a log file with two records.
func (c *Chain) addLog(delivered time.Time, id string) logFile {
	key := path.Join(c.base(), "CloudTrail", c.options.Region, delivered.Format("2006/01/02"),
		fmt.Sprintf("%s_CloudTrail_%s_%s_%sEXAMPLE.json.gz", trailtest.Account, c.options.Region, delivered.Format("20060102T1504Z"), id))
	content := trailtest.Envelope(trailtest.Record(id+"a", delivered.Add(-6*time.Minute)), trailtest.Record(id+"b", delivered.Add(-4*time.Minute)))
	c.Tree[key] = trailtest.Gzip(content)
	return logFile{Bucket: Bucket, Object: key, Hash: hashText(content), Method: "SHA-256"}
}

// hourDigest is what a digest of an hour has of its own.
type hourDigest struct {
	start, end time.Time
	previous   string // the key of the digest before; empty where there is none
	ending     string // of its name
	logs       []logFile
}

// addDigest adds a digest, signed, and returns its key.
func (c *Chain) addDigest(t testing.TB, h hourDigest, signer *rsa.PrivateKey) string {
	start, end := h.start, h.end
	key := path.Join(c.base(), "CloudTrail-Digest", c.options.Region, end.Format("2006/01/02"),
		fmt.Sprintf("%s_CloudTrail-Digest_%s_%s_%s_%s%s.json.gz", trailtest.Account, c.options.Region, c.options.Trail, c.options.Region, end.Format("20060102T150405Z"), h.ending))
	d := digestFile{
		Account: trailtest.Account, Start: start.Format(time.RFC3339), End: end.Format(time.RFC3339), Bucket: Bucket, Object: key,
		Fingerprint: fingerprint(signer), Algorithm: "SHA256withRSA", LogFiles: h.logs,
	}
	c.linkDigest(t, &d, h.previous)
	c.Sign(t, key, marshal(t, d), signer)
	return key
}

// linkDigest makes the digest the one after previous; an empty previous makes it the
// first of a chain.
func (c *Chain) linkDigest(t testing.TB, d *digestFile, previous string) {
	d.PreviousBucket, d.PreviousObject, d.PreviousHash, d.PreviousMethod, d.PreviousSignature = nil, nil, nil, nil, nil
	if previous == "" {
		return
	}
	bucket, hash, method, signature := Bucket, hashText(c.Content(t, previous)), "SHA-256", c.Signatures[previous]
	d.PreviousBucket, d.PreviousObject, d.PreviousHash, d.PreviousMethod, d.PreviousSignature = &bucket, &previous, &hash, &method, &signature
}

// Sign puts a digest into the bucket under a key, signed.
func (c *Chain) Sign(t testing.TB, key, content string, signer *rsa.PrivateKey) {
	t.Helper()
	var d digestFile
	if err := json.Unmarshal([]byte(content), &d); err != nil {
		t.Fatal(err)
	}
	previous := "null"
	if d.PreviousSignature != nil {
		previous = *d.PreviousSignature
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{d.End, d.Bucket + "/" + d.Object, hashText(content), previous}, "\n")))
	signature, err := rsa.SignPKCS1v15(nil, signer, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	c.Tree[key], c.Signatures[key] = trailtest.Gzip(content), hex.EncodeToString(signature)
}

// Restart signs the digests from the nth on again as a chain of its own, as CloudTrail
// does for a trail that was stopped and started.
func (c *Chain) Restart(t testing.TB, n int) {
	t.Helper()
	previous := ""
	for _, key := range c.Digests[n:] {
		var d digestFile
		if err := json.Unmarshal([]byte(c.Content(t, key)), &d); err != nil {
			t.Fatal(err)
		}
		c.linkDigest(t, &d, previous)
		c.Sign(t, key, marshal(t, d), c.signerOf(d.Fingerprint))
		previous = key
	}
}

func (c *Chain) signerOf(wanted string) *rsa.PrivateKey {
	for _, key := range c.keys {
		if fingerprint(key) == wanted {
			return key
		}
	}
	return nil
}

// Content returns the decompressed content of an object.
func (c *Chain) Content(t testing.TB, key string) string {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(c.Tree[key]))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// Logs returns the keys of the log files that a digest lists.
func (c *Chain) Logs(t testing.TB, key string) []string {
	t.Helper()
	var d digestFile
	if err := json.Unmarshal([]byte(c.Content(t, key)), &d); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, log := range d.LogFiles {
		keys = append(keys, log.Object)
	}
	return keys
}

// Remove removes an object.
func (c *Chain) Remove(key string) {
	delete(c.Tree, key)
	delete(c.Signatures, key)
}

// PublicKey is a key as list-public-keys has it.
type PublicKey struct {
	Value             []byte
	ValidityStartTime float64
	ValidityEndTime   float64
	Fingerprint       string
}

// PublicKeys returns the keys as list-public-keys has them.
func (c *Chain) PublicKeys() []PublicKey {
	var keys []PublicKey
	for _, key := range c.keys {
		keys = append(keys, PublicKey{
			Value:             x509.MarshalPKCS1PublicKey(&key.PublicKey),
			ValidityStartTime: float64(Start().Add(-24 * time.Hour).Unix()),
			ValidityEndTime:   float64(Start().Add(29 * 24 * time.Hour).Unix()),
			Fingerprint:       fingerprint(key),
		})
	}
	return keys
}

// MarshalKeys returns keys as an answer of list-public-keys.
func MarshalKeys(t testing.TB, keys []PublicKey) []byte {
	t.Helper()
	return []byte(marshal(t, map[string]any{"PublicKeyList": keys}))
}

func fingerprint(key *rsa.PrivateKey) string {
	sum := md5.Sum(x509.MarshalPKCS1PublicKey(&key.PublicKey))
	return hex.EncodeToString(sum[:])
}

func hashText(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func marshal(t testing.TB, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Source returns the bucket as a source whose objects have their metadata.
func (c *Chain) Source() trailq.Source { return source{c} }

type source struct{ chain *Chain }

func (s source) String() string { return "s3://" + Bucket }

func (s source) Files(context.Context, *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for _, key := range s.chain.Tree.Paths() {
			content := s.chain.Tree[key]
			open := func(context.Context) (io.ReadCloser, error) {
				return &object{Reader: bytes.NewReader(content), signature: s.chain.Signatures[key]}, nil
			}
			if !yield(trailq.File{Path: s.String() + "/" + key, Size: int64(len(content)), Open: open}, nil) {
				return
			}
		}
	}
}

// object is the body of an object, with metadata.
type object struct {
	*bytes.Reader
	signature string
}

func (o *object) Close() error { return nil }

// Metadata returns the metadata.
func (o *object) Metadata() map[string]string {
	if o.signature == "" {
		return nil
	}
	return map[string]string{"signature": o.signature, "signature-algorithm": "SHA256withRSA"}
}
