package s3source_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest/gen"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// trail is a bucket of a trail: for each account, region and day so many log
// files, and a digest file each hour of the day if there are digests.
type trail struct {
	base              string // ends in a slash
	accounts, regions int
	days, files       int
}

// firstDay is the trail's first.
var firstDay = time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)

func (t trail) keys() s3test.Keys {
	return s3test.Keys{Count: t.accounts * t.regions * t.days * t.files, Key: t.key}
}

func (t trail) key(i int) string {
	file, i := i%t.files, i/t.files
	day, i := i%t.days, i/t.days
	account, region := account(i/t.regions), region(i%t.regions)
	delivered := firstDay.AddDate(0, 0, day).Add(time.Duration(file) * 24 * time.Hour / time.Duration(t.files))
	return fmt.Sprintf("%s%s/CloudTrail/%s/%s/%s_CloudTrail_%s_%s_%016d.json.gz", t.base, account, region,
		delivered.Format("2006/01/02"), account, region, delivered.Format("20060102T1504Z"), file)
}

func account(i int) string { return fmt.Sprintf("%012d", 111122223333+i) }

func region(i int) string { return fmt.Sprintf("eu-west-%02d", i+1) }

// on is a filter for the day.
func on(day time.Time) trailq.Filter {
	return trailq.Filter{From: day, To: day.AddDate(0, 0, 1)}
}

// listed is what a listing takes and brings.
type listed struct {
	files, matching int
	took            time.Duration
}

// list lists what a filter asks for of the bucket at an endpoint.
func list(t testing.TB, endpoint, prefix string, filter trailq.Filter) listed {
	t.Helper()
	new(s3test.Server).Setenv(t)
	var result listed
	began := time.Now()
	for file, err := range newSource(t, endpoint, prefix, s3source.Options{}).Files(t.Context(), &filter) {
		if err != nil {
			t.Fatal(err)
		}
		result.files++
		if filter.Skips(file) == "" {
			result.matching++
		}
	}
	result.took = time.Since(began)
	return result
}

// One day of one account and region, wherever one begins, of ten million keys.
func TestFewCalls(t *testing.T) {
	day := firstDay.AddDate(0, 0, 700)
	for name, test := range map[string]struct {
		trail trail
		calls int
	}{
		"a busy account":  {trail{"AWSLogs/", 1, 17, 1500, 392}, 4},
		"many accounts":   {trail{"AWSLogs/", 200, 17, 1500, 2}, 4},
		"an organisation": {trail{"some/prefix/AWSLogs/o-exampleorgid/", 200, 17, 1500, 2}, 7},
		"and from its folder": {
			trail{"AWSLogs/o-exampleorgid/", 200, 17, 1500, 2}, 5},
	} {
		t.Run(name, func(t *testing.T) {
			keys := test.trail.keys()
			if keys.Count < 9_990_000 {
				t.Fatalf("%d keys", keys.Count)
			}
			server := s3test.StartListServer(t, keys, s3test.ListOptions{})
			filter := on(day)
			filter.Accounts, filter.Regions = []string{account(0)}, []string{region(7)}
			got := list(t, server.URL, "", filter)
			calls, _ := server.Calls()
			t.Logf("%d keys: %d calls, %d files, %v", keys.Count, calls, got.files, got.took)
			if calls > test.calls {
				t.Errorf("%d calls, want %d", calls, test.calls)
			}
			if want := 2 * test.trail.files; got.matching != want { // late files come on the day after
				t.Errorf("%d files, want %d", got.matching, want)
			}
		})
	}
}

// Ten minutes of a region with 20,000 log files a day.
func TestWithinDay(t *testing.T) {
	trail := trail{"AWSLogs/", 1, 1, 30, 20_000}
	server := s3test.StartListServer(t, trail.keys(), s3test.ListOptions{})
	from := firstDay.AddDate(0, 0, 10).Add(22*time.Hour + 30*time.Minute)
	filter := trailq.Filter{From: from, To: from.Add(10 * time.Minute), LateDelivery: 2 * time.Hour}
	got := list(t, server.URL, "", filter)
	// Two pages to come to the window and two to leave it, which is two pages long.
	if calls, _ := server.Calls(); calls > 3+2+2+2 {
		t.Errorf("%d calls", calls)
	}
	if want := 20_000 * 130 / (24 * 60); got.matching < want-20 || got.matching > want+20 {
		t.Errorf("%d files, want %d", got.matching, want)
	}
}

