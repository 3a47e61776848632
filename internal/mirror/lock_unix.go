//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package mirror

import (
	"errors"
	"os"
	"syscall"
)

// lockFolder takes the folder for this process until the handle that it returns is
// closed, or the process ends in whatever way. File systems that know no locks
// go without.
func lockFolder(root *os.Root) (*os.File, error) {
	folder, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	raw, err := folder.SyscallConn()
	if err != nil {
		return folder, err
	}
	var locking error
	err = raw.Control(func(handle uintptr) {
		locking = syscall.Flock(int(handle), syscall.LOCK_EX|syscall.LOCK_NB)
	})
	if errors.Is(locking, syscall.EWOULDBLOCK) {
		err = ErrBusy
	}
	return folder, err
}
