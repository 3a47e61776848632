package s3source_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// listAll lists with the filter and tells the files, the parts that could not be
// listed and the error that ended it.
func listAll(t *testing.T, source trailq.Source, filter *trailq.Filter) (keys []string, unlisted []*trailq.FileError, fatal error) {
	t.Helper()
	for file, err := range source.Files(t.Context(), filter) {
		var part *trailq.FileError
		switch {
		case errors.As(err, &part):
			unlisted = append(unlisted, part)
		case err != nil:
			fatal = err
		default:
			keys = append(keys, file.Path)
		}
	}
	return keys, unlisted, fatal
}

// What the server refuses to list of one account is named, and the others are
// listed; where it refuses all, that is an error of the source.
func TestUnlistedPrefix(t *testing.T) {
	new(s3test.Server).Setenv(t)
	trail := trail{"AWSLogs/", 5, 3, 10, 2}
	filter := on(firstDay)
	refusing := func(accounts ...string) trailq.Source {
		server := s3test.StartListServer(t, trail.keys(), s3test.ListOptions{Refuse: func(prefix string) bool {
			return slices.ContainsFunc(accounts, func(a string) bool { return strings.Contains(prefix, a) })
		}})
		return newSource(t, server.URL, "", s3source.Options{})
	}
	keys, unlisted, fatal := listAll(t, refusing(account(1)), &filter)
	if len(keys) != 4*3*2*2 || len(unlisted) != 1 || fatal != nil {
		t.Fatalf("%d keys, errors %v, %v", len(keys), unlisted, fatal)
	}
	where := "s3://" + bucketName + "/AWSLogs/" + account(1) + "/"
	if unlisted[0].File != where {
		t.Errorf("error of %s", unlisted[0].File)
	}
	checkError(t, unlisted[0], "access denied: cannot list "+where, "s3:ListBucket")

	keys, unlisted, fatal = listAll(t, refusing("1111"), &filter)
	if len(keys) != 0 || len(unlisted) != 5 {
		t.Errorf("%d keys, errors %v", len(keys), unlisted)
	}
	checkError(t, fatal, "access denied: cannot list s3://"+bucketName+"/AWSLogs/"+account(4)+"/", "s3:ListBucket")
}

// Notes tell what is left out and what takes longer.
func TestNotes(t *testing.T) {
	new(s3test.Server).Setenv(t)
	var keys []string
	for i := range 1500 {
		keys = append(keys, fmt.Sprintf("AWSLogs/111122223333/elasticloadbalancing/eu-west-1/2023/11/01/x_%04d.log.gz", i))
	}
	keys = append(keys, "AWSLogs/111122223333/vpcflowlogs/eu-west-1/2023/11/01/x.log.gz")
	for i := range 1500 {
		keys = append(keys, fmt.Sprintf("data/%04d.json", i))
	}
	server := s3test.StartListServer(t, s3test.SortedKeys(keys), s3test.ListOptions{})
	const others = "folders of other services than CloudTrail are left out: "
	for name, test := range map[string]struct {
		filter *trailq.Filter
		prefix string
		files  int
		notes  []string
	}{
		"everything":     {nil, "", 3001, nil},
		"no window":      {&trailq.Filter{}, "", 1500, []string{others + "elasticloadbalancing", others + "vpcflowlogs"}},
		"asked for":      {&trailq.Filter{}, "AWSLogs/111122223333/elasticloadbalancing/", 1500, nil},
		"window":         {&trailq.Filter{From: firstDay}, "", 1500, []string{others + "elasticloadbalancing", others + "vpcflowlogs", "s3://" + bucketName + "/data/ does not have CloudTrail's layout: all keys there are listed"}},
		"unknown folder": {&trailq.Filter{From: firstDay}, "data/", 1500, []string{"s3://" + bucketName + "/data/ does not have CloudTrail's layout: all keys there are listed"}},
	} {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			var notes []string
			options := s3source.Options{Note: func(text string) {
				mu.Lock()
				defer mu.Unlock()
				notes = append(notes, text)
			}}
			files, unlisted, fatal := listAll(t, newSource(t, server.URL, test.prefix, options), test.filter)
			slices.Sort(notes)
			if len(files) != test.files || !slices.Equal(notes, test.notes) || unlisted != nil || fatal != nil {
				t.Errorf("%d files, notes %q, errors %v, %v", len(files), notes, unlisted, fatal)
			}
		})
	}
}

// So does a filter that no folder matches.
func TestNoFolderMatches(t *testing.T) {
	new(s3test.Server).Setenv(t)
	server := s3test.StartListServer(t, trail{"AWSLogs/", 5, 3, 10, 2}.keys(), s3test.ListOptions{})
	for want, filter := range map[int]*trailq.Filter{
		0: {Accounts: []string{account(2)}, From: firstDay.AddDate(1, 0, 0)},
		1: {Accounts: []string{"999999999999"}},
	} {
		notes := 0
		options := s3source.Options{Note: func(text string) {
			if notes++; text != "s3://"+bucketName+" has no folder of the accounts and regions that were asked for" {
				t.Error(text)
			}
		}}
		keys, _, fatal := listAll(t, newSource(t, server.URL, "", options), filter)
		if len(keys) != 0 || fatal != nil || notes != want {
			t.Errorf("%+v: %d keys, error %v, %d notes", filter, len(keys), fatal, notes)
		}
	}
}

