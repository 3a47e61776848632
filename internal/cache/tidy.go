package cache

import (
	"cmp"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// abandonedAfter is the time without a write after which an incomplete file belongs
// to a killed process.
const abandonedAfter = time.Hour

// addSize counts a file that was added. Now and then it scans the folder, which other
// processes fill, too.
func (c *Cache) addSize(size int64) {
	c.mu.Lock()
	c.added += size
	due := !c.tidying && (!c.tidiedUp || c.added >= c.size/part)
	if due {
		c.tidying, c.added = true, 0
	}
	c.mu.Unlock()
	if !due {
		return
	}
	c.makeRoom()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tidying, c.tidiedUp = false, true
}

// entry is a kept file.
type entry struct {
	name string
	size int64
	used time.Time
}

// makeRoom removes abandoned files, and the least recently used ones until there is
// room for what is added before the next call. It leaves files that are not the
// cache's, and those that cannot be removed, such as a file that is being read on
// Windows.
func (c *Cache) makeRoom() {
	entries, total := c.listEntries()
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(a.used.Compare(b.used), strings.Compare(a.name, b.name))
	})
	for _, e := range entries {
		if total <= c.size-c.size/part {
			return
		}
		if removeFile(e.name) {
			total -= e.size
		}
	}
}

// listEntries returns the kept files and their total size. It removes abandoned ones.
func (c *Cache) listEntries() (entries []entry, total int64) {
	folders, _ := os.ReadDir(c.folder) // what cannot be read cannot be removed
	for _, folder := range folders {
		if !isHash(folder.Name(), 1) {
			continue
		}
		files, _ := os.ReadDir(filepath.Join(c.folder, folder.Name()))
		for _, file := range files {
			info, err := file.Info()
			if err != nil || !info.Mode().IsRegular() {
				continue // another process has removed it
			}
			name := filepath.Join(c.folder, folder.Name(), file.Name())
			switch {
			case isHash(file.Name(), 31):
				entries = append(entries, entry{name, info.Size(), lastUse(info)})
				total += info.Size()
			case isAbandoned(info):
				removeFile(name)
			}
		}
	}
	return entries, total
}

// lastUse returns when a file was used. A time that is still to come was written by a clock
// that went wrong, and would keep the file for ever.
func lastUse(info fs.FileInfo) time.Time {
	if used := info.ModTime(); time.Until(used) < abandonedAfter {
		return used
	}
	return time.Time{}
}

func isAbandoned(info fs.FileInfo) bool {
	return strings.HasPrefix(info.Name(), temporary) && time.Since(info.ModTime()).Abs() > abandonedAfter
}

// isHash reports whether a name is the hexadecimal form of so many bytes.
func isHash(name string, bytes int) bool {
	decoded, err := hex.DecodeString(name)
	return err == nil && len(decoded) == bytes
}
