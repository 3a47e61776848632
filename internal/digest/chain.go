package digest

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
)

// judgeDigests says which digests are proven, from the newest to the oldest, because
// each has the signature of the one before it.
func (v *verification) judgeDigests() {
	successors := map[string][]*digestFile{} // by the name of the digest before
	for _, d := range v.digests {
		d.isWanted = d.isIn(v.window)
		if d.content != nil && d.PreviousObject != nil {
			name := baseName(*d.PreviousObject)
			successors[name] = append(successors[name], d)
		}
	}
	for _, d := range slices.Backward(v.digests) {
		d.state, d.cause = v.judgeDigest(d, successors[baseName(d.file.Path)])
	}
	v.addDigestProblems()
	v.findMissingDigests()
	v.collectEntries()
}

// isIn reports whether the digest covers some of the window.
func (d *digestFile) isIn(window span) bool {
	clipped := d.span().clip(window)
	return clipped.from.Before(clipped.to)
}

// judgeDigest returns the state of a digest, and the cause if it is not proven. The
// successors are digests that say they follow it.
func (v *verification) judgeDigest(d *digestFile, successors []*digestFile) (State, string) {
	var unread *unreadError
	switch {
	case errors.As(d.err, &unread):
		return Unread, describeCause(d.err)
	case d.err != nil:
		return Damaged, describeCause(d.err)
	case baseName(d.Object) != baseName(d.file.Path):
		return Altered, fmt.Sprintf("its content says that it is %.200s", baseName(d.Object))
	}
	for _, next := range successors {
		if next.state == Proven && next.PreviousHash != nil && !strings.EqualFold(*next.PreviousHash, hex.EncodeToString(d.hash[:])) {
			return Altered, "the next digest, which is proven, has another hash of it"
		}
	}
	key, cause := v.options.Keys.findKey(d.content, d.chain.Backfill)
	if key == nil {
		return NoKey, cause
	}
	if d.signature != "" && d.isSignedBy(key, d.signature) {
		return Proven, ""
	}
	for _, next := range successors {
		if next.PreviousSignature != nil && d.isSignedBy(key, *next.PreviousSignature) {
			return Proven, ""
		}
	}
	for _, next := range successors {
		if next.state == Proven {
			return Altered, "the signature in the next digest, which is proven, is not one of this content"
		}
	}
	switch {
	case d.signature != "":
		return Altered, "its signature is not one of this content"
	case len(successors) > 0:
		return Unsigned, "it has no signature of its own, and the next digest is not proven"
	}
	return Unsigned, "it has no signature of its own, and the next digest is not there"
}

// addDigestProblems adds the digests of the window that are not proven. Those in a row
// that have no key, or no signature, are one problem.
func (v *verification) addDigestProblems() {
	var last *Problem
	var lastDigest *digestFile
	for _, d := range v.digests {
		if !d.isWanted || d.state == Proven {
			lastDigest = nil
			continue
		}
		covered := d.span()
		grouped := d.state == NoKey || d.state == Unsigned
		if grouped && lastDigest != nil && lastDigest.chain == d.chain && lastDigest.state == d.state && lastDigest.cause == d.cause {
			last.Count++
			last.To = covered.to
			lastDigest = d
			continue
		}
		v.addProblem(d.newProblem(d.state, d.cause))
		last, lastDigest = &v.result.Problems[len(v.result.Problems)-1], d
	}
}

// newProblem returns a problem with the digest.
func (d *digestFile) newProblem(state State, cause string) Problem {
	covered := d.span()
	return Problem{
		State: state, Subject: Digests, Account: d.chain.Account, Region: d.chain.Region, Trail: d.chain.Trail,
		Name: d.file.Path, From: covered.from, To: covered.to, Cause: cause,
		Broken: state == Altered || state == Damaged,
	}
}

// findMissingDigests finds the digests that others name, or that the cadence of a
// chain asks for between two that are there.
func (v *verification) findMissingDigests() {
	present := map[string]bool{}
	for _, d := range v.digests {
		present[baseName(d.file.Path)] = true
	}
	var before *digestFile
	for _, d := range v.digests {
		if before != nil && before.chain != d.chain {
			before = nil
		}
		if d.content != nil && d.PreviousObject != nil && !present[baseName(*d.PreviousObject)] {
			v.addMissingDigests(before, d)
		}
		if d.content != nil {
			before = d
		}
	}
}

// addMissingDigests adds the digests between two of a chain, of which the second names
// one before it that is not there. Hourly digests are regular to the second, so that
// the names of those before that one are known, too.
func (v *verification) addMissingDigests(before, d *digestFile) {
	name := baseName(*d.PreviousObject)
	chain, end, ok := ParseName(name)
	if !ok {
		chain, end = d.chain, d.start
	}
	named := span{end.Add(-time.Hour), end}
	if before == nil && v.window.from.IsZero() || !isBefore(named.to, v.window) {
		return // the source, or the window, begins after it
	}
	if before != nil && !d.chain.Backfill && chain == d.chain {
		for at := before.content.end.Add(time.Hour); at.Before(end) && !before.isDigestAt(at); at = at.Add(time.Hour) {
			if isBefore(at, v.window) {
				v.addMissingDigest(d, chain.digestName(at), span{at.Add(-time.Hour), at}, cadenceCause)
			}
		}
	}
	v.addMissingDigest(d, name, named, "the next digest, "+baseName(d.file.Path)+", names it")
}

// cadenceCause is the cause of a missing digest that nothing names.
const cadenceCause = "the chain goes on after it, with a digest every hour"

// isBefore reports whether something that ends at a time reaches into a window.
func isBefore(end time.Time, window span) bool {
	return window.from.IsZero() || end.After(window.from)
}

func (d *digestFile) isDigestAt(end time.Time) bool { return d.content.end.Equal(end) }

func (v *verification) addMissingDigest(next *digestFile, name string, covered span, cause string) {
	if !v.window.to.IsZero() && !covered.from.Before(v.window.to) {
		return
	}
	p := next.newProblem(Missing, cause)
	p.Name, p.From, p.To = name, covered.from, covered.to
	p.Cadence = cause == cadenceCause
	p.Broken = next.state == Proven
	if !p.Broken {
		p.Cause += "; that one is not proven"
	}
	v.addProblem(p)
}

// collectEntries collects what the digests of the window list, and finds the files.
func (v *verification) collectEntries() {
	for _, d := range v.digests {
		if !d.isWanted || d.content == nil {
			continue
		}
		for _, l := range d.LogFiles {
			e := &entry{listed: l, digest: d, files: v.findLogs(l.Object)}
			for _, log := range e.files {
				log.isListed = true
			}
			v.entries = append(v.entries, e)
		}
	}
	for _, d := range v.digests { // those around the window list some files in it
		if d.isWanted || d.content == nil {
			continue
		}
		for _, l := range d.LogFiles {
			for _, log := range v.findLogs(l.Object) {
				log.isListed = true
			}
		}
	}
}

// findLogs returns the log files that an object in a digest can be: those of its name
// that have the most of its folders. A copy can be anywhere.
func (v *verification) findLogs(object string) []*logFile {
	logs := v.logs[baseName(object)]
	if len(logs) < 2 {
		return logs
	}
	var files []trailq.File
	for _, log := range logs {
		files = append(files, log.file)
	}
	closest := pickClosest(files, object)
	return slices.DeleteFunc(slices.Clone(logs), func(log *logFile) bool {
		return !slices.ContainsFunc(closest, func(file trailq.File) bool { return file.Path == log.file.Path })
	})
}
