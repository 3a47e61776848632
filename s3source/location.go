package s3source

import (
	"fmt"
	"strings"
)

// location is a part of a bucket: the objects whose keys begin with prefix.
type location struct {
	bucket string // a name, or the ARN of an access point
	prefix string
}

const scheme = "s3://"

// IsURL reports whether s looks like the URL of a bucket, which [New] takes.
func IsURL(s string) bool { return strings.HasPrefix(s, scheme) }

// parseURL parses s3://bucket/prefix. Nothing in the prefix is escaped, as in the
// commands of AWS.
func parseURL(url string) (location, error) {
	rest, found := strings.CutPrefix(url, scheme)
	if !found {
		return location{}, fmt.Errorf("%q does not have the form s3://bucket/prefix", url)
	}
	bucket, prefix, _ := strings.Cut(rest, "/")
	if strings.HasPrefix(bucket, "arn:") { // arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME
		var name string
		name, prefix, _ = strings.Cut(prefix, "/")
		bucket += "/" + name
	}
	if bucket == "" {
		return location{}, fmt.Errorf("%q names no bucket", url)
	}
	return location{bucket, prefix}, nil
}

// Folder returns the URL of a bucket up to the last slash of its prefix: the folder
// that the prefix is in.
func Folder(url string) (string, error) {
	where, err := parseURL(url)
	if err != nil {
		return "", err
	}
	return where.objectURL(where.prefix[:strings.LastIndexByte(where.prefix, '/')+1]), nil
}

// objectURL returns the URL of an object of the bucket.
func (l location) objectURL(key string) string { return scheme + l.bucket + "/" + key }

// String returns the URL that was parsed, without the slash before an empty prefix.
func (l location) String() string {
	if l.prefix == "" {
		return scheme + l.bucket
	}
	return l.objectURL(l.prefix)
}
