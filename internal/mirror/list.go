package mirror

import (
	"errors"
	"fmt"
	"hash/maphash"
	"path"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/digest"
)

// job is a file that is to be compared or fetched.
type job struct {
	file   trailq.File
	folder *folder
	name   string // in the folder
	// reason to fetch it; empty where its content has to be compared first.
	reason Reason
	known  bool // the copy is one of this version, as far as size and time tell
}

// listSource compares the listing with the folders. It returns the error that ended
// the listing.
func (r *run) listSource() error {
	defer close(r.jobs)
	for file, err := range r.source.Files(r.ctx, r.sourceFilter()) {
		var part *trailq.FileError
		switch {
		case errors.As(err, &part):
			r.options.Tally.changeSummary(func(s *Summary) { s.Unlisted++ })
			r.sendResult(Change{}, part)
			continue
		case err != nil:
			return err
		}
		if !r.enterFile(file) {
			return nil
		}
	}
	r.options.Tally.changeSummary(func(s *Summary) { s.AllListed = true })
	return nil
}

// sourceFilter returns the filter by which the source can leave out files, or nil if
// the options choose none.
func (r *run) sourceFilter() *trailq.Filter {
	f := &r.options.Filter
	if f.From.IsZero() && f.To.IsZero() && len(f.Accounts) == 0 && len(f.Regions) == 0 {
		return nil
	}
	return f
}

// enterFile counts a file and decides what to do about it. It reports whether to go
// on.
func (r *run) enterFile(file trailq.File) bool {
	reason := r.skipReason(file)
	r.options.Tally.changeSummary(func(s *Summary) {
		s.Listed++
		if reason != "" {
			s.addSkipped(reason, 1)
		} else {
			s.Pending++
		}
	})
	if reason != "" {
		return r.ctx.Err() == nil
	}
	job, err := r.compareFile(file)
	switch {
	case err != nil:
		r.failFile(file.Path, err)
	case job.known && !r.options.Verify:
		r.countUnchanged(unverified)
	default:
		if job.reason != "" {
			r.countWanted(&job)
		}
		select {
		case r.jobs <- job:
		case <-r.ctx.Done():
		}
	}
	return r.ctx.Err() == nil
}

// skipReason returns why a file must not be copied, or an empty reason if it must.
func (r *run) skipReason(file trailq.File) trailq.SkipReason {
	if strings.HasSuffix(file.Path, "/") && file.Size == 0 {
		return trailq.SkippedMarker
	}
	logPath, _ := trailq.ParseLogPath(file.Path)
	_, reason := r.options.Filter.MatchesPath(logPath)
	return reason
}

// compareFile looks at what is in the file's place, without reading it.
func (r *run) compareFile(file trailq.File) (job, error) {
	key, found := strings.CutPrefix(file.Path, r.options.Base)
	if !found {
		return job{}, refuseFile("it is not below %q", r.options.Base)
	}
	// place returns the path relative to the top folder of the copy.
	place, err := placeOf(key)
	if err != nil {
		return job{}, err
	}
	if strings.Contains(place, "%") {
		hash := maphash.String(r.seed, place)
		if r.escaped[hash] {
			return job{}, refuseFile("%q was listed twice", place)
		}
		r.escaped[hash] = true
	}
	folder, err := r.tree.enterFolder(path.Dir(place))
	if err != nil {
		return job{}, err
	}
	j := job{file: file, folder: folder, name: path.Base(place)}
	err = j.comparePlace()
	if err == nil && j.reason != "" && !r.options.DryRun {
		err = folder.createFolder()
	}
	return j, err
}

// comparePlace decides what to do about the file.
func (j *job) comparePlace() error {
	before := j.folder.claimName(j.name, aFile)
	switch before.kind {
	case absent:
		if j.folder.exists && j.folder.isTaken(j.name) {
			return errTaken(j.name)
		}
		j.reason = Missing
		return nil
	case aFolder:
		return refuseFile("%q would be a file and a folder", j.place())
	case other:
		return refuseFile("%q is there and is no file", j.place())
	}
	if !before.onDisk {
		return refuseFile("%q was listed twice", j.place())
	}
	info, err := j.folder.root.Lstat(j.name)
	switch {
	case err != nil:
		return fmt.Errorf("%q, which is there, cannot be looked at: %w", j.place(), systemError(err))
	case !info.Mode().IsRegular():
		return refuseFile("%q is there and is no file", j.place())
	case j.file.Size >= 0 && info.Size() != j.file.Size:
		j.reason = Changed
	case digest.IsName(j.name) && !before.isSigned:
		j.reason = Unsigned
	case j.file.Version == "":
		j.known = true // the size is all there is to tell by
	default:
		j.known = before.copied == copied{j.file.Version, info.Size(), before.copied.modified} &&
			before.copied.modified.Equal(info.ModTime())
	}
	return nil
}

// place is relative to the folder that everything is copied into.
func (j *job) place() string { return path.Join(j.folder.path, j.name) }
