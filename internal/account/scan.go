package account

import (
	"fmt"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/humanize"
)

// describeScan returns the summary of an engine elsewhere in one line:
//
//	Athena scanned 1.2 GB in 3 of 2,190 partitions, $0.0060, 4.1 s; it cannot tell damaged files or duplicates
//
// and of a dry run
//
//	Athena would scan at most 1.2 GB in 3 of 2,190 partitions, $0.0060
func describeScan(s *engine.Scan, elapsed time.Duration) string {
	verb := "scanned"
	if s.Unknown {
		return fmt.Sprintf("how much %s would scan%s is not known: the table does not tell where its partitions are", s.Engine, describePartitions(s))
	}
	if s.Planned {
		verb = "would scan"
	}
	if s.AtMost {
		verb += " at most"
	}
	parts := []string{fmt.Sprintf("%s %s %s%s", s.Engine, verb, humanize.Bytes(s.Bytes), describePartitions(s))}
	if s.Dollars > 0 {
		parts = append(parts, humanize.Dollars(s.Dollars))
	}
	if s.Planned {
		return strings.Join(parts, ", ")
	}
	if s.Reused {
		parts = append(parts, "an answer of an earlier run")
	}
	parts = append(parts, humanize.Duration(elapsed))
	return strings.Join(parts, ", ") + "; it cannot tell damaged files or duplicates"
}

// describePartitions says which partitions were scanned, where that is known.
func describePartitions(s *engine.Scan) string {
	switch {
	case s.PartitionsInAll > 0:
		return fmt.Sprintf(" in %s of %s", humanize.Thousands(s.Partitions), humanize.Count(s.PartitionsInAll, "partition"))
	case s.Partitions > 0:
		return " in " + humanize.Count(s.Partitions, "partition")
	}
	return ""
}

// DescribeScanning returns how far an engine elsewhere is, in one line, empty before it
// has scanned anything:
//
//	Trino: 1.2 GB scanned, 45 %
func DescribeScanning(s *engine.Scan) string {
	if s.Bytes == 0 {
		return ""
	}
	text := fmt.Sprintf("%s: %s scanned", s.Engine, humanize.Bytes(s.Bytes))
	if s.Done > 0 {
		text += fmt.Sprintf(", %.0f %%", 100*s.Done)
	}
	return text
}
