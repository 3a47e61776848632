package eventid

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
)

// spill is the file to which shards write their tables when they are full.
type spill struct {
	folder string

	mu      sync.Mutex
	file    *os.File
	size    int64
	refused bool // the file cannot be made, or takes no more
}

// write writes a table's bytes, and returns where they are. If the file takes no more,
// such as on a full disk, ok is false: then the table stays in memory.
func (s *spill) write(content []byte) (offset int64, ok bool) {
	if s == nil {
		return 0, false
	}
	offset, ok = s.reserve(int64(len(content)))
	if !ok {
		return 0, false
	}
	if _, err := s.file.WriteAt(content, offset); err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.refused = true
		return 0, false
	}
	return offset, true
}

// reserve returns where the next bytes in the file go.
func (s *spill) reserve(size int64) (offset int64, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil && !s.refused {
		var err error
		if s.file, err = os.CreateTemp(s.folder, "eventids-"); err != nil {
			s.refused = true
			return 0, false
		}
		_ = os.Remove(s.file.Name()) // where open files can be removed, a killed process leaves nothing
	}
	if s.refused {
		return 0, false
	}
	offset = s.size
	s.size += size
	return offset, true
}

// read reads bytes that were written.
func (s *spill) read(content []byte, offset int64) error {
	if _, err := s.file.ReadAt(content, offset); err != nil {
		return fmt.Errorf("the eventIDs that were written to %s: %w", s.file.Name(), err)
	}
	return nil
}

// close removes the file.
func (s *spill) close() error {
	if s == nil || s.file == nil {
		return nil
	}
	name := s.file.Name()
	err := s.file.Close()
	s.file = nil
	if removing := os.Remove(name); !errors.Is(removing, fs.ErrNotExist) {
		err = errors.Join(err, removing)
	}
	return err
}
