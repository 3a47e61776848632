package address

import (
	"net/netip"
	"slices"
)

// Block is a run of consecutive addresses of one family that say the same about
// a request. An address in no block is on the internet, as far as the ranges
// tell.
type Block struct {
	First, Last netip.Addr
	// Class is the class of every request from the block. It is empty for AWS's
	// addresses in a region: then the class depends on whether Region is the
	// region that the request went to.
	Class  Class
	Region string
}

// origin is what a block says about its addresses.
type origin struct {
	class  Class
	region string
}

// Blocks returns the blocks of private, special and AWS's addresses. They are in
// order, IPv4 before IPv6, and do not overlap; neighbours that say the same are
// one block.
func (r *Ranges) Blocks() []Block {
	var blocks []Block
	prefixes := specialPrefixes()
	if r != nil {
		prefixes = append(prefixes, r.v4.listPrefixes()...)
		prefixes = append(prefixes, r.v6.listPrefixes()...)
	}
	starts := blockStarts(prefixes)
	for i, first := range starts {
		o, listed := r.origin(first)
		if !listed {
			continue
		}
		block := Block{First: first, Last: lastBefore(starts, i), Class: o.class, Region: o.region}
		if n := len(blocks); n > 0 && blocks[n-1].isContinuedBy(block) {
			blocks[n-1].Last = block.Last
		} else {
			blocks = append(blocks, block)
		}
	}
	return blocks
}

// isContinuedBy reports whether next begins where b ends and says the same.
func (b *Block) isContinuedBy(next Block) bool {
	return b.Last.Next() == next.First && b.Class == next.Class && b.Region == next.Region
}

// blockStarts returns, in order, every address at which a prefix begins or the
// addresses after it do. No prefix begins or ends between two of them.
func blockStarts(prefixes []netip.Prefix) []netip.Addr {
	var starts []netip.Addr
	for _, p := range prefixes {
		starts = append(starts, p.Addr())
		if after := lastOf(p).Next(); after.IsValid() {
			starts = append(starts, after)
		}
	}
	slices.SortFunc(starts, netip.Addr.Compare)
	return slices.Compact(starts)
}

// lastBefore returns the last address before the start that follows starts[i]:
// at the end of a family, the family's last.
func lastBefore(starts []netip.Addr, i int) netip.Addr {
	if i+1 < len(starts) && starts[i+1].BitLen() == starts[i].BitLen() {
		return starts[i+1].Prev()
	}
	return lastOf(netip.PrefixFrom(starts[i], 0))
}

// lastOf returns the last address of a prefix.
func lastOf(p netip.Prefix) netip.Addr {
	bytes := p.Addr().AsSlice()
	for bit := p.Bits(); bit < len(bytes)*8; bit++ {
		bytes[bit/8] |= 1 << (7 - bit%8)
	}
	last, _ := netip.AddrFromSlice(bytes)
	return last
}

// origin returns what the ranges say about an address: listed is false for one on
// the internet. AWS's addresses in a region are taken to be in use there.
// Addresses of AWS without a region are unknown, except for CloudFront's.
func (r *Ranges) origin(address netip.Addr) (o origin, listed bool) {
	switch {
	case isPrivate(address):
		// S3 sees private addresses only through a VPC endpoint.
		return origin{class: VPCEndpoint}, true
	case !address.IsGlobalUnicast():
		return origin{class: Unknown}, true
	case r == nil:
		return origin{}, false
	}
	found, listed := r.Lookup(address)
	switch {
	case !listed:
		return origin{}, false
	case r.isCloudFront(address):
		return origin{class: Service}, true
	case found.Region == Global || found.Region == "":
		return origin{class: Unknown}, true
	}
	return origin{region: found.Region}, true
}

// isPrivate reports whether an address belongs to a network that cannot be
// reached from outside, including those that carriers share (RFC 6598).
func isPrivate(address netip.Addr) bool {
	shared := netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 64, 0, 0}), 10)
	return address.IsPrivate() || address.IsLinkLocalUnicast() || shared.Contains(address)
}

// specialPrefixes returns the networks that isPrivate and
// [netip.Addr.IsGlobalUnicast] tell apart from the internet.
func specialPrefixes() []netip.Prefix {
	var prefixes []netip.Prefix
	for _, text := range []string{
		"0.0.0.0/32", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
		"172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/4", "255.255.255.255/32",
		"::/128", "::1/128", "fc00::/7", "fe80::/10", "ff00::/8",
	} {
		prefixes = append(prefixes, netip.MustParsePrefix(text))
	}
	return prefixes
}
