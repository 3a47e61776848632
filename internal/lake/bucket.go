package lake

import (
	"cmp"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/duck"
)

// bucket is the records of a partition.
type bucket struct {
	partition
	records []duck.Kept
}

// merged are the buckets of all gatherers, the largest first, without the records
// of files that have failed, unless these are salvaged. Their records are in no
// order yet.
func (b *batch) merged() []*bucket {
	all := make(map[partition]*bucket)
	for _, g := range b.gatherers {
		for where, records := range g.buckets {
			to := all[where]
			if to == nil {
				to = &bucket{partition: where}
				all[where] = to
			}
			to.records = append(to.records, records...)
		}
	}
	var buckets []*bucket
	for _, one := range all {
		all := len(one.records)
		one.records = slices.DeleteFunc(one.records, func(k duck.Kept) bool { return !b.salvages && b.byPath[k.Log.File].failed.Load() })
		b.takenBack.Add(int64(all - len(one.records)))
		buckets = append(buckets, one)
	}
	slices.SortFunc(buckets, func(x, y *bucket) int {
		return cmp.Or(len(y.records)-len(x.records), strings.Compare(x.folder(), y.folder()))
	})
	return buckets
}

// inOrder puts like records beside one another, which makes files an eighth
// smaller and compressing them a third faster than the order of the log files.
func inOrder(x, y duck.Kept) int {
	switch {
	case x.Name != y.Name:
		return cmp.Compare(x.Name, y.Name)
	case x.Caller != y.Caller:
		return cmp.Compare(x.Caller, y.Caller)
	case x.Log != y.Log:
		return strings.Compare(x.Log.File, y.Log.File)
	}
	return x.Number - y.Number
}

// split halves the largest buckets, so that no thread waits long for another.
func split(buckets []*bucket, threads int) []*bucket {
	total := 0
	for _, one := range buckets {
		total += len(one.records)
	}
	var parts []*bucket
	for _, one := range buckets {
		n := 1
		if len(one.records) > splitLeast {
			n = max(1, (len(one.records)*threads+total/2)/total)
		}
		for part := range n {
			from, to := len(one.records)*part/n, len(one.records)*(part+1)/n
			parts = append(parts, &bucket{one.partition, one.records[from:to]})
		}
	}
	return parts
}

// splitLeast is how many records are worth two files.
const splitLeast = 16_000
