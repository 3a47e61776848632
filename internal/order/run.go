package order

import (
	"bufio"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/scratch"
)

// run is a temporary file of sorted events.
type run struct {
	file    *os.File
	decoder *gob.Decoder
}

// stored is an event in a temporary file.
type stored struct {
	Raw    []byte
	File   string
	Record int
	Nanos  int64
	Zero   bool // it has no time
}

// spill writes the events that are held, which are sorted, to a temporary file.
func (s *Sorter) spill() (err error) {
	if s.folder == nil {
		if s.folder, err = scratch.Make(s.options.Folder); err != nil {
			return fmt.Errorf("sorting: %w", err)
		}
	}
	file, err := os.OpenFile(filepath.Join(s.folder.Path(), "run"+strconv.Itoa(len(s.runs))), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("sorting: %w", err)
	}
	s.runs = append(s.runs, &run{file: file})
	buffer := bufio.NewWriterSize(file, 1<<20)
	encoder := gob.NewEncoder(buffer)
	for i := range s.held {
		event := &s.held[i]
		one := stored{Raw: event.Raw, File: event.File, Record: event.Record, Zero: event.EventTime.IsZero()}
		if !one.Zero {
			one.Nanos = event.EventTime.UnixNano()
		}
		if err := encoder.Encode(&one); err != nil {
			return fmt.Errorf("sorting: %w", err)
		}
	}
	clear(s.held)
	s.held, s.bytes = s.held[:0], 0
	if err := buffer.Flush(); err != nil {
		return fmt.Errorf("sorting: %w", err)
	}
	return nil
}

// rewind starts reading the file.
func (r *run) rewind() error {
	if _, err := r.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	r.decoder = gob.NewDecoder(bufio.NewReaderSize(r.file, 1<<18))
	return nil
}

func (r *run) next() (*trailq.Event, error) {
	var one stored
	err := r.decoder.Decode(&one)
	switch {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("sorting: %w", err)
	}
	return &trailq.Event{Raw: one.Raw, File: one.File, Record: one.Record, EventTime: timeOf(one.Nanos, one.Zero)}, nil
}
