package address

import (
	"errors"
	"fmt"
	"os"
)

// ReadFile reads AWS's ip-ranges.json from a file, which errors name.
func ReadFile(name string) (*Ranges, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	ranges, err := Read(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return ranges, nil
}
