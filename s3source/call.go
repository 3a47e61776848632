package s3source

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// call is a list call: for a page of the keys that begin with prefix or, with a
// delimiter, of the keys and folders below it.
type call struct {
	prefix    string
	delimiter string
	// after and through bound the keys, where they are not empty: behind after,
	// and up to through.
	after, through string
	token          string   // continues the call before, if not empty
	pages          int      // that came before of the same listing
	group          []string // folders that hold all the keys, where they are known
	// then makes of the page what is to stand in the call's place.
	then func(c *call, page *page) []*part
}

// page is the answer to a call.
type page struct {
	entries []object // in order; with a delimiter, folders are among them
	next    string   // the token of the next page; empty at the end
}

// last is the last key or folder of the page.
func (p *page) last() string {
	if len(p.entries) == 0 {
		return ""
	}
	return p.entries[len(p.entries)-1].key
}

// more is the call for the next page.
func (c *call) more(page *page) *part {
	next := *c
	next.token = page.next
	next.pages++
	return &part{call: &next}
}

// from is the call for what is behind a key further on.
func (c *call) from(key string) *part {
	next := *c
	next.after, next.token = key, ""
	return &part{call: &next}
}

// includes reports whether the key is within the bounds.
func (c *call) includes(key string) bool {
	return (c.after == "" || key > c.after) && (c.through == "" || key <= c.through)
}

// ends reports whether nothing wanted comes behind the page.
func (c *call) ends(page *page) bool {
	return page.next == "" || c.through != "" && page.last() >= c.through
}

// page makes a call.
func (b *bucket) page(ctx context.Context, c *call) (*page, error) {
	input := &s3.ListObjectsV2Input{
		Bucket:            &b.bucket,
		EncodingType:      types.EncodingTypeUrl, // XML cannot hold every key
		RequestPayer:      b.options.payer(),
		Prefix:            optional(c.prefix),
		Delimiter:         optional(c.delimiter),
		ContinuationToken: optional(c.token),
	}
	if c.token == "" && c.delimiter == "" && c.after > c.prefix {
		input.StartAfter = &c.after
	}
	output, err := b.listPage(ctx, input)
	if err != nil {
		return nil, err
	}
	page := &page{}
	if aws.ToBool(output.IsTruncated) {
		page.next = aws.ToString(output.NextContinuationToken)
	}
	page.entries, err = b.entries(output)
	return page, err
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// entries are the objects and folders of a page, in order.
func (b *bucket) entries(output *s3.ListObjectsV2Output) ([]object, error) {
	entries := make([]object, 0, len(output.Contents)+len(output.CommonPrefixes))
	for _, listed := range output.Contents {
		key, err := decode(output, listed.Key)
		if err != nil {
			return nil, err
		}
		entries = append(entries, object{bucket: b, key: key, size: aws.ToInt64(listed.Size), version: listed.ETag})
	}
	for _, listed := range output.CommonPrefixes {
		folder, err := decode(output, listed.Prefix)
		if err != nil {
			return nil, err
		}
		entries = append(entries, object{key: folder})
	}
	if len(output.CommonPrefixes) > 0 {
		slices.SortFunc(entries, func(a, b object) int { return strings.Compare(a.key, b.key) })
	}
	return entries, nil
}

// isFolder tells a folder among the entries of a page: it is of no bucket.
func (o object) isFolder() bool { return o.bucket == nil }

// decode reads a key of an answer.
func decode(output *s3.ListObjectsV2Output, key *string) (string, error) {
	if output.EncodingType != types.EncodingTypeUrl { // some servers don't
		return aws.ToString(key), nil
	}
	return url.QueryUnescape(aws.ToString(key))
}
