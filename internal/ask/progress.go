package ask

import (
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/lookahead"
)

// Progress is how far a run has come.
type Progress struct {
	Reading engine.Reading
	// Total is what there is to read, as far as it has been listed.
	lookahead.Total
}
