package trailq

import "strings"

// enter counts a listed file, and reports whether it is to be read.
func (o *Options) enter(file File) (path LogPath, wanted bool) {
	path, _ = ParseLogPath(file.Path)
	reason := o.Filter.skips(file, path)
	o.Tally.change(func(s *Summary) {
		s.Files.Listed++
		if reason != "" {
			s.skip(reason)
			return
		}
		s.Files.Pending++
		s.Files.ListedBytes += max(file.Size, 0)
	})
	return path, reason == ""
}

// Skips says why not to read a file, and nothing where it is to be read.
func (f *Filter) Skips(file File) SkipReason {
	path, _ := ParseLogPath(file.Path)
	return f.skips(file, path)
}

func (f *Filter) skips(file File, path LogPath) SkipReason {
	if strings.HasSuffix(file.Path, "/") && file.Size == 0 {
		return SkippedMarker
	}
	if path.IsDigest() {
		return SkippedDigest
	}
	_, reason := f.MatchesPath(path)
	return reason
}
