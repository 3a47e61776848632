package digest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"

	"github.com/trailq/trailq"
)

// ErrNotProven is the error for a log file that its digest does not prove.
var ErrNotProven = errors.New("not proven")

// Proofs is a source that lists what another lists, and says of each log file that it
// opens whether a proven digest lists it and it is as that says.
type Proofs struct {
	trailq.Source
	proven map[string][]*entry // by the names of log files
	others Others
	count  ProofCount
	mu     sync.Mutex
}

// ProofCount says how many log files were opened, and how many of them are proven.
type ProofCount struct{ Opened, Proven int }

// Count returns the count so far, from any goroutine.
func (p *Proofs) Count() ProofCount {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.count
}

// Others says what becomes of log files that are not proven.
type Others int

// Log files that are not proven fail, with [ErrNotProven], or are only counted.
const (
	FailOthers Others = iota
	CountOthers
)

// NewProofs returns the source for another. The digests are those in the evidence, which can be the source itself
// or a source of the same files with their digests. A log file is read as a whole before
// anybody gets a byte of it, so that what is read is what was proven.
func NewProofs(ctx context.Context, source, evidence trailq.Source, others Others, options Options) (*Proofs, error) {
	options.ListOnly = true
	v := &verification{options: options, window: span{options.Filter.From, options.Filter.To}}
	v.setWorkers()
	if err := v.listFiles(ctx, evidence); err != nil {
		return nil, err
	}
	if err := v.readDigests(ctx); err != nil {
		return nil, err
	}
	v.judgeDigests()
	proven := map[string][]*entry{}
	for _, d := range v.digests {
		if d.state != Proven {
			continue
		}
		for _, l := range d.LogFiles {
			proven[baseName(l.Object)] = append(proven[baseName(l.Object)], &entry{listed: l, digest: d})
		}
	}
	return &Proofs{Source: source, proven: proven, others: others}, nil
}

// Files lists the files of the source.
func (p *Proofs) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		for file, err := range p.Source.Files(ctx, filter) {
			if err == nil && !IsName(file.Path) {
				file = p.guardFile(file)
			}
			if !yield(file, err) {
				return
			}
		}
	}
}

// guardFile returns the file so that opening it tells whether it is proven.
func (p *Proofs) guardFile(file trailq.File) trailq.File {
	whole := file
	file.Open = func(ctx context.Context) (io.ReadCloser, error) {
		body, err := p.openProven(ctx, whole)
		p.mu.Lock()
		p.count.Opened++
		if err == nil {
			p.count.Proven++
		}
		p.mu.Unlock()
		if errors.Is(err, ErrNotProven) && p.others == CountOthers {
			return whole.Open(ctx)
		}
		return body, err
	}
	return file
}

// openProven opens a log file that is proven.
func (p *Proofs) openProven(ctx context.Context, whole trailq.File) (io.ReadCloser, error) {
	entries := p.proven[baseName(whole.Path)]
	if len(entries) == 0 {
		return nil, fmt.Errorf("%w: no proven digest lists it", ErrNotProven)
	}
	stored, err := readStored(ctx, whole)
	if err != nil {
		return nil, err
	}
	log := &logFile{file: whole}
	var r reader
	defer r.decoder.Close()
	read := func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(stored)), nil }
	log.sum, log.err = r.hashFile(ctx, trailq.File{Path: whole.Path, Size: int64(len(stored)), Open: read})
	for _, e := range entries {
		if state, cause := e.judgeLog(log); state != Proven {
			return nil, fmt.Errorf("%w: %s: %s", ErrNotProven, state, cause)
		}
	}
	return read(ctx)
}

// mostStored bounds the size of a stored log file in bytes: CloudTrail's have a few MB.
const mostStored = 1 << 30

// readStored reads the stored bytes of a file.
func readStored(ctx context.Context, file trailq.File) (stored []byte, err error) {
	if file.Open == nil {
		return nil, errNoOpen
	}
	body, err := file.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	stored, err = io.ReadAll(io.LimitReader(body, mostStored+1))
	if err == nil && len(stored) > mostStored {
		err = fmt.Errorf("%w: more than %d bytes, too large to be read as a whole", ErrNotProven, mostStored)
	}
	return stored, err
}
