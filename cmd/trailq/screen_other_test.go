//go:build !linux

package main

import (
	"fmt"
	"os"
)

// keepScreen says that the scripts' program `screen` is for Linux.
func keepScreen() {
	fmt.Fprintln(os.Stderr, "screen: only on Linux")
	os.Exit(125)
}
