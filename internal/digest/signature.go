package digest

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// signatureHeader is the metadata of a digest's object that has the signature.
const signatureHeader = "signature"

// FindSignature returns the signature of a digest, in hexadecimal, from the metadata of
// the object whose body this is: what a [trailq.File] of a bucket opens has a method
// Metadata. It returns an empty text if there is none.
func FindSignature(body any) string {
	object, ok := body.(interface{ Metadata() map[string]string })
	if !ok {
		return ""
	}
	signature := object.Metadata()[signatureHeader]
	if _, err := hex.DecodeString(signature); err != nil {
		return "" // not CloudTrail's
	}
	return signature
}

// isSignedBy reports whether the signature, in hexadecimal, is that of the key for the
// digest. What is signed is described in "Custom implementations of CloudTrail log file
// integrity validation" in the CloudTrail user guide
// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html):
// the end time, the place, the hash of the content, and the signature of the digest
// before, or "null".
func (c *content) isSignedBy(key *rsa.PublicKey, signature string) bool {
	raw, err := hex.DecodeString(strings.TrimSpace(signature))
	if err != nil {
		return false
	}
	previous := "null"
	if c.PreviousSignature != nil {
		previous = *c.PreviousSignature
	}
	text := strings.Join([]string{c.EndText, c.Bucket + "/" + c.Object, hex.EncodeToString(c.hash[:]), previous}, "\n")
	sum := sha256.Sum256([]byte(text))
	return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], raw) == nil
}
