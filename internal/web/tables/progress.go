package tables

import "github.com/trailq/trailq/internal/ask"

// Progress says how far a reading is.
type Progress struct {
	Done    float64 `json:"done"` // from 0 to 1
	Files   int     `json:"files"`
	OfFiles int     `json:"ofFiles"`
	Bytes   int64   `json:"bytes"`
	OfBytes int64   `json:"ofBytes"`
	Events  int64   `json:"events"`
	Doing   string  `json:"doing"`
}

// progressLocked says how far the reading is.
func (t *Table) progressLocked() Progress {
	if t.run == nil {
		return Progress{Doing: "opening"}
	}
	p := t.run.Progress()
	s := p.Reading.Summary
	answer := Progress{
		Files: s.Files.Read + s.Files.Failed, OfFiles: p.Files, Bytes: s.StoredBytes, OfBytes: p.Bytes, Events: s.Records.Yielded,
		Doing: "reading the logs",
	}
	switch {
	case t.state == Ready:
		answer.Done, answer.Doing = 1, ""
	case p.AllListed && p.Bytes > 0:
		answer.Done = min(float64(s.StoredBytes)/float64(p.Bytes), 1)
		if s.Files.Pending == 0 && answer.Files >= p.Files {
			answer.Doing = "making the table"
		}
	}
	return answer
}

// ProgressOf says how far a run is.
func ProgressOf(run *ask.Run) Progress {
	p := run.Progress()
	s := p.Reading.Summary
	answer := Progress{Files: s.Files.Read + s.Files.Failed, OfFiles: p.Files, Bytes: s.StoredBytes, OfBytes: p.Bytes, Events: s.Records.Yielded, Doing: "reading the logs"}
	if p.AllListed && p.Bytes > 0 {
		answer.Done = min(float64(s.StoredBytes)/float64(p.Bytes), 1)
	}
	return answer
}
