//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package mirror

import (
	"errors"
	"os"
	"syscall"
)

// lockFolder locks the folder for this process until the returned handle is closed or
// the process ends. On file systems without locks it does nothing.
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
