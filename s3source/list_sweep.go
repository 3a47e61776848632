package s3source

import "strings"

const (
	// pagesBeforeSplit is how many pages of a listing are fetched one after the other
	// before the rest is split.
	pagesBeforeSplit = 4
	// maxSplit is the largest number of calls that a listing is split into.
	maxSplit = 64
)

// sweepCall returns a call for all keys that begin with prefix.
func (w *walk) sweepCall(prefix, after string) *call {
	return &call{prefix: prefix, after: after, takePage: w.takeSweptPage}
}

// takeSweptPage takes the keys of a page, and returns calls for the rest.
func (w *walk) takeSweptPage(c *call, page *page) []*part {
	parts, foreign := w.wantedKeys(c, page)
	if c.isLastPage(page) {
		return parts
	}
	if foreign != "" && lastKeyIn(foreign) > c.after {
		return append(parts, c.resumeAfter(lastKeyIn(foreign)))
	}
	if c.pages == 0 && w.prunes && c.after == "" && showsLayout(page) { // go by its folders
		return []*part{{call: w.childrenCall(c.prefix, "")}}
	}
	w.noteUnknownLayout(c)
	if last := page.lastKey(); last > c.after && c.pages+1 >= pagesBeforeSplit {
		return append(parts, w.splitCall(c, last)...)
	}
	return append(parts, c.nextPage(page))
}

// wantedKeys returns a part with the wanted keys of the page, if any. If the page
// ends in the folder of another service, it returns that folder, too.
func (w *walk) wantedKeys(c *call, page *page) (parts []*part, foreign string) {
	taken := &part{objects: make([]object, 0, len(page.entries))}
	ours := "" // a folder that is not of another service
	for _, entry := range page.entries {
		if foreign != "" && strings.HasPrefix(entry.key, foreign) || !c.includesKey(entry.key) {
			continue
		}
		if ours == "" || !strings.HasPrefix(entry.key, ours) {
			if foreign = w.foreignFolder(entry.key); foreign != "" {
				continue
			}
			ours = parsePlace(entry.key).folder
		}
		taken.objects = append(taken.objects, entry)
	}
	if len(taken.objects) > 0 {
		parts = []*part{taken}
	}
	return parts, foreign
}

// showsLayout reports whether a key of the page is in CloudTrail's layout.
func showsLayout(page *page) bool {
	for _, entry := range page.entries {
		if p := parsePlace(entry.key); p.region != "" && !p.isForeign() {
			return true
		}
	}
	return false
}

// splitCall returns calls for the rest of a listing, after the key last.
func (w *walk) splitCall(c *call, last string) []*part {
	if c.group == nil {
		return []*part{{call: w.childrenCall(c.prefix, last)}}
	}
	var parts []*part
	for _, folder := range c.group {
		if next := w.folderCall(folder, last); next != nil {
			parts = append(parts, &part{call: next})
		}
	}
	return parts
}

// groupSweeps merges calls that sweep neighbouring folders of prefix, if there are
// too many. It removes empty parts, which mark folders that are not wanted.
func groupSweeps(parts []*part, prefix string) []*part {
	size := (len(parts) + maxSplit - 1) / maxSplit
	var gathered []*part
	apart := false
	for _, p := range parts {
		n := len(gathered)
		switch {
		case p.call == nil && len(p.objects) == 0:
			apart = true
			continue
		case size == 1 || p.call == nil || !p.call.isSweep():
			gathered = append(gathered, p)
		case n > 0 && !apart && gathered[n-1].canJoin(size):
			group := gathered[n-1].call
			group.group = append(group.group, p.call.prefix)
			group.through = lastKeyIn(p.call.prefix)
		default:
			folder, group := p.call.prefix, *p.call
			group.prefix, group.group = prefix, []string{folder}
			group.after, group.through = keyBefore(folder), lastKeyIn(folder)
			gathered = append(gathered, &part{call: &group})
		}
		apart = false
	}
	return gathered
}

// isSweep reports whether the call is for all keys of one folder.
func (c *call) isSweep() bool {
	return c.delimiter == "" && c.after == "" && c.through == "" && !parsePlace(c.prefix).hasDays()
}

// canJoin reports whether another folder can join the group of a part's call.
func (p *part) canJoin(size int) bool {
	return p.call != nil && p.call.group != nil && len(p.call.group) < size
}

// keyBefore returns a key that is less than the keys in a folder and greater than all
// keys before them, except for keys that nobody has.
func keyBefore(folder string) string {
	last := len(folder) - 1 // an ASCII character
	return folder[:last] + string(rune(folder[last]-1)) + lastCharacter
}

// lastKeyIn returns a key that is greater than the keys in a folder, with the same
// exception.
func lastKeyIn(folder string) string { return folder + lastCharacter }

// lastCharacter is the greatest character that a key can have.
const lastCharacter = "\U0010FFFF"
