package order

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/scratch"
)

// Options say how to sort.
type Options struct {
	Newest bool  // the newest event is the first
	Most   int64 // how many of the first events are wanted; zero is all
	Memory int64 // how many bytes of events are held in memory; zero is 256 MiB
	Folder string
}

const defaultMemory = 256 << 20

// Sorter sorts events by their times and, where those are equal, by file and record.
// What exceeds its memory is sorted in parts, in temporary files.
type Sorter struct {
	options Options
	held    []trailq.Event
	bytes   int64
	folder  *scratch.Folder // nil until it is needed
	runs    []*run
}

// NewSorter returns a sorter. Close must be called.
func NewSorter(options Options) *Sorter {
	options.Memory = cmp.Or(options.Memory, defaultMemory)
	return &Sorter{options: options}
}

// compareEvents compares two events in the order in which they are wanted.
func (s *Sorter) compareEvents(a, b *trailq.Event) int {
	order := cmp.Or(a.EventTime.Compare(b.EventTime), cmp.Compare(a.File, b.File), cmp.Compare(a.Record, b.Record))
	if s.options.Newest {
		return -order
	}
	return order
}

// eventOverhead is about what an event takes beside its record.
const eventOverhead = 600

// Add adds an event, of which it keeps a copy: its record, its place and its time.
func (s *Sorter) Add(event *trailq.Event) error {
	s.held = append(s.held, trailq.Event{Raw: slices.Clone(event.Raw), File: event.File, Record: event.Record, EventTime: event.EventTime})
	s.bytes += int64(len(event.Raw)) + eventOverhead
	most := s.options.Most
	if s.bytes <= s.options.Memory && (most == 0 || int64(len(s.held)) < 2*most+1000) {
		return nil
	}
	s.settle()
	if s.bytes > s.options.Memory/2 {
		return s.spill()
	}
	return nil
}

// settle sorts the events that are held, and drops those that are not wanted.
func (s *Sorter) settle() {
	slices.SortFunc(s.held, func(a, b trailq.Event) int { return s.compareEvents(&a, &b) })
	if most := s.options.Most; most > 0 && int64(len(s.held)) > most {
		clear(s.held[most:])
		s.held = s.held[:most]
	}
	s.bytes = 0
	for i := range s.held {
		s.bytes += int64(len(s.held[i].Raw)) + eventOverhead
	}
}

// IsSettled reports whether no event of a file, or of those after it in the order of
// [NewestFirst], can be among the wanted ones.
func (s *Sorter) IsSettled(file string) bool {
	most, end := s.options.Most, deliveryEnd(file)
	if most == 0 || int64(len(s.held)) < most || end.IsZero() {
		return false
	}
	s.settle()
	return s.held[most-1].EventTime.After(end)
}

// Events yields the wanted events in order.
func (s *Sorter) Events() iter.Seq2[*trailq.Event, error] {
	return func(yield func(*trailq.Event, error) bool) {
		s.settle()
		sources := []source{&heldEvents{events: s.held}}
		for _, r := range s.runs {
			if err := r.rewind(); err != nil {
				yield(nil, err)
				return
			}
			sources = append(sources, r)
		}
		s.merge(sources, yield)
	}
}

// source yields sorted events.
type source interface {
	// next returns the next event, nil at the end.
	next() (*trailq.Event, error)
}

// heldEvents are sorted events in memory.
type heldEvents struct{ events []trailq.Event }

func (h *heldEvents) next() (*trailq.Event, error) {
	if len(h.events) == 0 {
		return nil, nil
	}
	event := &h.events[0]
	h.events = h.events[1:]
	return event, nil
}

// merge yields the events of several sources. There are few, so that looking at all of
// them for each event costs little.
func (s *Sorter) merge(sources []source, yield func(*trailq.Event, error) bool) {
	heads := make([]*trailq.Event, len(sources))
	for i := range sources {
		var err error
		if heads[i], err = sources[i].next(); err != nil {
			yield(nil, err)
			return
		}
	}
	for yielded := int64(0); s.options.Most == 0 || yielded < s.options.Most; yielded++ {
		first := -1
		for i, head := range heads {
			if head != nil && (first < 0 || s.compareEvents(head, heads[first]) < 0) {
				first = i
			}
		}
		if first < 0 || !yield(heads[first], nil) {
			return
		}
		var err error
		if heads[first], err = sources[first].next(); err != nil {
			yield(nil, err)
			return
		}
	}
}

// Close removes the temporary files.
func (s *Sorter) Close() error {
	var errs []error
	for _, r := range s.runs {
		errs = append(errs, r.file.Close())
	}
	return errors.Join(append(errs, s.folder.Remove())...)
}

// timeOf returns a time as it is in a temporary file.
func timeOf(nanoseconds int64, isZero bool) time.Time {
	if isZero {
		return time.Time{}
	}
	return time.Unix(0, nanoseconds).UTC()
}
