package s3test

import (
	"crypto/md5"
	"fmt"
	"net/url"
	"strings"

	"github.com/trailq/trailq/internal/trailtest"
)

// ListingPage is a page of the listing of a bucket as S3 gives it, for [Answer].
// It has these keys, encoded if encoding is "url", with the size and the ETag of
// the tree's files; more come if there is a token to ask for them.
func ListingPage(bucket, encoding, token string, tree trailtest.Tree, keys ...string) string {
	var page strings.Builder
	page.WriteString(`<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`)
	fmt.Fprintf(&page, "<Name>%s</Name>", bucket)
	if encoding != "" {
		fmt.Fprintf(&page, "<EncodingType>%s</EncodingType>", encoding)
	}
	for _, key := range keys {
		content := tree[key]
		if encoding == "url" {
			key = url.QueryEscape(key)
		}
		fmt.Fprintf(&page, "<Contents><Key>%s</Key><Size>%d</Size><ETag>&quot;%x&quot;</ETag></Contents>", key, len(content), md5.Sum(content))
	}
	if token != "" {
		fmt.Fprintf(&page, "<IsTruncated>true</IsTruncated><NextContinuationToken>%s</NextContinuationToken>", token)
	}
	page.WriteString("</ListBucketResult>")
	return page.String()
}
