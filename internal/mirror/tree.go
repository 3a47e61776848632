package mirror

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync/atomic"

	"github.com/trailq/trailq/internal/atomicfile"
)

// tree is the folder that everything is copied into, with those below it.
type tree struct {
	root *os.Root // nil where the folder does not exist, in a dry run
	// chain holds the folders that the listing is in, from the top. A listing in the
	// order of the keys enters each folder once.
	chain  []*folder
	locked *os.File // holds the lock while it is open
	parts  string   // how the names of this run's parts begin
	part   atomic.Int64
	dryRun bool
	// unremembered is the first error of writing an index, nil if there was none.
	unremembered atomic.Pointer[error]
}

// partName is how the names begin that files have until they are whole.
const partName = ownName + "-part-"

// openTree opens the folder, and creates it unless this is a dry run.
func openTree(name string, dryRun bool) (*tree, error) {
	t := &tree{dryRun: dryRun, parts: partName + rand.Text()[:8] + "-"}
	top := &folder{tree: t, path: ".", entries: make(map[string]entry)}
	t.chain = []*folder{top}
	if !dryRun {
		if err := os.MkdirAll(name, 0o700); err != nil {
			return nil, &WriteError{Path: name, Err: err}
		}
	}
	root, err := os.OpenRoot(name)
	if dryRun && errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err != nil {
		return nil, &WriteError{Path: name, Err: err}
	}
	t.root = root
	if err := t.lockAndRead(top); err != nil {
		t.close()
		return nil, &WriteError{Path: name, Err: err}
	}
	return t, nil
}

// lockAndRead locks the folder for this process and reads it.
func (t *tree) lockAndRead(top *folder) error {
	if err := top.acquire(); err != nil {
		return err
	}
	top.exists = true
	if !t.dryRun {
		if err := t.lockTop(top); err != nil {
			return err
		}
	}
	return top.readEntries()
}

// lockTop locks the folder, and checks that it can be written.
func (t *tree) lockTop(top *folder) (err error) {
	if t.locked, err = lockFolder(t.root); err != nil {
		return err
	}
	part, err := t.createPart(top, "probe")
	if err != nil {
		return err
	}
	return part.Discard()
}

// close leaves all folders. The goroutines that used them have ended.
func (t *tree) close() {
	for len(t.chain) > 0 {
		t.leaveFolder()
	}
	// Nothing was written by these.
	if t.root != nil {
		_ = t.root.Close()
	}
	if t.locked != nil {
		_ = t.locked.Close()
	}
}

// leaveFolder leaves the innermost folder.
func (t *tree) leaveFolder() {
	last := t.chain[len(t.chain)-1]
	t.chain = t.chain[:len(t.chain)-1]
	if last.exists {
		last.release()
	}
}

// enterFolder enters the folder with the path, "." for the top.
func (t *tree) enterFolder(dir string) (*folder, error) {
	for !isBelow(dir, t.current().path) {
		t.leaveFolder()
	}
	for t.current().path != dir {
		rest := strings.TrimPrefix(dir, t.current().path+"/")
		name, _, _ := strings.Cut(rest, "/")
		child, err := t.current().openChild(name)
		if err != nil {
			return nil, err
		}
		t.chain = append(t.chain, child)
	}
	return t.current(), nil
}

func (t *tree) current() *folder { return t.chain[len(t.chain)-1] }

// isBelow reports whether dir is the folder or one below it.
func isBelow(dir, folder string) bool {
	return folder == "." || dir == folder || strings.HasPrefix(dir, folder+"/")
}

// createPart starts to write a file in a folder.
func (t *tree) createPart(f *folder, name string) (*atomicfile.File, error) {
	return atomicfile.Create(name, atomicfile.Options{
		Root:      f.root,
		Temporary: func(string) string { return fmt.Sprintf("%s%d", t.parts, t.part.Add(1)) },
		Unsynced:  true, // see the package's comment
	})
}

// removePart removes a part that another run has left.
func (t *tree) removePart(f *folder, part string) error {
	if t.dryRun || strings.HasPrefix(part, t.parts) {
		return nil
	}
	if err := f.root.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &WriteError{Path: path.Join(f.path, part), Err: err}
	}
	return nil
}
