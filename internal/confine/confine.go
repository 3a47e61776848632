// Package confine takes rights away from the process that it does not need to answer
// queries: afterwards it can write only where it must, start no program, and connect to
// nothing by TCP.
//
//	err := confine.Process(confine.Writable{Folders: []string{spill}})
//
// It is the last of the locks around a user's SQL, and the only one that the engine
// cannot open by a mistake of its own: the kernel holds it. There is no way back.
//
// It needs Landlock, which Linux has since 5.13, and /proc, which lists the threads that
// must give up their rights. Where the system has less, the process keeps the rights
// that cannot be taken away.
package confine

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/landlock-lsm/go-landlock/landlock"
	"github.com/landlock-lsm/go-landlock/landlock/syscall"
)

// Writable says where the process can write. Everything must exist.
type Writable struct {
	// Folders can be changed below, and removed.
	Folders []string
	// Moving are such folders in which files can be moved from one to another, too.
	Moving []string
	// Files can be written.
	Files []string
	// Making are folders in which files can be made, written, renamed and removed.
	Making []string
	// Renaming are folders in which files can be renamed and removed, but neither
	// written nor made with content: what is being written there is open already, or
	// one of Files.
	Renaming []string
}

// The rights, in groups. See
// https://docs.kernel.org/userspace-api/landlock.html#filesystem-flags.
const (
	writeFile   = syscall.AccessFSWriteFile | syscall.AccessFSTruncate
	renameFile  = syscall.AccessFSMakeReg | syscall.AccessFSRemoveFile
	changeBelow = writeFile | renameFile | removeBelow | syscall.AccessFSMakeDir
	removeBelow = syscall.AccessFSRemoveDir
	all         = changeBelow | syscall.AccessFSExecute | syscall.AccessFSMakeChar | syscall.AccessFSMakeSock |
		syscall.AccessFSMakeFifo | syscall.AccessFSMakeBlock | syscall.AccessFSMakeSym | syscall.AccessFSRefer | syscall.AccessFSIoctlDev
	connect = syscall.AccessNetBindTCP | syscall.AccessNetConnectTCP
)

// Process confines the whole process, for good.
func Process(writable Writable) error {
	// Without that folder, the library that reaches all threads would end the process.
	if _, err := os.Stat(fmt.Sprintf("/proc/%d/task", os.Getpid())); err != nil {
		return nil
	}
	var parents []string
	for _, folder := range slices.Concat(writable.Folders, writable.Moving) {
		parents = append(parents, filepath.Dir(folder))
	}
	rights := landlock.Config{HandledAccessFS: all, HandledAccessNet: connect}
	return rights.BestEffort().Restrict(
		landlock.PathAccess(changeBelow, writable.Folders...),
		landlock.PathAccess(changeBelow|syscall.AccessFSRefer, writable.Moving...),
		landlock.PathAccess(writeFile, writable.Files...),
		landlock.PathAccess(renameFile, writable.Renaming...),
		landlock.PathAccess(writeFile|renameFile, writable.Making...),
		landlock.PathAccess(removeBelow, parents...),
	)
}
