package s3source_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// A listing brings every key that the filter can match, once and in order,
// whatever the bucket looks like and whatever part of it is asked for.
func TestPruning(t *testing.T) {
	new(s3test.Server).Setenv(t)
	calls, pruned, seeds := 0, 0, uint64(25)
	if testing.Short() {
		seeds = 10
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			b := randomBucket(random)
			server := s3test.StartListServer(t, s3test.SortedKeys(b.keys), randomServer(random))
			for range 3 {
				prefix, filter := b.randomPrefix(random), b.randomFilter(random)
				got := keysOf(t, newSource(t, server.URL, prefix, s3source.Options{ListCalls: 1 + random.IntN(8)}), &filter)
				if !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
					t.Fatalf("prefix %q, filter %+v: not in order", prefix, filter)
				}
				want := wantedKeys(b.keys, prefix, &filter)
				if diff := cmp.Diff(want, wantedKeys(got, prefix, &filter)); diff != "" {
					t.Fatalf("prefix %q, filter %+v: keys (-want +got):\n%s", prefix, filter, diff)
				}
				calls++
				if len(got) < len(b.keys) {
					pruned++
				}
			}
		})
	}
	if pruned < calls/2 {
		t.Errorf("only %d of %d listings left out anything", pruned, calls)
	}
}

// keysOf lists the keys; the prefix can have none.
func keysOf(t *testing.T, source trailq.Source, filter *trailq.Filter) []string {
	var keys []string
	for file, err := range source.Files(t.Context(), filter) {
		if err != nil {
			if !strings.Contains(err.Error(), "no object has this prefix") || len(keys) > 0 {
				t.Fatal(err)
			}
			break
		}
		keys = append(keys, strings.TrimPrefix(file.Path, "s3://"+bucketName+"/"))
	}
	return keys
}

// wantedKeys are the keys that a listing must bring.
func wantedKeys(keys []string, prefix string, filter *trailq.Filter) []string {
	var wanted []string
	for _, key := range keys {
		if strings.HasPrefix(key, prefix) && filter.Skips(trailq.File{Path: key, Size: 1}) == "" &&
			(!isOfOtherService(key) || isOfOtherService(prefix)) {
			wanted = append(wanted, key)
		}
	}
	return wanted
}

// isOfOtherService looks for AWSLogs/[o-…/]ACCOUNT/SERVICE/.
func isOfOtherService(key string) bool {
	folders := strings.Split(key, "/")
	for i, folder := range folders {
		if folder != "AWSLogs" {
			continue
		}
		if i+1 < len(folders) && strings.HasPrefix(folders[i+1], "o-") {
			i++
		}
		if i+3 < len(folders) && len(folders[i+1]) == 12 && !strings.HasPrefix(folders[i+2], "CloudTrail") {
			return true
		}
	}
	return false
}

// bucket is a bucket of random trails and other things.
type bucket struct {
	keys              []string
	accounts, regions []string
	start             time.Time
	days              int
}

func randomServer(r *rand.Rand) s3test.ListOptions {
	return s3test.ListOptions{
		PageSize:     1 + r.IntN(30)*r.IntN(2) + r.IntN(5),
		EmptyPages:   r.IntN(6) == 0,
		OnlySlash:    r.IntN(4) == 0,
		NoDelimiter:  r.IntN(10) == 0,
		NoStartAfter: r.IntN(10) == 0,
	}
}

func randomBucket(r *rand.Rand) *bucket {
	b := &bucket{start: time.Date(2023, 12, 28, 0, 0, 0, 0, time.UTC), days: 1 + r.IntN(9)}
	for i := range 1 + r.IntN(3) {
		b.accounts = append(b.accounts, account(i*7))
	}
	all := []string{"us-east-1", "us-east-2", "eu-west-1", "us-gov-west-1", "us-gov-east-1", "cn-north-1", "cn-northwest-1"}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	b.regions = all[:1+r.IntN(4)]
	for range 1 + r.IntN(2) {
		b.addTrail(r, one(r, "", "", "trail/", "a/b-c/", "222222222222/", "o-other/"))
	}
	for range r.IntN(3) {
		b.addOther(r)
	}
	slices.Sort(b.keys)
	b.keys = slices.Compact(b.keys)
	return b
}

