// Package browser opens addresses in the person's browser, without telling them to the
// other users of the machine:
//
//	err := browser.Open("http://127.0.0.1:8080/launch?code=…")
package browser

import (
	"errors"
	"fmt"
	"html"
	"os"
	"os/exec"
	"runtime"
)

// Open opens an address by a file that only this user can read, since all users can see
// the arguments of a program. The file stays until the system clears its folder: nobody
// knows when the browser has read it.
func Open(address string) error {
	file, err := os.CreateTemp("", "trailq-*.html") // with mode 0600
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(file, `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=%s"><title>trailq</title>`, html.EscapeString(address))
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	opener := exec.Command(openerOf(runtime.GOOS), file.Name())
	if err := opener.Start(); err != nil {
		return err
	}
	go func() { _ = opener.Wait() }() // the address is printed, too
	return nil
}

// openerOf returns the program that opens files on a system.
func openerOf(system string) string {
	switch system {
	case "darwin":
		return "open"
	case "windows":
		return "explorer"
	}
	return "xdg-open"
}
