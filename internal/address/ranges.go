package address

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/jsonfile"
)

// Ranges are the addresses that AWS uses. They do not change, and are safe for
// concurrent use.
type Ranges struct {
	// Date is when AWS made the list: 2026-08-22.
	Date string

	v4, v6 prefixes
}

// Range is a block of addresses and what it is used for.
type Range struct {
	Prefix  netip.Prefix
	Region  string // its code, or GLOBAL for addresses of no single region
	Service string // AMAZON where no other is told: EC2, S3, CLOUDFRONT …
}

// Global is the region of addresses that belong to none.
const Global = "GLOBAL"

// anyService is the service of all addresses of AWS.
const anyService = "AMAZON"

// prefixes finds the longest prefix that has an address.
type prefixes struct {
	byPrefix   map[netip.Prefix]Range
	cloudFront map[netip.Prefix]bool
	lengths    []int // that occur, the longest first
}

// fileSizeLimit is the largest file that is read; AWS's has 2.5 MB.
const fileSizeLimit = 256 << 20

// rangesFile is ip-ranges.json.
// https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-syntax.html
type rangesFile struct {
	CreateDate string       `json:"createDate"`
	Prefixes   []rangeEntry `json:"prefixes"`
	V6Prefixes []rangeEntry `json:"ipv6_prefixes"`
}

type rangeEntry struct {
	V4      string `json:"ip_prefix"`
	V6      string `json:"ipv6_prefix"`
	Region  string `json:"region"`
	Service string `json:"service"`
}

// Read reads AWS's ip-ranges.json. Errors name the line or the entry.
func Read(in io.Reader) (*Ranges, error) {
	text, err := io.ReadAll(io.LimitReader(in, fileSizeLimit+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > fileSizeLimit:
		return nil, errors.New("it is larger than 256 MB")
	}
	var file rangesFile
	if err := jsonfile.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	if len(file.Prefixes) == 0 {
		return nil, errors.New(`it has no "prefixes": it is not AWS's ip-ranges.json`)
	}
	// createDate is written as 2026-08-22-21-17-05.
	ranges := &Ranges{Date: file.CreateDate[:min(len(file.CreateDate), len("2026-08-22"))]}
	if ranges.v4, err = index("prefixes", file.Prefixes); err != nil {
		return nil, err
	}
	ranges.v6, err = index("ipv6_prefixes", file.V6Prefixes)
	return ranges, err
}

func index(name string, entries []rangeEntry) (prefixes, error) {
	p := prefixes{byPrefix: make(map[netip.Prefix]Range, len(entries)), cloudFront: make(map[netip.Prefix]bool)}
	lengths := make(map[int]bool)
	for i, entry := range entries {
		prefix, err := netip.ParsePrefix(cmp.Or(entry.V4, entry.V6))
		if err != nil {
			return p, fmt.Errorf("entry %d of %s: %w", i+1, name, err)
		}
		r := Range{prefix.Masked(), entry.Region, entry.Service}
		if first, known := p.byPrefix[r.Prefix]; !known || compare(r, first) < 0 {
			p.byPrefix[r.Prefix] = r
		}
		if strings.HasPrefix(r.Service, "CLOUDFRONT") {
			p.cloudFront[r.Prefix] = true
		}
		lengths[prefix.Bits()] = true
	}
	p.lengths = slices.SortedFunc(maps.Keys(lengths), func(a, b int) int { return b - a })
	return p, nil
}

// compare orders the uses of one prefix: each stands under AMAZON and often under
// another service too, which says more; and a region says more than none.
func compare(a, b Range) int {
	return cmp.Or(
		boolRank(a.Service == anyService)-boolRank(b.Service == anyService),
		boolRank(a.Region == Global)-boolRank(b.Region == Global),
		cmp.Compare(a.Service, b.Service),
		cmp.Compare(a.Region, b.Region),
	)
}

func boolRank(last bool) int {
	if last {
		return 1
	}
	return 0
}

// Lookup returns the smallest range that has the address. Where it stands under
// several services, one that is not AMAZON counts, and the first by name.
func (r *Ranges) Lookup(address netip.Addr) (found Range, known bool) {
	for p, prefix := range r.around(address) {
		if found, known = p.byPrefix[prefix]; known {
			return found, true
		}
	}
	return Range{}, false
}

// isCloudFront reports whether an address is CloudFront's. The machines that ask
// origins stand in a block of CloudFront, and also in smaller ones of EC2.
func (r *Ranges) isCloudFront(address netip.Addr) bool {
	for p, prefix := range r.around(address) {
		if p.cloudFront[prefix] {
			return true
		}
	}
	return false
}

// around yields the prefixes of lengths that occur around an address, the longest
// first.
func (r *Ranges) around(address netip.Addr) iter.Seq2[*prefixes, netip.Prefix] {
	address = address.Unmap().WithZone("")
	p := &r.v4
	if address.Is6() {
		p = &r.v6
	}
	return func(yield func(*prefixes, netip.Prefix) bool) {
		for _, bits := range p.lengths {
			prefix, err := address.Prefix(bits)
			if err != nil {
				continue // longer than the address: a block of the other kind
			}
			if !yield(p, prefix) {
				return
			}
		}
	}
}
