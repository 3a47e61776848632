package warm

import (
	"os"
	"path/filepath"

	"github.com/trailq/trailq/internal/ask"
)

// Choice says whether columns are kept, and where if no cache is named.
type Choice struct {
	// Wanted is the user's word.
	Wanted bool
	// UserCache returns the folder for the caches of all programs of the user, such as
	// [os.UserCacheDir].
	UserCache func() (string, error)
}

const (
	storeName   = "warm"
	programName = "trailq"
)

// folder returns the folder of the store, or an empty text where nothing is to be kept.
// In the cache that is named, a folder of that name is the wish to keep columns, too.
func (c Choice) folder(getenv func(string) string, named *string) (string, error) {
	cache := getenv(ask.CacheVariable)
	if named != nil {
		cache = *named
	}
	if cache == "" {
		if !c.Wanted {
			return "", nil
		}
		all, err := c.UserCache()
		if err != nil {
			return "", err
		}
		cache = filepath.Join(all, programName)
	}
	folder := filepath.Join(cache, storeName)
	if info, err := os.Stat(folder); !c.Wanted && (err != nil || !info.IsDir()) {
		return "", nil
	}
	return filepath.Abs(folder)
}
