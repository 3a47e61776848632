package address_test

import (
	"cmp"
	"encoding/json"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/trailtest"
)

const small = `{
  "syncToken": "1", "createDate": "2026-08-22-21-17-05",
  "prefixes": [
    {"ip_prefix": "198.51.100.0/24", "region": "eu-west-1", "service": "AMAZON", "network_border_group": "eu-west-1"},
    {"ip_prefix": "198.51.100.0/24", "region": "eu-west-1", "service": "EC2", "network_border_group": "eu-west-1"},
    {"ip_prefix": "198.51.100.128/25", "region": "us-east-1", "service": "AMAZON", "network_border_group": "us-east-1"},
    {"ip_prefix": "203.0.113.0/25", "region": "GLOBAL", "service": "AMAZON", "network_border_group": "GLOBAL"},
    {"ip_prefix": "203.0.113.0/25", "region": "GLOBAL", "service": "CLOUDFRONT", "network_border_group": "GLOBAL"},
    {"ip_prefix": "203.0.113.64/26", "region": "us-east-1", "service": "EC2", "network_border_group": "us-east-1"},
    {"ip_prefix": "203.0.113.128/25", "region": "GLOBAL", "service": "GLOBALACCELERATOR", "network_border_group": "GLOBAL"}
  ],
  "ipv6_prefixes": [
    {"ipv6_prefix": "2001:db8:1::/48", "region": "eu-west-1", "service": "AMAZON", "network_border_group": "eu-west-1"},
    {"ipv6_prefix": "2001:db8:1:2::/64", "region": "us-east-1", "service": "S3", "network_border_group": "us-east-1"}
  ]
}`

func read(t *testing.T, text string) *address.Ranges {
	t.Helper()
	ranges, err := address.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return ranges
}

// lookUp finds the block that has an address, as SQL does.
func lookUp(blocks []address.Block, a netip.Addr) (address.Block, bool) {
	i := slices.IndexFunc(blocks, func(b address.Block) bool {
		return b.First.BitLen() == a.BitLen() && b.First.Compare(a) <= 0 && b.Last.Compare(a) >= 0
	})
	if i < 0 {
		return address.Block{}, false
	}
	return blocks[i], true
}

func TestBlocks(t *testing.T) {
	ranges := read(t, small)
	if ranges.Date != "2026-08-22" {
		t.Errorf("date %q", ranges.Date)
	}
	with, without := ranges.Blocks(), (*address.Ranges)(nil).Blocks()
	for _, test := range []struct {
		source  string
		want    address.Class
		region  string
		private bool // or special, which is known without ranges
	}{
		{source: "192.0.2.7"},
		{source: "10.1.2.3", want: address.VPCEndpoint, private: true},
		{source: "172.31.255.1", want: address.VPCEndpoint, private: true},
		{source: "172.32.0.1"},
		{source: "100.64.0.1", want: address.VPCEndpoint, private: true},
		{source: "fd00::1", want: address.VPCEndpoint, private: true},
		{source: "fe80::1", want: address.VPCEndpoint, private: true},
		{source: "127.0.0.1", want: address.Unknown, private: true},
		{source: "0.0.0.0", want: address.Unknown, private: true},
		{source: "0.0.0.1"},
		{source: "255.255.255.255", want: address.Unknown, private: true},
		{source: "255.255.255.254"},
		{source: "239.1.2.3", want: address.Unknown, private: true},
		{source: "::", want: address.Unknown, private: true},
		{source: "ff02::1", want: address.Unknown, private: true},
		{source: "198.51.100.1", region: "eu-west-1"},
		{source: "198.51.100.127", region: "eu-west-1"},
		{source: "198.51.100.128", region: "us-east-1"},
		{source: "198.51.101.0"},
		{source: "203.0.113.5", want: address.Service},
		{source: "203.0.113.77", want: address.Service},
		{source: "203.0.113.200", want: address.Unknown},
		{source: "2001:db8:1:1::5", region: "eu-west-1"},
		{source: "2001:db8:1:2::5", region: "us-east-1"},
		{source: "2001:db8:2::5"},
	} {
		a := netip.MustParseAddr(test.source)
		if got, _ := lookUp(with, a); got.Class != test.want || got.Region != test.region {
			t.Errorf("%s: %+v, want %s %s", test.source, got, test.want, test.region)
		}
		if got, listed := lookUp(without, a); listed != test.private || listed && got.Class != test.want {
			t.Errorf("%s without ranges: %+v %v", test.source, got, listed)
		}
	}
}

func TestReadErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "unexpected end of JSON input",
		"{\n\"prefixes\": [\n}":              "line 3: invalid character",
		`{"prefixes": 7}`:                    "line 1: json: cannot unmarshal number",
		`{"Records": []}`:                    `it has no "prefixes"`,
		`{"prefixes":[{"ip_prefix":"x"}]}`:   `entry 1 of prefixes: netip.ParsePrefix("x")`,
		`{"prefixes":[{"region":"GLOBAL"}]}`: "entry 1 of prefixes",
		`{"prefixes":[{"ip_prefix":"192.0.2.0/24"}],"ipv6_prefixes":[{"ipv6_prefix":"::/0"},{"ipv6_prefix":"::/129"}]}`: "entry 2 of ipv6_prefixes",
	} {
		if _, err := address.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// entry is one of ip-ranges.json, read apart from the package.
type entry struct {
	V4      string `json:"ip_prefix"`
	V6      string `json:"ipv6_prefix"`
	Region  string `json:"region"`
	Service string `json:"service"`
}

// scan looks through all entries, one after another: the smallest block wins, then
// another service than AMAZON, then a region, then the names.
func scan(entries []entry, a netip.Addr) (best entry, found bool) {
	var bestPrefix netip.Prefix
	for _, e := range entries {
		prefix := netip.MustParsePrefix(e.V4 + e.V6)
		if !prefix.Contains(a) {
			continue
		}
		rank := func(e entry) []int {
			ranks := []int{0, 0}
			if e.Service == "AMAZON" {
				ranks[0] = 1
			}
			if e.Region == "GLOBAL" {
				ranks[1] = 1
			}
			return ranks
		}
		better := !found || prefix.Bits() > bestPrefix.Bits()
		if found && prefix.Bits() == bestPrefix.Bits() {
			better = cmp.Or(slices.Compare(rank(e), rank(best)), strings.Compare(e.Service, best.Service), strings.Compare(e.Region, best.Region)) < 0
		}
		if better {
			best, bestPrefix, found = e, prefix, true
		}
	}
	return best, found
}

// On AWS's own list the look-up finds what a look at every entry finds: for the
// first, the last and the next address of blocks, and for any address.
func TestLookupAgreesWithScan(t *testing.T) {
	folder := trailtest.ReferenceData(t)
	text, err := os.ReadFile(filepath.Join(folder, "reference/PRICES/ip-ranges/ip-ranges.json"))
	if err != nil {
		t.Fatal(err)
	}
	ranges := read(t, string(text))
	var file struct {
		Prefixes []entry `json:"prefixes"`
		V6       []entry `json:"ipv6_prefixes"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	entries := slices.Concat(file.Prefixes, file.V6)
	random := rand.New(rand.NewPCG(1, 2))
	inside := 0
	for range 250 {
		for _, a := range someAddresses(random, entries) {
			want, known := scan(entries, a)
			got, found := ranges.Lookup(a)
			if found != known || got.Service != want.Service || got.Region != want.Region {
				t.Fatalf("%s: %+v, want %+v", a, got, want)
			}
			if known {
				inside++
			}
		}
	}
	if inside < 400 {
		t.Errorf("only %d addresses are AWS's", inside)
	}
}

func someAddresses(random *rand.Rand, entries []entry) []netip.Addr {
	e := entries[random.IntN(len(entries))]
	prefix := netip.MustParsePrefix(e.V4 + e.V6)
	var any4 [4]byte
	for i := range any4 {
		any4[i] = byte(random.Uint32())
	}
	last := prefix.Addr().AsSlice()
	for bit := prefix.Bits(); bit < len(last)*8; bit++ {
		last[bit/8] |= 1 << (7 - bit%8)
	}
	end, _ := netip.AddrFromSlice(last)
	return []netip.Addr{prefix.Addr(), end, end.Next(), prefix.Addr().Prev(), netip.AddrFrom4(any4)}
}

// The blocks of AWS's own list say what a look at every entry does: of the first,
// the last and the next address of blocks, and of any address.
func TestBlocksAgreeWithScan(t *testing.T) {
	folder := trailtest.ReferenceData(t)
	text, err := os.ReadFile(filepath.Join(folder, "reference/PRICES/ip-ranges/ip-ranges.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Prefixes []entry `json:"prefixes"`
		V6       []entry `json:"ipv6_prefixes"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	entries, blocks := slices.Concat(file.Prefixes, file.V6), read(t, string(text)).Blocks()
	random := rand.New(rand.NewPCG(3, 4))
	inside := 0
	for range 250 {
		for _, a := range someAddresses(random, entries) {
			if a.IsPrivate() || !a.IsGlobalUnicast() || netip.MustParsePrefix("100.64.0.0/10").Contains(a) {
				continue
			}
			want, known := scan(entries, a)
			got, found := lookUp(blocks, a)
			isCloudFront := slices.ContainsFunc(entries, func(e entry) bool {
				return e.Service[:min(len(e.Service), 10)] == "CLOUDFRONT" && netip.MustParsePrefix(e.V4+e.V6).Contains(a)
			})
			switch {
			case found != known:
				t.Fatalf("%s: %+v, want %+v", a, got, want)
			case !known:
				continue
			case isCloudFront && got.Class != address.Service, !isCloudFront && want.Region == "GLOBAL" && got.Class != address.Unknown,
				!isCloudFront && want.Region != "GLOBAL" && (got.Region != want.Region || got.Class != ""):
				t.Fatalf("%s: %+v, want %+v", a, got, want)
			}
			inside++
		}
	}
	if inside < 400 {
		t.Errorf("only %d addresses are AWS's", inside)
	}
}

// No list brings it down. Blocks are in order and do not overlap, and a private
// address is never AWS's.
func FuzzBlocks(f *testing.F) {
	f.Add(small, "198.51.100.1")
	f.Add(`{"prefixes":[{"ip_prefix":"0.0.0.0/0"}],"ipv6_prefixes":[{"ipv6_prefix":"192.0.2.0/32"}]}`, "::ffff:10.0.0.1")
	f.Add(`{"prefixes":[{"ip_prefix":"::ffff:1.2.3.0/120"}],"ipv6_prefixes":[{"ipv6_prefix":"::/0"},{"ipv6_prefix":"ffff::/16"}]}`, "ffff::1")
	f.Fuzz(func(t *testing.T, list, source string) {
		ranges, err := address.Read(strings.NewReader(list))
		if err != nil {
			ranges = nil
		}
		blocks := ranges.Blocks()
		for i, b := range blocks {
			if b.First.BitLen() != b.Last.BitLen() || b.First.Compare(b.Last) > 0 || i > 0 && blocks[i-1].Last.Compare(b.First) >= 0 {
				t.Fatalf("block %d: %+v", i, b)
			}
			if (b.Class == "") != (b.Region != "") {
				t.Fatalf("block %d: %+v", i, b)
			}
		}
		if a, err := netip.ParseAddr(source); err == nil && a.Unmap().IsPrivate() {
			if got, _ := lookUp(blocks, a.Unmap()); got.Class != address.VPCEndpoint {
				t.Errorf("%s is private, and %+v", source, got)
			}
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	ranges, err := address.Read(strings.NewReader(small))
	if err != nil {
		b.Fatal(err)
	}
	a := netip.MustParseAddr("192.0.2.1")
	for b.Loop() {
		ranges.Lookup(a)
	}
}
