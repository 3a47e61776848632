package trailtest

import (
	"runtime"
	"strings"
)

// projectGoroutines returns the stacks of the goroutines that run the project's code,
// except for this one, those that wait for tests and those of test servers.
func projectGoroutines() []string {
	stacks := make([]byte, 64<<10)
	for {
		n := runtime.Stack(stacks, true)
		if n < len(stacks) {
			stacks = stacks[:n]
			break
		}
		stacks = make([]byte, 4*len(stacks))
	}
	var found []string
	for i, stack := range strings.Split(string(stacks), "\n\n") {
		if i > 0 && strings.Contains(stack, "github.com/trailq/trailq") && !strings.Contains(stack, "testing.(*T).Run") &&
			!strings.Contains(stack, "internal/trailtest/s3test.") {
			found = append(found, stack)
		}
	}
	return found
}
