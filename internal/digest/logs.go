package digest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
)

// judgeLogs compares the log files with what the digests say about them. A digest and
// a backfill digest can list the same file.
func (v *verification) judgeLogs() {
	for _, e := range v.entries {
		if len(e.files) == 0 {
			v.addProblem(e.newProblem(Missing, "", "the digest "+baseName(e.digest.file.Path)+" lists it"))
			continue
		}
		if v.options.ListOnly {
			continue
		}
		for _, log := range e.files {
			if state, cause := e.judgeLog(log); state == Proven {
				log.isProven = log.isProven || e.digest.state == Proven
			} else {
				v.addProblem(e.newProblem(state, log.file.Path, cause))
			}
		}
	}
}

// judgeLog compares a log file with what its digest says. The state does not depend on
// whether the digest is proven.
func (e *entry) judgeLog(log *logFile) (State, string) {
	var unread *unreadError
	want, ok := e.sum()
	switch {
	case errors.As(log.err, &unread):
		return Unread, describeCause(log.err)
	case !ok:
		return Altered, fmt.Sprintf("its digest has no hash that can be checked: %.64s %.80s", e.Method, e.Hash)
	case log.sum != want && log.err != nil:
		return Altered, "it cannot be decompressed to what its digest lists: " + describeCause(log.err)
	case log.sum != want:
		return Altered, "its content does not have the hash in its digest"
	case log.err != nil:
		return Damaged, "its content is what its digest lists, but its compressed form is broken: " + describeCause(log.err)
	}
	return Proven, ""
}

// newProblem returns a problem with a log file; without a path, with one that is not
// there.
func (e *entry) newProblem(state State, path, cause string) Problem {
	if path == "" {
		path = e.Object
	}
	p := e.digest.newProblem(state, cause)
	p.Subject, p.Name = LogFiles, path
	p.Broken = (state == Altered || state == Missing) && e.digest.state == Proven
	if e.digest.state != Proven {
		p.Cause += "; the digest is not proven"
	}
	return p
}

// slotSpan returns when a log file can have been delivered. The time in its name is
// that of a slot of 5 minutes: in one real trail, CloudTrail put files into the bucket
// from 5 minutes before it to 19 after.
func (l *logFile) slotSpan() span {
	return span{l.path.Delivered.Add(-5 * time.Minute), l.path.Delivered.Add(19 * time.Minute)}
}

// findUnlisted finds the log files in proven time that no digest lists. Of kinds that no
// digest of the place lists at all, only those with events count. Where trails were
// chosen, nobody can tell which log files are theirs, and none is found.
func (v *verification) findUnlisted() {
	if len(v.options.Trails) > 0 {
		return
	}
	kinds := map[string]bool{}
	for _, e := range v.entries {
		path, _ := trailq.ParseLogPath(e.Object)
		kinds[kindOf(path)] = true
	}
	for _, name := range slices.Sorted(maps.Keys(v.logs)) {
		for _, log := range v.logs[name] {
			p := v.places[place{log.path.Account, log.path.Region}]
			if log.isListed || p == nil || log.path.Kind != eventKind && !kinds[kindOf(log.path)] {
				continue
			}
			delivered := log.slotSpan()
			asked := delivered.clip(p.asked)
			if !asked.from.Before(asked.to) || !p.isProven(asked) {
				continue // outside of the window, or in hours that are a problem
			}
			cause := "no digest lists it, and proven digests cover the time in which it can have been delivered"
			if !p.isProven(delivered) {
				cause = "no digest lists it; it can have been delivered after the last one"
			}
			v.addProblem(Problem{
				State: Unlisted, Subject: LogFiles, Account: log.path.Account, Region: log.path.Region, Name: log.file.Path,
				From: delivered.from, To: delivered.to, Cause: cause,
			})
		}
	}
}

// eventKind is the kind of log files of events.
const eventKind = "CloudTrail"

// kindOf returns the kind of a log file in its place, for comparing.
func kindOf(path trailq.LogPath) string { return path.Account + "/" + path.Region + "/" + path.Kind }

// isMoved reports whether a file is elsewhere than where CloudTrail put it, as far as
// the path tells: a path in a bucket is whole, one in a folder begins anywhere.
func isMoved(path, bucket, object string) bool {
	if rest, inBucket := strings.CutPrefix(path, "s3://"); inBucket {
		return rest != bucket+"/"+object
	}
	_, below, found := strings.Cut(object, "AWSLogs/")
	_, here, foundHere := strings.Cut(path, "AWSLogs/")
	return found && foundHere && here != below
}
