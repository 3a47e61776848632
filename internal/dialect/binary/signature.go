package binary

import (
	"crypto/hmac"
	"crypto/md5"  //nolint:gosec // what the user asks for
	"crypto/sha1" //nolint:gosec // what the user asks for
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"hash"
)

// SignMD5 returns the HMAC of data by MD5.
func SignMD5(data, key []byte) ([]byte, error) { return signBytes(md5.New, data, key) }

// SignSHA1 returns the HMAC of data by SHA-1.
func SignSHA1(data, key []byte) ([]byte, error) { return signBytes(sha1.New, data, key) }

// SignSHA256 returns the HMAC of data by SHA-256.
func SignSHA256(data, key []byte) ([]byte, error) { return signBytes(sha256.New, data, key) }

// SignSHA512 returns the HMAC of data by SHA-512.
func SignSHA512(data, key []byte) ([]byte, error) { return signBytes(sha512.New, data, key) }

// signBytes refuses an empty key, as Trino does.
func signBytes(algorithm func() hash.Hash, data, key []byte) ([]byte, error) {
	if len(key) == 0 {
		return nil, errors.New("the key is empty")
	}
	mac := hmac.New(algorithm, key)
	mac.Write(data)
	return mac.Sum(nil), nil
}
