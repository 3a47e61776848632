package trailq_test

import (
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest"
)

func TestDir(t *testing.T) {
	trailtest.TestSource(t, func(t *testing.T, tree trailtest.Tree) trailq.Source {
		folder := t.TempDir()
		tree.Write(t, folder)
		return trailq.Dir(folder)
	})
}
