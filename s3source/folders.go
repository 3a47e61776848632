package s3source

import (
	"context"
	"strings"
)

// Folders returns the names of the folders directly below the prefix and path, in
// order. Path is empty or ends with a slash. It is for package tableddl.
func (b *bucket) Folders(ctx context.Context, path string) ([]string, error) {
	next := &call{prefix: b.prefix + path, delimiter: "/"}
	var names []string
	for {
		page, err := b.fetchPage(ctx, next)
		if err != nil {
			return nil, explainError(err, listRequest(b.location))
		}
		for _, entry := range page.entries {
			if entry.isFolder() {
				names = append(names, strings.TrimSuffix(entry.key[len(next.prefix):], "/"))
			}
		}
		if page.next == "" {
			return names, nil
		}
		next.token = page.next
	}
}
