package digest

import (
	"bytes"
	"crypto/md5"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// Keys are public keys of CloudTrail by their fingerprints. A nil map has none.
type Keys map[string]Key

// Key is a public key by which CloudTrail signs digests in one region.
type Key struct {
	// Value is the key in DER, as PKCS#1 (RFC 8017) or as SubjectPublicKeyInfo
	// (RFC 5280): AWS has published both.
	Value []byte
	// From and To bound its validity; zero is unbounded.
	From, To time.Time
	// Region is where it was asked for; it can be empty.
	Region string

	public *rsa.PublicKey
}

// Fingerprint returns the name of the key in digests: the MD5 of its value.
func (k *Key) Fingerprint() string {
	sum := md5.Sum(k.Value)
	return hex.EncodeToString(sum[:])
}

// AddKey adds a key. A key that is not RSA in one of the two forms is an error.
func (k Keys) AddKey(key Key) error {
	public, err := x509.ParsePKCS1PublicKey(key.Value)
	if err != nil {
		other, err := x509.ParsePKIXPublicKey(key.Value)
		if err != nil {
			return fmt.Errorf("neither PKCS#1 nor SubjectPublicKeyInfo: %w", err)
		}
		known, isRSA := other.(*rsa.PublicKey)
		if !isRSA {
			return errors.New("not an RSA key")
		}
		public = known
	}
	key.public = public
	k[key.Fingerprint()] = key
	return nil
}

// keyFile is the answer of ListPublicKeys. The AWS CLI writes it, and so does
// [Keys.Marshal], which adds the region. Names match in any case: AWS's documents have
// two spellings.
type keyFile struct {
	PublicKeyList []keyEntry
}

type keyEntry struct {
	Value             []byte
	ValidityStartTime moment `json:",omitzero"`
	ValidityEndTime   moment `json:",omitzero"`
	Fingerprint       string
	Region            string `json:",omitempty"`
}

// moment is a time as the AWS CLI writes it: seconds since 1970, or RFC 3339.
type moment struct{ time.Time }

func (m *moment) UnmarshalJSON(text []byte) error {
	if seconds := float64(0); json.Unmarshal(text, &seconds) == nil {
		const most = 1 << 40 // beyond the years that a time has a form for
		if math.Abs(seconds) > most {
			return fmt.Errorf("time %s: out of range", text)
		}
		whole, fraction := math.Modf(seconds)
		m.Time = time.Unix(int64(whole), int64(fraction*1e9)).UTC()
		return nil
	}
	return json.Unmarshal(text, &m.Time)
}

// ParseKeys parses the answer of "aws cloudtrail list-public-keys" or several of them
// in a row. It returns the keys that are usable, and an error that tells about the
// others. A key is known by the fingerprint that it has, not by the one that the file
// says it has.
func ParseKeys(text []byte) (Keys, error) {
	keys := Keys{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	var problems []error
	entries := 0
	for {
		var file keyFile
		err := decoder.Decode(&file)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return keys, errors.Join(append(problems, fmt.Errorf("not an answer of list-public-keys: %w", err))...)
		}
		for _, entry := range file.PublicKeyList {
			entries++
			if err := keys.addEntry(entry); err != nil {
				problems = append(problems, fmt.Errorf("key %d: %w", entries, err))
			}
		}
	}
	if entries == 0 {
		problems = append(problems, errors.New("no PublicKeyList with keys in it"))
	}
	return keys, errors.Join(problems...)
}

func (k Keys) addEntry(entry keyEntry) error {
	key := Key{Value: entry.Value, From: entry.ValidityStartTime.Time, To: entry.ValidityEndTime.Time, Region: entry.Region}
	if err := k.AddKey(key); err != nil {
		return err
	}
	if actual := key.Fingerprint(); entry.Fingerprint != "" && !strings.EqualFold(entry.Fingerprint, actual) {
		return fmt.Errorf("the file gives it the fingerprint %.64s, but it has %s", entry.Fingerprint, actual)
	}
	return nil
}

// Marshal returns the keys as list-public-keys answers, with their regions.
func (k Keys) Marshal() ([]byte, error) {
	var file keyFile
	for _, fingerprint := range slices.Sorted(maps.Keys(k)) {
		key := k[fingerprint]
		file.PublicKeyList = append(file.PublicKeyList, keyEntry{
			Value: key.Value, ValidityStartTime: moment{key.From}, ValidityEndTime: moment{key.To},
			Fingerprint: fingerprint, Region: key.Region,
		})
	}
	text, err := json.MarshalIndent(file, "", "  ")
	return append(text, '\n'), err
}

// keySlack is how far outside of a key's validity a digest can end that it signed: two
// keys overlap where one follows the other, and the AWS CLI asks for keys of two hours
// more.
const keySlack = 2 * time.Hour

// findKey returns the key of a digest, or why there is none.
func (k Keys) findKey(c *content, backfill bool) (*rsa.PublicKey, string) {
	key, found := k[strings.ToLower(c.Fingerprint)]
	switch {
	case !found:
		return nil, fmt.Sprintf("no key with the fingerprint %.64s", c.Fingerprint)
	case !key.From.IsZero() && c.end.Before(key.From.Add(-keySlack)) && !backfill:
		return nil, fmt.Sprintf("the key %.64s was not valid yet", c.Fingerprint)
	// A backfill digest is signed when it is made, which can be days later.
	case !key.To.IsZero() && c.start.After(key.To.Add(keySlack)):
		return nil, fmt.Sprintf("the key %.64s was not valid any more", c.Fingerprint)
	}
	return key.public, ""
}
