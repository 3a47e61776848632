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
// delimiter, a page of the keys and folders below it.
type call struct {
	prefix    string
	delimiter string
	// after and through bound the keys, if they are not empty: keys are greater than
	// after, and at most through.
	after, through string
	token          string   // continues the previous call, if not empty
	pages          int      // earlier pages of the same listing
	progress       progress // of the same listing
	group          []string // folders that hold all the keys, if they are known
	// takePage returns the parts that replace the call: the page's objects, and
	// further calls.
	takePage func(c *call, page *page) []*part
}

// page is the answer to a call.
type page struct {
	entries []object // in order; with a delimiter, folders are among them
	next    string   // the token of the next page; empty at the end
}

// lastKey returns the last key or folder of the page.
func (p *page) lastKey() string {
	if len(p.entries) == 0 {
		return ""
	}
	return p.entries[len(p.entries)-1].key
}

// nextPage returns the call for the next page.
func (c *call) nextPage(page *page) *part {
	next := *c
	next.token = page.next
	next.pages++
	return &part{call: &next}
}

// resumeAfter returns the call for the keys after a key further on.
func (c *call) resumeAfter(key string) *part {
	next := *c
	next.after, next.token, next.progress = key, "", progress{}
	return &part{call: &next}
}

// includesKey reports whether the key is within the bounds.
func (c *call) includesKey(key string) bool {
	return (c.after == "" || key > c.after) && (c.through == "" || key <= c.through)
}

// isLastPage reports whether no wanted keys follow the page.
func (c *call) isLastPage(page *page) bool {
	return page.next == "" || c.through != "" && page.lastKey() >= c.through
}

// fetchPage makes a list call.
func (b *bucket) fetchPage(ctx context.Context, c *call) (*page, error) {
	input := &s3.ListObjectsV2Input{
		Bucket:            &b.bucket,
		EncodingType:      types.EncodingTypeUrl, // XML cannot hold every key
		RequestPayer:      b.options.requestPayer(),
		Prefix:            optionalString(c.prefix),
		Delimiter:         optionalString(c.delimiter),
		ContinuationToken: optionalString(c.token),
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
	if page.entries, err = b.pageEntries(output); err != nil {
		return nil, err
	}
	if err := c.checkEntries(page.entries); err != nil {
		return nil, err
	}
	return page, c.progress.addPage(page)
}

// checkEntries returns an error if the server lists what was not asked for, or a key
// twice in a row: its objects would be counted twice.
func (c *call) checkEntries(entries []object) error {
	for i, entry := range entries {
		switch {
		case !strings.HasPrefix(entry.key, c.prefix):
			return errOtherKeys
		case i > 0 && entry.key == entries[i-1].key && entry.isFolder() == entries[i-1].isFolder():
			return errKeyTwice
		case entry.isFolder() && (c.delimiter == "" || !strings.HasSuffix(entry.key, c.delimiter)):
			return errFolders
		case entry.size < 0:
			return errSize
		}
	}
	return nil
}

func optionalString(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// pageEntries returns the objects and folders of a page, in order.
func (b *bucket) pageEntries(output *s3.ListObjectsV2Output) ([]object, error) {
	entries := make([]object, 0, len(output.Contents)+len(output.CommonPrefixes))
	for _, listed := range output.Contents {
		key, err := decodeKey(output, listed.Key)
		if err != nil {
			return nil, err
		}
		entries = append(entries, object{bucket: b, key: key, size: aws.ToInt64(listed.Size), version: listed.ETag, stored: aws.ToTime(listed.LastModified)})
	}
	for _, listed := range output.CommonPrefixes {
		folder, err := decodeKey(output, listed.Prefix)
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

// isFolder reports whether an entry of a page is a folder, which has no bucket.
func (o object) isFolder() bool { return o.bucket == nil }

// decodeKey returns a key of an answer, decoded.
func decodeKey(output *s3.ListObjectsV2Output, key *string) (string, error) {
	if output.EncodingType != types.EncodingTypeUrl { // some servers don't
		return aws.ToString(key), nil
	}
	return url.QueryUnescape(aws.ToString(key))
}
