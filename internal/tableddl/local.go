package tableddl

import (
	"context"
	"os"
	"path/filepath"
)

// LocalFolder lists the folders below a folder of this machine.
type LocalFolder string

// Folders implements [Folders]. It leaves out links, as the reading of a folder does.
func (l LocalFolder) Folders(ctx context.Context, path string) ([]string, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(filepath.Join(string(l), filepath.FromSlash(path)))
	if os.IsNotExist(err) && path != "" { // as a bucket has it: an account without the folder of log files
		err = nil
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names, err
}
