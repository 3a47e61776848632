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

// Ranges are the addresses that AWS uses. They never change, and are safe for
// concurrent use.
type Ranges struct {
	// Date is when AWS made the list: 2026-08-22.
	Date string

	v4, v6 prefixes
}

// Range is a block of addresses and what it is used for.
type Range struct {
	Prefix  netip.Prefix
	Region  string // a region's code, or GLOBAL for addresses of no single region
	Service string // EC2, S3, CLOUDFRONT …, or AMAZON where AWS names no other
}

// Global is the region of addresses that belong to no single region.
const Global = "GLOBAL"

// anyService is the service that all of AWS's addresses are listed under.
const anyService = "AMAZON"

// prefixes finds the longest prefix that contains an address.
type prefixes struct {
	byPrefix   map[netip.Prefix]Range
	cloudFront map[netip.Prefix]bool
	lengths    []int // the lengths that occur, the longest first
}

// fileSizeLimit is the size of the largest file that Read accepts. AWS's has 2.5 MB.
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
	if ranges.v4, err = indexPrefixes("prefixes", file.Prefixes); err != nil {
		return nil, err
	}
	ranges.v6, err = indexPrefixes("ipv6_prefixes", file.V6Prefixes)
	return ranges, err
}

// indexPrefixes indexes the entries of one list of the file, which errors name.
func indexPrefixes(name string, entries []rangeEntry) (prefixes, error) {
	p := prefixes{byPrefix: make(map[netip.Prefix]Range, len(entries)), cloudFront: make(map[netip.Prefix]bool)}
	lengths := make(map[int]bool)
	for i, entry := range entries {
		prefix, err := netip.ParsePrefix(cmp.Or(entry.V4, entry.V6))
		if err != nil {
			return p, fmt.Errorf("entry %d of %s: %w", i+1, name, err)
		}
		r := Range{prefix.Masked(), entry.Region, entry.Service}
		if first, known := p.byPrefix[r.Prefix]; !known || compareUses(r, first) < 0 {
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

// compareUses orders the uses of one prefix by how much they say. Each prefix is
// listed under AMAZON, and many under a more telling service; a region says more
// than none.
func compareUses(a, b Range) int {
	return cmp.Or(
		compareFlags(a.Service == anyService, b.Service == anyService),
		compareFlags(a.Region == Global, b.Region == Global),
		cmp.Compare(a.Service, b.Service),
		cmp.Compare(a.Region, b.Region),
	)
}

// compareFlags orders false before true.
func compareFlags(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// listPrefixes returns all prefixes, in no particular order.
func (p *prefixes) listPrefixes() []netip.Prefix { return slices.Collect(maps.Keys(p.byPrefix)) }

// Lookup returns the smallest range that contains the address. If that range is
// listed under several services, Lookup prefers one other than AMAZON, then the
// first by name.
func (r *Ranges) Lookup(address netip.Addr) (found Range, known bool) {
	for p, prefix := range r.enclosingPrefixes(address) {
		if found, known = p.byPrefix[prefix]; known {
			return found, true
		}
	}
	return Range{}, false
}

// isCloudFront reports whether an address is CloudFront's. The machines that
// fetch from origins are in a block of CloudFront, and also in smaller ones of EC2.
func (r *Ranges) isCloudFront(address netip.Addr) bool {
	for p, prefix := range r.enclosingPrefixes(address) {
		if p.cloudFront[prefix] {
			return true
		}
	}
	return false
}

// enclosingPrefixes yields the prefixes around an address, of the lengths that
// occur, the longest first.
func (r *Ranges) enclosingPrefixes(address netip.Addr) iter.Seq2[*prefixes, netip.Prefix] {
	address = address.Unmap().WithZone("")
	p := &r.v4
	if address.Is6() {
		p = &r.v6
	}
	return func(yield func(*prefixes, netip.Prefix) bool) {
		for _, bits := range p.lengths {
			prefix, err := address.Prefix(bits)
			if err != nil {
				continue // longer than the address: a prefix of the other family
			}
			if !yield(p, prefix) {
				return
			}
		}
	}
}
