package price

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// StorageClass is a class of objects in S3, as in the header x-amz-storage-class.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html
type StorageClass string

// The storage classes that the rules of prices name.
const (
	Standard           StorageClass = "STANDARD"
	IntelligentTiering StorageClass = "INTELLIGENT_TIERING"
	ReducedRedundancy  StorageClass = "REDUCED_REDUNDANCY"
	ExpressOneZone     StorageClass = "EXPRESS_ONEZONE"
)

// StorageClasses returns all storage classes.
func StorageClasses() []StorageClass {
	return []StorageClass{
		Standard, "STANDARD_IA", "ONEZONE_IA", IntelligentTiering, "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE",
		ReducedRedundancy, ExpressOneZone,
	}
}

// ParseStorageClass reads the name of a storage class, in any case.
func ParseStorageClass(name string) (StorageClass, error) {
	class := StorageClass(strings.ToUpper(strings.ReplaceAll(name, "-", "_")))
	if !slices.Contains(StorageClasses(), class) {
		return "", fmt.Errorf("storage class %q: want one of %s", name, joinTexts(StorageClasses()))
	}
	return class, nil
}

// joinTexts joins texts with commas.
func joinTexts[T ~string](texts []T) string {
	var all []string
	for _, text := range texts {
		all = append(all, string(text))
	}
	return strings.Join(all, ", ")
}

// StorageRule says which storage class the objects of a bucket have whose keys begin
// with a prefix.
type StorageRule struct {
	Bucket, Prefix string
	Class          StorageClass
}

// ParseStorageRule reads a rule such as amzn-s3-demo-bucket/archive/=STANDARD_IA.
func ParseStorageRule(text string) (StorageRule, error) {
	at := strings.LastIndexByte(text, '=')
	if at <= 0 {
		return StorageRule{}, fmt.Errorf("%q: want bucket=CLASS or bucket/prefix=CLASS, such as amzn-s3-demo-bucket/archive/=STANDARD_IA", text)
	}
	class, err := ParseStorageClass(text[at+1:])
	if err != nil {
		return StorageRule{}, err
	}
	bucket, prefix, _ := strings.Cut(strings.TrimPrefix(text[:at], "s3://"), "/")
	if bucket == "" {
		return StorageRule{}, fmt.Errorf("%q: the bucket is empty", text)
	}
	return StorageRule{bucket, prefix, class}, nil
}

// SortStorageRules orders rules so that the first which applies counts: long prefixes
// come first. Of two rules for one prefix, the last counts.
func SortStorageRules(rules []StorageRule) []StorageRule {
	sorted := slices.Clone(rules)
	slices.Reverse(sorted)
	slices.SortStableFunc(sorted, func(a, b StorageRule) int {
		return cmp.Or(cmp.Compare(a.Bucket, b.Bucket), cmp.Compare(len(b.Prefix), len(a.Prefix)), cmp.Compare(a.Prefix, b.Prefix))
	})
	return slices.CompactFunc(sorted, func(a, b StorageRule) bool { return a.Bucket == b.Bucket && a.Prefix == b.Prefix })
}

// In returns the class of the same requests to objects of a storage class.
func (c Class) In(storage StorageClass) Class {
	if storage == "" || storage == Standard {
		return c
	}
	return c + StorageMark + Class(storage)
}

// The marks that end the parts of a class: GET and others, in STANDARD_IA, by
// interface endpoint.
const (
	StorageMark = ", in "
	ViaMark     = ", by "
)

// Base returns the class without storage class and network path.
func (c Class) Base() Class {
	base, _ := c.splitStorage()
	return base
}

// Storage returns the storage class of the objects that requests were about, which is
// "" for [Standard] and for requests about none.
func (c Class) Storage() StorageClass {
	_, storage := c.splitStorage()
	return storage
}

// splitStorage returns the class without its network path, as base and storage class.
func (c Class) splitStorage() (base Class, storage StorageClass) {
	text, _, _ := strings.Cut(string(c), ViaMark)
	first, second, _ := strings.Cut(text, StorageMark)
	return Class(first), StorageClass(second)
}

// Via is a network path to S3 that is charged for by the GB in both directions, beside
// the transfer.
type Via string

// The paths, by their names among the destinations of a price file. A call's Host tells
// both:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration-getting-started.html
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
const (
	Accelerated       Via = "accelerated"
	InterfaceEndpoint Via = "interface-endpoint"
)

// Vias returns the paths.
func Vias() []Via { return []Via{Accelerated, InterfaceEndpoint} }

// By returns the class of the same requests on a path.
func (c Class) By(via Via) Class {
	if via == "" {
		return c
	}
	return c + ViaMark + Class(via)
}

// Via returns the path of the requests.
func (c Class) Via() Via {
	_, via, _ := strings.Cut(string(c), ViaMark)
	return Via(via)
}

// RetrievedGB is a GB that is read from a storage class which charges for it.
const RetrievedGB Item = "s3-retrieval"

// NATBytes is a GB that goes through a NAT gateway, in either direction.
const NATBytes Item = "nat"

// In returns the item of objects in a storage class: s3-get:STANDARD_IA. Requests to
// INTELLIGENT_TIERING and to the outdated REDUCED_REDUNDANCY have the prices of
// STANDARD in every region: https://aws.amazon.com/s3/pricing/.
func (i Item) In(storage StorageClass) Item {
	if storage == "" || storage == Standard || storage == IntelligentTiering || storage == ReducedRedundancy {
		return i
	}
	return i + ":" + Item(storage)
}

// RetrievalClasses returns the storage classes that charge for each GB that is read. A
// restored copy of an archived object is read as STANDARD.
func RetrievalClasses() []StorageClass {
	return []StorageClass{"STANDARD_IA", "ONEZONE_IA", "GLACIER_IR", ExpressOneZone}
}

// storageItems returns the items that depend on a storage class.
func storageItems() []Item {
	var items []Item
	for _, storage := range StorageClasses() {
		items = append(items, PutRequest.In(storage), GetRequest.In(storage))
	}
	for _, storage := range RetrievalClasses() {
		items = append(items, RetrievedGB.In(storage))
	}
	return items
}

// isItem reports whether a text is an item of a price file.
func isItem(text string) bool {
	item := Item(text)
	return item == NATBytes || isRequestItem(item) || strings.HasPrefix(text, hourMark) || slices.Contains(Items(), item) || slices.Contains(storageItems(), item)
}