// Folders that are not asked for are not listed with those beside them, however
// many there are.
func TestNothingBetween(t *testing.T) {
	new(s3test.Server).Setenv(t)
	var keys []string
	for i := range 100 {
		keys = append(keys, fmt.Sprintf("AWSLogs/%s/CloudTrail/eu-west-1/2023/11/01/x%02d.json", account(2*i), i))
		keys = append(keys, fmt.Sprintf("AWSLogs/%s-old/%02d.json", account(2*i), i))
	}
	slices.Sort(keys)
	server := s3test.StartListServer(t, s3test.SortedKeys(keys), s3test.ListOptions{})
	got, _, fatal := listAll(t, newSource(t, server.URL, "", s3source.Options{}), &trailq.Filter{Accounts: []string{account(0)}})
	if len(got) != 101 || fatal != nil || !slices.IsSorted(got) {
		t.Errorf("%d keys, error %v", len(got), fatal)
	}
}

// A large bucket without a layout is listed by many calls at a time, and no more
// than it takes.
func TestUnknownLayout(t *testing.T) {
	new(s3test.Server).Setenv(t)
	const folders, files = 200, 200
	keys := s3test.Keys{Count: folders * files, Key: func(i int) string { return fmt.Sprintf("data/%03d/%04d.json", i/files, i%files) }}
	server := s3test.StartListServer(t, keys, s3test.ListOptions{Delay: 5 * time.Millisecond})
	got, _, fatal := listAll(t, newSource(t, server.URL, "", s3source.Options{}), &trailq.Filter{})
	calls, atATime := server.Calls()
	if len(got) != keys.Count || fatal != nil || !slices.IsSorted(got) {
		t.Errorf("%d keys, error %v", len(got), fatal)
	}
	if atATime < 8 || calls > 2*keys.Count/1000 {
		t.Errorf("%d calls, %d at a time", calls, atATime)
	}
}

// Memory is bounded where nobody takes what comes.
func TestReadAhead(t *testing.T) {
	new(s3test.Server).Setenv(t)
	trail := trail{"AWSLogs/", 10, 17, 1500, 20}
	server := s3test.StartListServer(t, trail.keys(), s3test.ListOptions{})
	for _, err := range newSource(t, server.URL, "", s3source.Options{}).Files(t.Context(), &trailq.Filter{From: firstDay}) {
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second) // time to list far more
		break
	}
	if calls, _ := server.Calls(); calls > 250 {
		t.Errorf("%d calls ahead", calls)
	}
}

// A prefix that no object has is an error, and one whose objects are all of other
// days is none.
func TestNothingInWindow(t *testing.T) {
	new(s3test.Server).Setenv(t)
	trail := trail{"AWSLogs/", 1, 1, 10, 2}
	server := s3test.StartListServer(t, trail.keys(), s3test.ListOptions{})
	later := trailq.Filter{From: firstDay.AddDate(1, 0, 0)}
	folder := "AWSLogs/" + account(0) + "/CloudTrail/" + region(0) + "/"
	for prefix, there := range map[string]bool{folder: true, folder + "2019/": true, folder + "20": true, folder + "2018/": false, "AWSLogs/4": false, "x": false} {
		keys, _, fatal := listAll(t, newSource(t, server.URL, prefix, s3source.Options{}), &later)
		if len(keys) != 0 || there != (fatal == nil) {
			t.Errorf("%s: keys %q, error %v", prefix, keys, fatal)
		}
	}
}

// A clock that is wrong by decades changes no listing: logs of the future are listed
// like others, in full, with and without a window.
func TestOddClock(t *testing.T) {
	new(s3test.Server).Setenv(t)
	const years, days, files = 3, 365, 12
	first := time.Date(2096, 1, 1, 0, 0, 0, 0, time.UTC)
	keys := s3test.Keys{Count: years * days * files, Key: func(i int) string {
		at := first.AddDate(0, 0, i/files).Add(time.Duration(i%files) * time.Hour)
		return "AWSLogs/" + account(0) + "/CloudTrail/" + region(0) + at.Format("/2006/01/02/") + account(0) + "_CloudTrail_" + region(0) + at.Format("_20060102T1504Z_") + fmt.Sprintf("%06d.json.gz", i)
	}}
	server := s3test.StartListServer(t, keys, s3test.ListOptions{PageSize: 100})
	for _, from := range []int{0, 1, 400, 1000} {
		filter := &trailq.Filter{From: first.AddDate(0, 0, from)}
		got, unlisted, fatal := listAll(t, newSource(t, server.URL, "", s3source.Options{}), filter)
		if want := keys.Count - from*files; len(got) != want || unlisted != nil || fatal != nil || !slices.IsSorted(got) {
			t.Errorf("from day %d: %d keys, want %d, errors %v, %v", from, len(got), want, unlisted, fatal)
		}
	}
	got, _, fatal := listAll(t, newSource(t, server.URL, "", s3source.Options{}), &trailq.Filter{})
	if len(got) != keys.Count || fatal != nil {
		t.Errorf("%d keys, want %d, error %v", len(got), keys.Count, fatal)
	}
}

// Breaking out of a listing leaves no goroutines behind.
func TestListingLeavesNothing(t *testing.T) {
	new(s3test.Server).Setenv(t)
	server := s3test.StartListServer(t, trail{"AWSLogs/", 5, 3, 100, 20}.keys(), s3test.ListOptions{PageSize: 50})
	source := newSource(t, server.URL, "", s3source.Options{})
	for _, enough := range []int{1, 500} {
		watched := trailtest.Watch(t, source)
		files := 0
		for _, err := range watched.Files(t.Context(), &trailq.Filter{From: firstDay}) {
			if err != nil {
				t.Fatal(err)
			}
			if files++; files == enough {
				break
			}
		}
		watched.Check()
	}
}