func one(r *rand.Rand, words ...string) string { return words[r.IntN(len(words))] }

// addTrail adds the keys of a trail, with what else lies among its folders.
func (b *bucket) addTrail(r *rand.Rand, prefix string) {
	top := prefix + one(r, "AWSLogs/", "AWSLogs/", "AWSLogs/o-exampleorgid/", "")
	for _, account := range b.accounts {
		for _, kind := range []string{"CloudTrail", "CloudTrail-Digest", "CloudTrail-Insight", "Config", "elasticloadbalancing"} {
			if kind != "CloudTrail" && r.IntN(3) > 0 {
				continue
			}
			for _, region := range b.regions {
				b.addDays(r, fmt.Sprintf("%s%s/%s/%s/", top, account, kind, region), account, kind, region)
			}
		}
		b.addStray(r, top+account+"/", "CloudTrail/", "CloudTrail/"+b.regions[0]+"/", "elasticloadbalancing/", "odd/", "o-odd/")
	}
	b.addStray(r, top, "111/", prefix)
}

func (b *bucket) addDays(r *rand.Rand, folder, account, kind, region string) {
	for day := range b.days {
		for range r.IntN(4) {
			at := b.start.AddDate(0, 0, day).Add(time.Duration(r.IntN(24*60)) * time.Minute)
			name := fmt.Sprintf("%s_%s_%s_%s_%d.json.gz", account, kind, region, at.Format("20060102T1504Z"), r.IntN(1000))
			if r.IntN(8) == 0 {
				name = one(r, "", "0.json", "all.json.gz", "~", "x/y.json")
			}
			b.keys = append(b.keys, folder+at.Format("2006/01/02/")+name)
		}
	}
}

// addStray adds a few objects that no trail delivers.
func (b *bucket) addStray(r *rand.Rand, folder string, below ...string) {
	for range r.IntN(3) {
		b.keys = append(b.keys, folder+one(r, append(below, "", "")...)+one(r, "readme.txt", "0", "AWSLogs", "~.json", "-/x"))
	}
}

// addOther adds a tree that is not laid out as a trail is.
func (b *bucket) addOther(r *rand.Rand) {
	top := one(r, "data/", "AWSLogsOld/", "z/", "", "a/")
	for range r.IntN(300) {
		b.keys = append(b.keys, top+one(r, "", "x/", "y/", "y.json", "é/")+fmt.Sprintf("%d/%d.json.gz", r.IntN(40), r.IntN(40)))
	}
	at := b.start.Add(time.Duration(r.IntN(b.days*24*60)) * time.Minute)
	b.keys = append(b.keys, top+fmt.Sprintf("%s_CloudTrail_%s_%s_x.json.gz", b.accounts[0], b.regions[0], at.Format("20060102T1504Z")))
}

// randomPrefix cuts a key somewhere, more often at a slash.
func (b *bucket) randomPrefix(r *rand.Rand) string {
	if len(b.keys) == 0 || r.IntN(3) == 0 {
		return ""
	}
	key := b.keys[r.IntN(len(b.keys))]
	prefix := key[:r.IntN(len(key)+1)]
	if r.IntN(2) == 0 {
		prefix = prefix[:strings.LastIndex(prefix, "/")+1]
	}
	return prefix
}

func (b *bucket) randomFilter(r *rand.Rand) trailq.Filter {
	var filter trailq.Filter
	at := func() time.Time {
		return b.start.Add(time.Duration(r.IntN((b.days+2)*24*60*60)-24*60*60) * time.Second)
	}
	if r.IntN(2) == 0 {
		filter.From = at()
	}
	if r.IntN(2) == 0 {
		filter.To = at()
		if !filter.From.Before(filter.To) {
			filter.To = filter.From.Add(time.Hour)
		}
		filter.LateDelivery = []time.Duration{0, time.Hour, -1, 100 * time.Hour}[r.IntN(4)]
	}
	if r.IntN(3) == 0 {
		filter.Accounts = []string{one(r, b.accounts[0], "999999999999", "1111*", "*7")}
	}
	if r.IntN(3) == 0 {
		filter.Regions = []string{one(r, b.regions[0], "us-east-1", "us-*", "cn-north-1", "us-gov-west-1", "*-2")}
	}
	return filter
}
