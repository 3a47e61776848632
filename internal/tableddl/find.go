package tableddl

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/trailq/trailq/internal/parquet/layout"
)

// Folders lists folders.
type Folders interface {
	// Folders returns the names of the folders directly below a path, which is empty or
	// ends with a slash.
	Folders(ctx context.Context, path string) ([]string, error)
}

// Definition is what a table says about where its logs are.
type Definition struct {
	// Location is the folder that holds the accounts, with a slash at its end.
	Location string
	// Accounts and Regions are those that have logs, in order.
	Accounts, Regions []string
	// FirstDay is the earliest folder of a day, as yyyy/MM/dd.
	FirstDay string
	// Layout is how the folders below Location are named.
	Layout Layout
	// Record says that Parquet files hold the records' JSON.
	Record bool
	// OtherFolders says that some Parquet files belong to no account, region or day, which
	// the table leaves out.
	OtherFolders bool
}

// Layout is how folders are named.
type Layout int

// The layouts.
const (
	Delivered Layout = iota // ACCOUNT/CloudTrail/REGION/YYYY/MM/DD, as CloudTrail has it
	Converted               // account=ACCOUNT/region=REGION/date=YYYY-MM-DD, as a conversion has it
)

// ErrNoLogs says that a folder has none of the folders that CloudTrail or a conversion
// makes.
var ErrNoLogs = errors.New("no folders of CloudTrail's or of a conversion: AWSLogs/ACCOUNT/CloudTrail/REGION or account=ACCOUNT")

