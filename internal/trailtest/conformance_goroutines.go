package trailtest

import (
	"runtime"
	"strings"
)

// goroutines are the stacks of those that run the project's code, other than
// this one and those that wait for tests.
func goroutines() []string {
	stacks := make([]byte, 16<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	var found []string
	for i, stack := range strings.Split(string(stacks), "\n\n") {
		if i > 0 && strings.Contains(stack, "github.com/trailq/trailq") && !strings.Contains(stack, "testing.(*T).Run") &&
			!strings.Contains(stack, "internal/trailtest.(*FaultProxy)") && !strings.Contains(stack, "internal/trailtest.(*S3Server)") {
			found = append(found, stack)
		}
	}
	return found
}
