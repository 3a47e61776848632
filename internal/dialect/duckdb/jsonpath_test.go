package duckdb

import (
	"slices"
	"testing"
)

// A path is plain if no character of its keys means anything, however it is written.
func TestPlainKeys(t *testing.T) {
	for path, want := range map[string][]string{
		`$.bucketName`:                             {"bucketName"},
		`$["x-amz-storage-class"]`:                 {"x-amz-storage-class"},
		`$['Host'].x`:                              {"Host", "x"},
		`$.instancesSet.items[0].instanceId`:       {"instancesSet", "items", "[0]", "instanceId"},
		`$.instancesSet["items"][0]["instanceId"]`: {"instancesSet", "items", "[0]", "instanceId"},
		`$.a.0`:      {"a", "[0]"},
		`$.a[1]`:     nil,
		`$[0].a`:     nil,
		`$["a.b"]`:   nil,
		`$["a.\"b"]`: nil,
		`$["a[0]b"]`: nil,
		`$["[0]"]`:   nil,
		`$.a b`:      nil,
		`$.a[*]`:     nil,
		`$`:          nil,
		``:           nil,
	} {
		keys, plain := PlainKeys(path)
		if plain != (want != nil) || plain && !slices.Equal(keys, want) {
			t.Errorf("%s: %q, %v, want %q", path, keys, plain, want)
		}
	}
}
