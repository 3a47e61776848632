// Package casefile keeps what a person has pinned while looking at logs, events and
// views of them, each with a note, in a file:
//
//	file, err := casefile.Open("incident.json")
//	…
//	err = file.Add(casefile.Pin{Kind: casefile.Event, File: "….json.gz", Number: 3})
//
// The file is written as a whole after each change, and only its owner can read it.
package casefile

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/trailq/trailq/internal/atomicfile"
)

// Kind is what a pin is.
type Kind string

// The kinds of pins.
const (
	Event Kind = "event"
	View  Kind = "view"
)

// Pin is something that was pinned.
type Pin struct {
	ID   string    `json:"id"`
	Kind Kind      `json:"kind"`
	Note string    `json:"note"`
	At   time.Time `json:"at"` // when it was pinned
	// Of an event: where its record is, what it says in a line, and the hash of its
	// bytes.
	File    string `json:"file,omitempty"`
	Number  int    `json:"number,omitempty"`
	EventID string `json:"eventID,omitempty"`
	SHA256  string `json:"sha256,omitempty"`
	Summary string `json:"summary,omitempty"`
	// Of a view: its address, and the same as a command and as SQL.
	URL     string `json:"url,omitempty"`
	Title   string `json:"title,omitempty"`
	Command string `json:"command,omitempty"`
	SQL     string `json:"sql,omitempty"`
}

// content is the form of the file.
type content struct {
	Form string `json:"form"`
	Pins []Pin  `json:"pins"`
}

// form names the form, so that another file is not overwritten.
const form = "trailq case 1"

// mostPins is how many pins a case can have.
const mostPins = 10000

// File is a case. It is safe for any goroutine.
type File struct {
	name string // empty keeps the case in memory alone
	mu   sync.Mutex
	pins []Pin
}

// ErrNotCase means that a file holds something else.
var ErrNotCase = errors.New("this file is no case of trailq's, and would be overwritten")

// Open reads a case; a file that does not exist is one without pins.
func Open(name string) (*File, error) {
	f := &File{name: name, pins: []Pin{}}
	if name == "" {
		return f, nil
	}
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return f, f.save() // so that one that cannot be written is known at once
	}
	if err != nil {
		return nil, err
	}
	var read content
	if err := json.Unmarshal(text, &read); err != nil || read.Form != form {
		return nil, fmt.Errorf("%s: %w", name, errors.Join(ErrNotCase, err))
	}
	f.pins = append(f.pins, read.Pins...)
	return f, nil
}

// Name returns the name of the file.
func (f *File) Name() string { return f.name }

// Pins returns the pins in their order.
func (f *File) Pins() []Pin {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Pin{}, f.pins...)
}

// Add adds a pin at the end, with an ID of its own.
func (f *File) Add(pin Pin) error {
	pin.ID, pin.At = rand.Text(), time.Now().UTC().Truncate(time.Second)
	return f.change(func(pins []Pin) ([]Pin, error) {
		if len(pins) >= mostPins {
			return nil, fmt.Errorf("a case has at most %d pins", mostPins)
		}
		return append(pins, pin), nil
	})
}

// ErrNoPin means that there is no pin with an ID.
var ErrNoPin = errors.New("there is no such pin")

// SetNote changes the note of a pin.
func (f *File) SetNote(id, note string) error {
	return f.changePin(id, func(pins []Pin, at int) []Pin {
		pins[at].Note = note
		return pins
	})
}

// Remove removes a pin.
func (f *File) Remove(id string) error {
	return f.changePin(id, func(pins []Pin, at int) []Pin { return slices.Delete(pins, at, at+1) })
}

// Move moves a pin to another place.
func (f *File) Move(id string, to int) error {
	return f.changePin(id, func(pins []Pin, at int) []Pin {
		pin := pins[at]
		pins = slices.Delete(pins, at, at+1)
		return slices.Insert(pins, min(max(to, 0), len(pins)), pin)
	})
}

func (f *File) changePin(id string, change func(pins []Pin, at int) []Pin) error {
	return f.change(func(pins []Pin) ([]Pin, error) {
		at := slices.IndexFunc(pins, func(pin Pin) bool { return pin.ID == id })
		if at < 0 {
			return nil, ErrNoPin
		}
		return change(pins, at), nil
	})
}

// change changes the pins and writes the file. If it cannot be written, they stay as
// they were.
func (f *File) change(change func([]Pin) ([]Pin, error)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	before := f.pins
	after, err := change(slices.Clone(before))
	if err != nil {
		return err
	}
	f.pins = after
	if err := f.save(); err != nil {
		f.pins = before
		return err
	}
	return nil
}

// save writes the file.
func (f *File) save() error {
	if f.name == "" {
		return nil
	}
	text, err := json.MarshalIndent(content{form, f.pins}, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.WriteFile(f.name, append(text, '\n'), atomicfile.Options{})
}
