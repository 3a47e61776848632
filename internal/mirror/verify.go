package mirror

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"io"
	"os"
	"strings"

	"github.com/trailq/trailq"
)

// verdict is what comparing a copy with its original has given.
type verdict int

const (
	unverified verdict = iota // nobody asked
	matches
	differs
	unverifiable // there is nothing to compare with
)

func (s *Summary) countVerdict(found verdict) {
	switch found {
	case matches:
		s.Verified++
	case unverifiable:
		s.Unverifiable++
	}
}

// verifyCopy compares a copy with the version and, if that does not decide, with the
// checksum that the source has for the original, which costs a request.
func (r *run) verifyCopy(copy *os.File, file trailq.File) (verdict, error) {
	if same, err := hasVersion(copy, file.Version); err != nil || same {
		return matches, err
	}
	source, ok := r.source.(Checksummer)
	if !ok {
		return unverifiable, nil
	}
	algorithm, sum, err := source.Checksum(r.ctx, file)
	if err != nil {
		return unverified, err
	}
	hash := newHash(algorithm)
	if hash == nil {
		return unverifiable, nil
	}
	same, err := hasSum(copy, hash, sum)
	if err == nil && !same {
		return differs, nil
	}
	return matches, err
}

// hasVersion reports whether the version is the MD5 of the content: the ETag of
// an object is, unless it was put in parts or is encrypted with a key of KMS or
// of the customer (Amazon S3 API Reference, "Object").
func hasVersion(file io.ReadSeeker, version string) (bool, error) {
	sum, err := hex.DecodeString(strings.Trim(version, `"`))
	if err != nil || len(sum) != md5.Size {
		return false, nil
	}
	return hasSum(file, md5.New(), sum)
}

// hasSum reads the file from its beginning and compares its hash.
func hasSum(file io.ReadSeeker, h hash.Hash, sum []byte) (bool, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return false, err
	}
	if _, err := io.Copy(h, file); err != nil {
		return false, err
	}
	return bytes.Equal(h.Sum(nil), sum), nil
}

// newHash returns the hash with S3's name for the algorithm, or nil if it is unknown.
func newHash(algorithm string) hash.Hash {
	switch algorithm {
	case "MD5":
		return md5.New()
	case "CRC32":
		return crc32.NewIEEE()
	case "CRC32C":
		return crc32.New(crc32.MakeTable(crc32.Castagnoli))
	case "CRC64NVME":
		const reversed = 0x9a6c9329ac4bc9b5 // NVM Express NVM Command Set, "64b CRC Guard"
		return crc64.New(crc64.MakeTable(reversed))
	case "SHA1":
		return sha1.New()
	case "SHA256":
		return sha256.New()
	case "SHA512":
		return sha512.New()
	}
	return nil
}
