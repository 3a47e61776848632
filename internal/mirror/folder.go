package mirror

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"

	"github.com/trailq/trailq/internal/atomicfile"
	"github.com/trailq/trailq/internal/digest"
)

// folder is one folder of the copy: what is in it, and the handle by which all
// work in it goes. Several goroutines use it; the handle is open while one does.
type folder struct {
	tree   *tree
	parent *folder // nil for the one that everything is copied into
	path   string  // relative to the tree's, with slashes; "." for that one

	mu       sync.Mutex
	root     *os.Root // nil while nobody uses the folder
	users    int
	exists   bool
	entries  map[string]entry
	noIndex  bool   // there is something else under the index's name
	lines    []byte // of the index, to be written
	numLines int
}

// entry is a name in a folder.
type entry struct {
	kind   kind
	onDisk bool   // with exactly this name
	copied copied // what is remembered of it
	// isSigned says that the signature of a digest is remembered, or that it has none.
	isSigned bool
}

// kind is what a name stands for.
type kind int

const (
	absent kind = iota
	aFile
	aFolder
	other // a link, a device, …
)

func kindOf(mode fs.FileMode) kind {
	switch {
	case mode.IsRegular():
		return aFile
	case mode.IsDir():
		return aFolder
	}
	return other
}

// acquire makes the handle usable until release.
func (f *folder) acquire() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.users == 0 {
		root, err := f.tree.root.OpenRoot(f.path)
		if err != nil {
			return err
		}
		f.root = root
	}
	f.users++
	return nil
}

// release ends the use that began with acquire. The last one writes the index.
func (f *folder) release() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.users--; f.users > 0 {
		return
	}
	f.writeIndex()
	_ = f.root.Close() // nothing was written by it
	f.root = nil
}

// readEntries reads the names in the folder, and removes the parts that a killed run
// has left.
func (f *folder) readEntries() error {
	found, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return err
	}
	f.entries = make(map[string]entry, len(found))
	for _, item := range found {
		name := item.Name()
		if strings.HasPrefix(name, partName) {
			if err := f.tree.removePart(f, name); err != nil {
				return err
			}
			continue
		}
		f.entries[name] = entry{kind: kindOf(item.Type()), onDisk: true}
	}
	return f.loadIndex()
}

func (f *folder) loadIndex() error {
	index, found := f.entries[indexName]
	f.noIndex = found && index.kind != aFile
	if !found || f.noIndex {
		return nil
	}
	text, err := f.root.ReadFile(indexName)
	if err != nil {
		return err
	}
	if len(text) > 0 && text[len(text)-1] != '\n' { // the last run was killed
		f.lines = append(f.lines, '\n')
	}
	parseIndex(text, func(name string, c copied) {
		if e, found := f.entries[name]; found {
			e.copied = c
			f.entries[name] = e
		}
	})
	for name := range parseSignatures(text) {
		if e, found := f.entries[name]; found {
			e.isSigned = true
			f.entries[name] = e
		}
	}
	return nil
}

// entryOf returns the entry of a name.
func (f *folder) entryOf(name string) entry {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.entries[name]
}

// claimName reserves the name for a file or folder, and returns the entry that it had
// before.
func (f *folder) claimName(name string, k kind) entry {
	f.mu.Lock()
	defer f.mu.Unlock()
	before := f.entries[name]
	if before.kind == absent {
		f.entries[name] = entry{kind: k}
	}
	return before
}

// isTaken reports whether the file system finds something under a name that is not in
// the folder, because it treats two names as one.
func (f *folder) isTaken(name string) bool {
	_, err := f.root.Lstat(name)
	return err == nil
}

func errTaken(name string) error {
	return refuseFile("the file system takes %q for the name of another file that is there", name)
}

// openChild returns the folder of this name in f. It is acquired if it exists.
func (f *folder) openChild(name string) (*folder, error) {
	before := f.entryOf(name)
	child := &folder{tree: f.tree, parent: f, path: path.Join(f.path, name)}
	switch before.kind {
	case aFile:
		return nil, refuseFile("%q would be a file and a folder", child.path)
	case absent:
		if f.exists && f.isTaken(name) {
			return nil, errTaken(name)
		}
		f.claimName(name, aFolder)
	}
	child.entries = make(map[string]entry)
	if before.kind == absent || !f.exists {
		return child, nil
	}
	switch err := child.acquire(); {
	case !before.onDisk && errors.Is(err, fs.ErrNotExist):
		return child, nil
	case err != nil:
		return nil, fmt.Errorf("the folder %q, which is there, cannot be entered: %w", child.path, err)
	}
	child.exists = true
	if err := child.readEntries(); err != nil {
		child.release()
		return nil, err
	}
	return child, nil
}

// createFolder creates the folder if it does not exist, and acquires it for its tree.
func (f *folder) createFolder() error {
	if f.exists {
		return nil
	}
	if err := f.parent.createFolder(); err != nil {
		return err
	}
	name := path.Base(f.path)
	switch err := f.parent.root.Mkdir(name, 0o700); {
	case errors.Is(err, fs.ErrExist):
		return errTaken(name)
	case err != nil:
		return &WriteError{Path: f.path, Err: err}
	}
	if err := f.acquire(); err != nil {
		return err
	}
	f.exists = true
	return nil
}

// publishPart gives a complete part the name of the file.
func (f *folder) publishPart(part *atomicfile.File, name string, c fetched) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.entries[name].onDisk && f.isTaken(name) {
		return errTaken(name)
	}
	if err := part.Publish(); err != nil {
		return &WriteError{Path: path.Join(f.path, name), Err: err}
	}
	if digest.IsName(name) {
		f.lines = appendSignature(f.lines, c.signature, name)
	}
	f.rememberCopy(name, c.copied)
	return nil
}

// adoptCopy remembers a file that is already in place as a copy of the version.
func (f *folder) adoptCopy(name string, c copied) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rememberCopy(name, c)
}

// linesTogether is how many lines of an index are written at once. They are lost
// if the process is killed, which costs a comparison.
const linesTogether = 64

func (f *folder) rememberCopy(name string, c copied) {
	f.entries[name] = entry{kind: aFile, onDisk: true, copied: c}
	f.lines = c.appendTo(f.lines, name)
	if f.numLines++; f.numLines == linesTogether {
		f.writeIndex()
	}
}

// writeIndex appends the lines to the index. If that fails, the copies are still
// valid, and the tree keeps the error.
func (f *folder) writeIndex() {
	if f.numLines == 0 || f.noIndex {
		return
	}
	lines := f.lines
	f.lines, f.numLines = nil, 0
	index, err := f.root.OpenFile(indexName, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err == nil {
		_, err = index.Write(lines)
		err = errors.Join(err, index.Close())
	}
	if err != nil {
		err = &WriteError{Path: path.Join(f.path, indexName), Err: err}
		f.tree.unremembered.CompareAndSwap(nil, &err)
	}
}