// Find finds the tables of a folder: one for the accounts of each folder AWSLogs/ or
// AWSLogs/o-…/, or one for a converted folder. Location is the folder's URL, with a
// slash at its end; it can be a folder of the layout down to that of an account.
func Find(ctx context.Context, folders Folders, location string) ([]Definition, error) {
	found, err := find(ctx, folders, location)
	for _, d := range found {
		if err == nil && strings.ContainsAny(d.Location, `'\`) {
			err = fmt.Errorf("%s: %w", d.Location, errQuotes)
		}
	}
	return found, err
}

// errQuotes says that a name cannot be written. Hive escapes by backslashes and Trino
// by doubling, and Athena's guide does not say which of them its DDL follows.
var errQuotes = errors.New("a table's LOCATION cannot hold quotes or backslashes")

func find(ctx context.Context, folders Folders, location string) ([]Definition, error) {
	f := finder{folders: folders, location: location}
	if above, account, ok := accountIn(location); ok {
		f.location = above
		one, err := f.findDelivered(ctx, "", map[string]string{account: ""})
		return present(one), err
	}
	names, err := folders.Folders(ctx, "")
	if err != nil {
		return nil, err
	}
	if slices.Contains(names, layout.OwnFolder) && slices.Contains(names, layout.DataFolder) {
		f.location += layout.DataFolder + "/"
		one, err := f.findConverted(ctx, layout.DataFolder+"/")
		return present(one), err
	}
	if hasPrefix(names, accountKey) { // of an earlier version
		one, err := f.findConverted(ctx, "")
		return present(one), err
	}
	found, err := f.findBelow(ctx, "", 0)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("%s: %w", location, ErrNoLogs)
	}
	return found, err
}

func present(one Definition) []Definition { return []Definition{one} }

// accountIn cuts a location in the folder of an account into what is above it and the
// account.
func accountIn(location string) (above, account string, ok bool) {
	trimmed := strings.TrimSuffix(location, "/")
	i := strings.LastIndex(trimmed, "/") + 1
	return trimmed[:i], trimmed[i:], isAccount(trimmed[i:])
}

// finder looks through the folders of one location.
type finder struct {
	folders  Folders
	location string
}

// deepest is how many folders can be between the location and the accounts: a prefix
// of the trail's, AWSLogs and an organisation's.
const deepest = 6

// findBelow returns the tables of the folders below a path. It follows only folders
// that can lead to accounts.
func (f *finder) findBelow(ctx context.Context, below string, depth int) ([]Definition, error) {
	names, err := f.folders.Folders(ctx, below)
	if err != nil {
		return nil, err
	}
	var found []Definition
	accounts := make(map[string]string)
	for _, name := range names {
		if isAccount(name) {
			accounts[name] = below + name + "/"
		}
	}
	if len(accounts) > 0 {
		one, err := f.findDelivered(ctx, below, accounts)
		if err != nil && !errors.Is(err, ErrNoLogs) {
			return nil, err
		}
		if err == nil {
			found = append(found, one)
		}
	}
	for _, name := range names {
		if isAccount(name) || strings.HasPrefix(name, ".") || depth >= deepest {
			continue
		}
		more, err := f.findBelow(ctx, below+name+"/", depth+1)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return found, nil
}

// kind is the folder of an account's log files, beside those of digests and insights.
const kind = "CloudTrail"

// findDelivered returns the table of accounts, whose folders are given.
func (f *finder) findDelivered(ctx context.Context, below string, accounts map[string]string) (Definition, error) {
	d := Definition{Location: f.location + below, Layout: Delivered}
	var trails []string
	owner := make(map[string]string)
	for account, folder := range accounts {
		trails = append(trails, folder+kind+"/")
		owner[folder+kind+"/"] = account
	}
	regions, err := f.listEach(ctx, trails)
	if err != nil {
		return d, err
	}
	var places []string
	withLogs, in := make(map[string]bool), make(map[string]bool)
	for trail, names := range regions {
		for _, name := range names {
			if isRegion(name) {
				withLogs[owner[trail]], in[name] = true, true
				places = append(places, trail+name+"/")
			}
		}
	}
	if len(places) == 0 {
		return d, fmt.Errorf("%s: %w", d.Location, ErrNoLogs)
	}
	d.Accounts, d.Regions = slices.Sorted(maps.Keys(withLogs)), slices.Sorted(maps.Keys(in))
	d.FirstDay, err = f.firstDay(ctx, places)
	return d, err
}

// firstDay returns the earliest day of any region, level by level: only the folders of
// the earliest year are looked into, and of those the ones of the earliest month.
func (f *finder) firstDay(ctx context.Context, places []string) (string, error) {
	day := ""
	for _, digits := range []int{4, 2, 2} {
		listed, err := f.listEach(ctx, places)
		if err != nil {
			return "", err
		}
		first := ""
		for _, names := range listed {
			for _, name := range names {
				if isNumber(name, digits) && (first == "" || name < first) {
					first = name
				}
			}
		}
		if first == "" {
			return "", fmt.Errorf("%s: %w: a region has no folders YYYY/MM/DD", f.location, ErrNoLogs)
		}
		places = places[:0]
		for place, names := range listed {
			if slices.Contains(names, first) {
				places = append(places, place+first+"/")
			}
		}
		day = path.Join(day, first)
	}
	return day, nil
}

// Keys of a converted folder's partitions.
const (
	accountKey = "account="
	regionKey  = "region="
	dateKey    = "date="
)

// findConverted returns the table of the partitions below a path.
func (f *finder) findConverted(ctx context.Context, below string) (Definition, error) {
	d := Definition{Location: f.location, Layout: Converted}
	level := []string{below}
	for _, step := range []struct {
		key  string
		into *[]string
		is   func(string) bool
	}{
		{accountKey, &d.Accounts, isAccount}, {regionKey, &d.Regions, isRegion}, {dateKey, nil, isDate},
	} {
		listed, err := f.listEach(ctx, level)
		if err != nil {
			return d, err
		}
		level = level[:0]
		values := make(map[string]bool)
		for above, names := range listed {
			for _, name := range names {
				value, ok := strings.CutPrefix(name, step.key)
				switch {
				case !ok:
				case step.is(value):
					values[value] = true
					level = append(level, above+name+"/")
				default:
					d.OtherFolders = true
				}
			}
		}
		sorted := slices.Sorted(maps.Keys(values))
		if len(sorted) == 0 {
			return d, fmt.Errorf("%s: %w", f.location, ErrNoLogs)
		}
		if step.into != nil {
			*step.into = sorted
		} else {
			d.FirstDay = strings.ReplaceAll(sorted[0], "-", "/")
		}
	}
	return d, nil
}

// listCalls is how many folders are listed at a time.
const listCalls = 32

// listEach lists folders, several at a time, and returns the names in each.
func (f *finder) listEach(ctx context.Context, folders []string) (map[string][]string, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var mu sync.Mutex
	var all sync.WaitGroup
	listed := make(map[string][]string)
	free := make(chan struct{}, listCalls)
	for _, folder := range folders {
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			names, err := f.folders.Folders(ctx, folder)
			if err != nil {
				cancel(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			listed[folder] = names
		})
	}
	all.Wait()
	return listed, context.Cause(ctx)
}

func hasPrefix(names []string, prefix string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, prefix) })
}

// isNumber reports whether a name is a number of so many digits.
func isNumber(name string, digits int) bool {
	return len(name) == digits && strings.Trim(name, "0123456789") == ""
}

func isAccount(name string) bool { return isNumber(name, 12) }

// isRegion reports whether a name has the form of a region, such as us-gov-west-1. Others
// cannot stand in a list of projected values.
func isRegion(name string) bool {
	return strings.Count(name, "-") >= 2 && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// isDate reports whether a name is a day as yyyy-MM-dd.
func isDate(name string) bool {
	parts := strings.Split(name, "-")
	return len(parts) == 3 && isNumber(parts[0], 4) && isNumber(parts[1], 2) && isNumber(parts[2], 2)
}
