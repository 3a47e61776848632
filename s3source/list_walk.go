package s3source

import (
	"fmt"
	"strings"
	"sync"

	"github.com/trailq/trailq"
)

// walk chooses the calls of a listing.
//
// If the filter rules out no accounts, regions or days, keys are listed page after
// page. If there are many pages, the remaining folders are split among parallel
// calls, each of which can be split again: see sweepCall.
//
// Otherwise the folders of the layout are listed down to the regions, and then only
// the days that the filter can match: see daysCall. Folders that are not of the
// layout are swept.
type walk struct {
	bucket *bucket
	filter *trailq.Filter // nil lists everything
	prunes bool           // the filter rules out accounts, regions or days
	start  place          // of the source's prefix

	noting sync.Mutex
	noted  map[string]bool
}

// firstCall returns the first call.
func (w *walk) firstCall() *call {
	prefix := w.bucket.prefix
	switch {
	case !w.prunes || w.start.isForeign():
		return w.sweepCall(prefix, "")
	case w.start.hasDays():
		return &call{prefix: prefix, after: w.firstDay(w.start), through: w.lastDay(w.start), takePage: w.takeDayPage}
	}
	return w.layoutCall(prefix, w.start)
}

// layoutCall returns a call for the folders of the layout below prefix.
func (w *walk) layoutCall(prefix string, p place) *call {
	if p.account != "" && p.region == "" {
		return w.regionsCall(prefix, "")
	}
	return w.childrenCall(prefix, "")
}

// childrenCall returns a call for the folders below prefix.
func (w *walk) childrenCall(prefix, after string) *call {
	return &call{prefix: prefix, delimiter: "/", after: after, takePage: w.takeFolderPage}
}

// century is how the folders of years begin, with the slash after the region.
const century = "/20"

// regionsCall returns a call for the region folders below an account's folder, of all
// kinds at once: the folders before the years. (AWS documents the delimiter as a
// character and accepts a string, like most other servers. If a server refuses it,
// the folders are listed level by level.)
func (w *walk) regionsCall(prefix, after string) *call {
	if w.bucket.noCentury.Load() {
		return w.childrenCall(prefix, after)
	}
	return &call{prefix: prefix, delimiter: century, after: after, takePage: w.takeFolderPage}
}

// takeFolderPage returns calls for the folders of a page.
func (w *walk) takeFolderPage(c *call, page *page) []*part {
	if c.delimiter == century && page.next != "" { // more than an account has regions
		return []*part{{call: w.childrenCall(c.prefix, c.after)}}
	}
	var parts []*part
	objects := 0
	for _, entry := range page.entries {
		switch {
		case entry.isFolder():
			next := w.folderCall(entry.key, c.after)
			if next != nil && len(page.entries) == 1 && page.next == "" && next.delimiter == "" && !parsePlace(entry.key).hasDays() {
				next = w.childrenCall(entry.key, c.after) // so that its folders can be split
			}
			parts = append(parts, &part{call: next})
		case c.includesKey(entry.key) && w.foreignFolder(entry.key) == "":
			objects++
			parts = addObject(parts, entry)
		}
	}
	parts = groupSweeps(parts, c.prefix)
	if page.next == "" {
		return parts
	}
	if objects > len(page.entries)/2 { // more than strays
		w.noteUnknownLayout(c)
	}
	return append(parts, c.nextPage(page))
}

// addObject adds an object at the end of the parts.
func addObject(parts []*part, o object) []*part {
	if len(parts) == 0 || parts[len(parts)-1].call != nil {
		parts = append(parts, &part{})
	}
	last := parts[len(parts)-1]
	last.objects = append(last.objects, o)
	return parts
}

// folderCall returns the call for the keys in a folder that come after a key, or nil
// if none of them is wanted.
func (w *walk) folderCall(folder, after string) *call {
	if strings.HasPrefix(after, folder) {
		return w.sweepCall(folder, after)
	}
	p := parsePlace(folder)
	switch {
	case folder < after || w.skipsPlace(p):
		return nil
	case !w.prunes || p.isForeign():
		return w.sweepCall(folder, "")
	case p.hasDays():
		return w.daysCall(folder, p)
	case p.isLogsFolder, p.account != "" && p.rest == "":
		return w.layoutCall(folder, p)
	}
	return w.sweepCall(folder, "")
}

// skipsPlace reports whether no keys of a place are wanted.
func (w *walk) skipsPlace(p place) bool {
	switch {
	case w.filter == nil:
		return false
	case p.isForeign():
		if !w.start.isForeign() {
			w.noteOnce(fmt.Sprintf("folders of other services than CloudTrail are left out: %s", p.kind))
		}
		return !w.start.isForeign()
	case !w.prunes || p.isUnsure:
		return false
	case p.isDigest() && !w.start.isDigest() && !w.bucket.options.Digests:
		return true
	}
	matches, _ := w.filter.MatchesPath(trailq.LogPath{Account: p.account, Region: p.region})
	return !matches
}

// foreignFolder returns the folder of another service that a key is in, if that
// folder is left out; otherwise it is empty.
func (w *walk) foreignFolder(key string) string {
	if w.filter == nil || !strings.Contains(key, logsName) {
		return ""
	}
	if p := parsePlace(key); p.isForeign() && w.skipsPlace(p) {
		return p.serviceFolder
	}
	return ""
}

// noteOnce passes a note to the user, unless it was passed before.
func (w *walk) noteOnce(text string) {
	w.noting.Lock()
	defer w.noting.Unlock()
	if !w.noted[text] && w.bucket.options.Note != nil {
		w.noted[text] = true
		w.bucket.options.Note(text)
	}
}

// noteUnknownLayout notes that a listing cannot be shortened by folders of the
// layout.
func (w *walk) noteUnknownLayout(c *call) {
	if w.prunes {
		w.noteOnce(fmt.Sprintf("%s does not have CloudTrail's layout: all keys there are listed", location{w.bucket.bucket, c.prefix}))
	}
}
