package records

import "testing"

// TestWithoutMasks repeats the scanning tests without masks, as on other machines.
func TestWithoutMasks(t *testing.T) {
	if !hasMasks {
		t.Skip("this CPU has no AVX2: the other tests did without masks")
	}
	hasMasks = false
	defer func() { hasMasks = true }()
	t.Run("shapes", TestShapes)
	t.Run("record limit", TestRecordLimit)
	t.Run("elements", TestElements)
	t.Run("typical log", TestTypicalLog)
}

// BenchmarkReaderWithoutMasks does what BenchmarkReader does, as on other machines.
func BenchmarkReaderWithoutMasks(b *testing.B) {
	defer func(had bool) { hasMasks = had }(hasMasks)
	hasMasks = false
	BenchmarkReader(b)
}
