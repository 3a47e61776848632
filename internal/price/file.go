package price

import (
	"errors"
	"os"
)

// ReadFiles returns the built-in prices with those of files above them: the last file
// counts first.
func ReadFiles(names []string) (*List, error) {
	list, err := Default()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		next, err := Read(name, file)
		if err := errors.Join(err, file.Close()); err != nil {
			return nil, err
		}
		next.Base = list
		list = next
	}
	return list, nil
}
