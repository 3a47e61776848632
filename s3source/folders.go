package s3source

import (
	"context"
	"strings"
)

// Folders returns the names of the folders directly below the prefix and path, in
// order. Path is empty or ends with a slash. It is for package tableddl.
func (b *bucket) Folders(ctx context.Context, path string) ([]string, error) {
	var names []string
	err := b.eachEntry(ctx, &call{prefix: b.prefix + path, delimiter: "/"}, func(entry object) {
		if entry.isFolder() {
			names = append(names, strings.TrimSuffix(entry.key[len(b.prefix+path):], "/"))
		}
	})
	return names, err
}

// EachObject calls visit with the path behind the prefix, and the size, of each object
// below the prefix and path, in order. It is for packages athena and bucketstore.
func (b *bucket) EachObject(ctx context.Context, path string, visit func(path string, size int64)) error {
	return b.eachEntry(ctx, &call{prefix: b.prefix + path}, func(entry object) { visit(entry.key[len(b.prefix):], entry.size) })
}

// eachEntry calls visit for all entries of a call and of those that continue it.
func (b *bucket) eachEntry(ctx context.Context, next *call, visit func(object)) error {
	for {
		page, err := b.fetchPage(ctx, next)
		if err != nil {
			return explainError(err, listRequest(b.location))
		}
		for _, entry := range page.entries {
			visit(entry)
		}
		if page.next == "" {
			return nil
		}
		next.token = page.next
	}
}
