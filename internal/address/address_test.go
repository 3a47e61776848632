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

func TestClassify(t *testing.T) {
	ranges := read(t, small)
	if ranges.Date != "2026-08-22" {
		t.Errorf("date %q", ranges.Date)
	}
	for _, test := range []struct {
		source  string
		vpce    bool
		want    address.Class
		region  string // where it is another
		without address.Class
	}{
		{source: "192.0.2.7", want: address.Internet, without: address.InternetOrAWS},
		{source: "192.0.2.7", vpce: true, want: address.VPCEndpoint, without: address.VPCEndpoint},
		{source: "10.1.2.3", want: address.VPCEndpoint, without: address.VPCEndpoint},
		{source: "172.31.255.1", want: address.VPCEndpoint, without: address.VPCEndpoint},
		{source: "172.32.0.1", want: address.Internet, without: address.InternetOrAWS},
		{source: "100.64.0.1", want: address.VPCEndpoint, without: address.VPCEndpoint},
		{source: "fd00::1", want: address.VPCEndpoint, without: address.VPCEndpoint},
		{source: "fe80::1%eth0", want: address.VPCEndpoint, without: address.VPCEndpoint},
		{source: "198.51.100.1", want: address.SameRegion, without: address.InternetOrAWS},
		{source: "::ffff:198.51.100.1", want: address.SameRegion, without: address.InternetOrAWS},
		{source: "198.51.100.129", want: address.OtherRegion, region: "us-east-1", without: address.InternetOrAWS},
		{source: "203.0.113.5", want: address.Service, without: address.InternetOrAWS},
		{source: "203.0.113.77", want: address.Service, without: address.InternetOrAWS},
		{source: "203.0.113.200", want: address.Unknown, without: address.InternetOrAWS},
		{source: "2001:db8:1:1::5", want: address.SameRegion, without: address.InternetOrAWS},
		{source: "2001:db8:1:2::5", want: address.OtherRegion, region: "us-east-1", without: address.InternetOrAWS},
		{source: "2001:db8:2::5", want: address.Internet, without: address.InternetOrAWS},
		{source: "cloudfront.amazonaws.com", want: address.Service, without: address.Service},
		{source: "s3.amazonaws.com", want: address.Service, without: address.Service},
		{source: "AWS Internal", want: address.Service, without: address.Service},
		{source: "amazonaws.com.example.org", want: address.Unknown, without: address.Unknown},
		{source: "127.0.0.1", want: address.Unknown, without: address.Unknown},
		{source: "", want: address.Unknown, without: address.Unknown},
		{source: "HIDDEN_DUE_TO_SECURITY_REASONS", want: address.Unknown, without: address.Unknown},
		{source: "\x1b[2J", want: address.Unknown, without: address.Unknown},
	} {
		call := address.Call{SourceIPAddress: test.source, VPCEndpoint: test.vpce, Region: "eu-west-1"}
		if got := ranges.Classify(call); got.Class != test.want || got.Region != test.region {
			t.Errorf("%q: %+v, want %s %s", test.source, got, test.want, test.region)
		}
		if got := (*address.Ranges)(nil).Classify(call); got.Class != test.without {
			t.Errorf("%q without ranges: %+v, want %s", test.source, got, test.without)
		}
	}
	if got := ranges.Classify(address.Call{SourceIPAddress: "198.51.100.1"}); got.Class != address.Unknown {
		t.Errorf("a call in no region: %+v", got)
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

// No list and no address bring it down, and a private address is never billed.
func FuzzClassify(f *testing.F) {
	f.Add(small, "198.51.100.1", "eu-west-1")
	f.Add(`{"prefixes":[{"ip_prefix":"0.0.0.0/0"}],"ipv6_prefixes":[{"ipv6_prefix":"192.0.2.0/32"}]}`, "::ffff:10.0.0.1", "")
	f.Fuzz(func(t *testing.T, list, source, region string) {
		ranges, err := address.Read(strings.NewReader(list))
		if err != nil {
			ranges = nil
		}
		got := ranges.Classify(address.Call{SourceIPAddress: source, Region: region})
		if a, err := netip.ParseAddr(source); err == nil && a.Unmap().IsPrivate() && got.Class != address.VPCEndpoint {
			t.Errorf("%s is private, and %s", source, got.Class)
		}
		if (got.Class == address.OtherRegion) != (got.Region != "") {
			t.Errorf("%s: %+v", source, got)
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
