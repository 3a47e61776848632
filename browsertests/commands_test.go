package browsertests

import "testing"

func testCommands(t *testing.T, b *browser, trailq program) {}
