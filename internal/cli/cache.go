package cli

import (
	"fmt"

	"github.com/spf13/pflag"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/cache"
)

// cacheVariable names the folder of the cache where no flag does.
const cacheVariable = "TRAILQ_CACHE"

// cacheFlags say where to keep the objects that come from buckets.
type cacheFlags struct {
	folder *string // nil where the environment says
	size   int64
	cache  *cache.Cache // once it is open
}

func (f *cacheFlags) add(flags *pflag.FlagSet) {
	flags.Var(cacheFolder{f}, "cache", "keep the objects that are read in this `folder`, so that each is fetched once (default: $"+cacheVariable+", or none)")
	flags.Var(volume{&f.size}, "cache-size", "keep at most this `size`; the least recently used objects are removed first (default 10GB)")
}

// cacheFolder is the flag that names the folder. An empty one means no cache, whatever
// the environment says.
type cacheFolder struct{ flags *cacheFlags }

func (f cacheFolder) String() string {
	if f.flags == nil || f.flags.folder == nil {
		return ""
	}
	return *f.flags.folder
}

func (f cacheFolder) Type() string { return "folder" }

func (f cacheFolder) Set(folder string) error {
	f.flags.folder = &folder
	return nil
}

// wrap returns the source, read through the cache if there is one.
func (f *cacheFlags) wrap(s *session, source trailq.Source) (trailq.Source, error) {
	folder := s.env.Getenv(cacheVariable)
	if f.folder != nil {
		folder = *f.folder
	}
	if folder == "" {
		return source, nil
	}
	if f.cache == nil {
		var err error
		f.cache, err = cache.Open(folder, cache.Options{Size: f.size, Warn: func(err error) { s.note(err.Error()) }})
		if err != nil {
			return nil, usageError(fmt.Errorf("--cache: %w", err), "give a folder that can be made, or leave --cache and %s out", cacheVariable)
		}
	}
	return f.cache.Source(source), nil
}
