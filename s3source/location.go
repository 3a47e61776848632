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

// parse reads s3://bucket/prefix. The prefix stands for itself: nothing in it
// is escaped, as in the commands of AWS.
func parse(url string) (location, error) {
	rest, found := strings.CutPrefix(url, scheme)
	if !found {
		return location{}, fmt.Errorf("%q is not of the form s3://bucket/prefix", url)
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

// Folder returns the part of the URL of a bucket up to the last slash of its
// prefix: the folder, as it were, that the prefix is in.
func Folder(url string) (string, error) {
	where, err := parse(url)
	if err != nil {
		return "", err
	}
	return where.url(where.prefix[:strings.LastIndexByte(where.prefix, '/')+1]), nil
}

// url names an object of the bucket.
func (l location) url(key string) string { return scheme + l.bucket + "/" + key }

// String is the URL that was parsed, without the slash before an empty prefix.
func (l location) String() string {
	if l.prefix == "" {
		return scheme + l.bucket
	}
	return l.url(l.prefix)
}
