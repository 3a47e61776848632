package inventory

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/price"
)

// Report is what an inventory says of storage classes.
type Report struct {
	Rules []price.StorageRule
	// Objects is how many objects there are, and Mixed how many have no rule, since their
	// prefix has objects of other classes, or since there would be too many rules.
	Objects, Mixed int64
}

// mostRules bounds the rules, which become part of a query.
const mostRules = 300

// tree is the folders of all buckets.
type tree struct{ buckets map[string]*folder }

// folder is objects under a prefix that ends with a slash, or is empty.
type folder struct {
	counts  map[price.StorageClass]int64 // of the objects in it, not in its folders
	folders map[string]*folder
}

func newTree() *tree { return &tree{buckets: make(map[string]*folder)} }

func newFolder() *folder {
	return &folder{counts: make(map[price.StorageClass]int64), folders: make(map[string]*folder)}
}

// addObject adds an object. An inventory writes the class as headers do.
func (t *tree) addObject(bucket, key string, class price.StorageClass) {
	at := t.buckets[bucket]
	if at == nil {
		at = newFolder()
		t.buckets[bucket] = at
	}
	for {
		name, rest, more := strings.Cut(key, "/")
		if !more {
			break
		}
		next := at.folders[name]
		if next == nil {
			next = newFolder()
			at.folders[name] = next
		}
		at, key = next, rest
	}
	at.counts[class]++
}

// found is a rule and the number of its objects.
type found struct {
	rule    price.StorageRule
	objects int64
}

// report returns the rules.
func (t *tree) report() *Report {
	r := new(Report)
	var all []found
	for _, bucket := range slices.Sorted(maps.Keys(t.buckets)) {
		all = t.buckets[bucket].addRules(all, bucket, "", r)
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.objects, a.objects) })
	for i, f := range all {
		if i < mostRules {
			r.Rules = append(r.Rules, f.rule)
		} else {
			r.Mixed += f.objects
		}
	}
	return r
}

// addRules adds the rules for the objects under a prefix.
func (f *folder) addRules(all []found, bucket, prefix string, r *Report) []found {
	counts := make(map[price.StorageClass]int64)
	f.sumClasses(counts)
	if len(counts) == 1 {
		for class, objects := range counts {
			r.Objects += objects
			all = append(all, found{price.StorageRule{Bucket: bucket, Prefix: prefix, Class: class}, objects})
		}
		return all
	}
	for _, objects := range f.counts {
		r.Objects += objects
		r.Mixed += objects
	}
	for _, name := range slices.Sorted(maps.Keys(f.folders)) {
		all = f.folders[name].addRules(all, bucket, prefix+name+"/", r)
	}
	return all
}

// sumClasses adds up the objects under a folder by class.
func (f *folder) sumClasses(counts map[price.StorageClass]int64) {
	for class, objects := range f.counts {
		counts[class] += objects
	}
	for _, next := range f.folders {
		next.sumClasses(counts)
	}
}
