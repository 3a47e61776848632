package digest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/trailq/trailq"
)

// ErrNotProven is the error for a log file that its digest does not prove.
var ErrNotProven = errors.New("not proven")

// ProvenSource returns a source that lists what another lists, but opens only log files
// that proven digests list and that are as they say: all others fail, with
// [ErrNotProven]. The digests are those in the evidence, which can be the source itself
// or a source of the same files with their digests. A log file is read as a whole before
// anybody gets a byte of it, so that what is read is what was proven.
func ProvenSource(ctx context.Context, source, evidence trailq.Source, options Options) (trailq.Source, error) {
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
	return &provenSource{source, proven}, nil
}

// provenSource is what ProvenSource returns.
type provenSource struct {
	trailq.Source
	proven map[string][]*entry // by the names of log files
}

// Files lists the files of the source.
func (p *provenSource) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
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

// guardFile returns the file so that it opens only if it is proven.
func (p *provenSource) guardFile(file trailq.File) trailq.File {
	entries, whole := p.proven[baseName(file.Path)], file
	file.Open = func(ctx context.Context) (io.ReadCloser, error) {
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
	return file
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
