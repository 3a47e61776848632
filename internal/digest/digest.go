package digest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// content is what a digest file says, as described in "CloudTrail digest file
// structure" in the CloudTrail user guide
// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html).
type content struct {
	// StartText and EndText bound the delivery of the log files that are listed. They
	// are kept as texts because the signature is of the text.
	StartText string `json:"digestStartTime"`
	EndText   string `json:"digestEndTime"`
	// Bucket and Object are where CloudTrail put the digest.
	Bucket      string `json:"digestS3Bucket"`
	Object      string `json:"digestS3Object"`
	Fingerprint string `json:"digestPublicKeyFingerprint"`
	// PreviousObject and the others are nil in the first digest of a chain.
	PreviousObject    *string  `json:"previousDigestS3Object"`
	PreviousHash      *string  `json:"previousDigestHashValue"`
	PreviousSignature *string  `json:"previousDigestSignature"`
	LogFiles          []listed `json:"logFiles"`

	start, end time.Time
	hash       [sha256.Size]byte // of the content
}

// listed is a log file in a digest.
type listed struct {
	Bucket string `json:"s3Bucket"`
	Object string `json:"s3Object"`
	Hash   string `json:"hashValue"` // of the content, in hexadecimal
	Method string `json:"hashAlgorithm"`
}

// hashMethod is the only algorithm that CloudTrail has for hashes.
const hashMethod = "SHA-256"

var errNotDigest = errors.New("not a digest")

// parseContent parses the decompressed content of a digest file.
func parseContent(text []byte) (*content, error) {
	c := &content{hash: sha256.Sum256(text)}
	if err := json.Unmarshal(text, c); err != nil {
		return nil, fmt.Errorf("%w: %w", errNotDigest, err)
	}
	start, err := time.Parse(time.RFC3339, c.StartText)
	if err != nil {
		return nil, fmt.Errorf("%w: digestStartTime %.40q is no time", errNotDigest, c.StartText)
	}
	end, err := time.Parse(time.RFC3339, c.EndText)
	if err != nil {
		return nil, fmt.Errorf("%w: digestEndTime %.40q is no time", errNotDigest, c.EndText)
	}
	if c.Object == "" || !start.Before(end) {
		return nil, fmt.Errorf("%w: it has no name, or ends before it starts", errNotDigest)
	}
	c.start, c.end = start, end
	return c, nil
}

// sum returns the hash that the digest has for the log file, and whether it has one
// that can be checked.
func (l *listed) sum() (sum [sha256.Size]byte, ok bool) {
	raw, err := hex.DecodeString(l.Hash)
	if err != nil || len(raw) != len(sum) || l.Method != hashMethod {
		return sum, false
	}
	copy(sum[:], raw)
	return sum, true
}