// One day of an organisation of 200 accounts and 17 regions.
func TestOrganisation(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of calls")
	}
	trail := trail{"AWSLogs/o-exampleorgid/", 200, 17, 1500, 2}
	server := s3test.StartListServer(t, trail.keys(), s3test.ListOptions{Delay: 20 * time.Millisecond})
	got := list(t, server.URL, "AWSLogs/o-exampleorgid/", on(firstDay.AddDate(0, 0, 1498)))
	calls, atATime := server.Calls()
	t.Logf("%d calls, %d at a time, %d files, %v", calls, atATime, got.files, got.took)
	if calls > 1+200+3400 || atATime < 32 || atATime > 64 {
		t.Errorf("%d calls, %d at a time", calls, atATime)
	}
	if want := 200 * 17 * 2 * 2; got.matching != want {
		t.Errorf("%d files, want %d", got.matching, want)
	}
}

// The real server brings the same as it does without pruning, by fewer calls
// than there are folders.
func TestPruningOfRealServer(t *testing.T) {
	s := newSetting(t, nil)
	folder := s.server.Folder(bucketName)
	for _, below := range []string{"", "another/trail/"} {
		options := gen.Options{Events: 6_000, EventsPerFile: 10, Days: 5, Digest: true, Insight: true}
		if _, err := gen.Generate(t.Context(), folder+"/"+below, options); err != nil {
			t.Fatal(err)
		}
	}
	day := time.Date(2023, 11, 2, 0, 0, 0, 0, time.UTC)
	window := on(day)
	window.LateDelivery = time.Hour
	account := trailq.Filter{From: day, Accounts: []string{"1111*"}, Regions: []string{"eu-*"}}
	for _, prefix := range []string{"", "AWSLogs/", "AWSLogs/1", "another/", "AWSLogs/111122223333/CloudTrail/us-", "AWSLogs/111122223333/CloudTrail/us-east-1/20"} {
		for _, filter := range []*trailq.Filter{{}, &window, &account} {
			source := newSource(t, s.proxy.URL, prefix, s3source.Options{})
			want := wantedKeys(keysOf(t, source, nil), prefix, filter)
			if len(want) == 0 && filter != &account {
				t.Errorf("prefix %q, filter %+v: nothing is wanted", prefix, filter)
			}
			before := s.proxy.Count(s3test.ListRequest)
			got := keysOf(t, source, filter)
			if calls := s.proxy.Count(s3test.ListRequest) - before; calls > 60 {
				t.Errorf("prefix %q, filter %+v: %d calls", prefix, filter, calls)
			}
			if diff := cmp.Diff(want, wantedKeys(got, prefix, filter)); diff != "" || !slices.IsSorted(got) {
				t.Errorf("prefix %q, filter %+v: keys (-want +got):\n%s", prefix, filter, diff)
			}
		}
	}
}

// BenchmarkListing lists all of 400,000 keys of a trail from a server that takes
// 20 ms to answer, with one call at a time and with 64.
func BenchmarkListing(b *testing.B) {
	trail := trail{"AWSLogs/", 4, 10, 100, 100}
	server := s3test.StartListServer(b, trail.keys(), s3test.ListOptions{Delay: 20 * time.Millisecond})
	new(s3test.Server).Setenv(b)
	for _, calls := range []int{1, 64} {
		b.Run(fmt.Sprint(calls), func(b *testing.B) {
			source := newSource(b, server.URL, "", s3source.Options{ListCalls: calls})
			for b.Loop() {
				keys := 0
				for _, err := range source.Files(b.Context(), &trailq.Filter{}) {
					if err != nil {
						b.Fatal(err)
					}
					keys++
				}
				if keys != trail.keys().Count {
					b.Fatalf("%d keys", keys)
				}
			}
			b.ReportMetric(float64(trail.keys().Count)/b.Elapsed().Seconds()*float64(b.N), "keys/s")
		})
	}
}
