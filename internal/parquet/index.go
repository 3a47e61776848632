package parquet

import (
	"context"
	"errors"
	"fmt"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// compareIndex compares the files of a folder's own with its index, and notes those that
// are missing.
func (s *Source) compareIndex(ctx context.Context, root string, o *ownFiles, found *manifest) {
	own := root + layout.OwnFolder + "/"
	if o.index == nil {
		if found.records.Indexed || found.records.Last == 0 && hasIndex(ctx, o.format) {
			s.addUnknown(own+layout.IndexFile, layout.ErrIndexMissing)
		}
		return
	}
	index, err := openIndex(ctx, *o.index)
	if err != nil {
		s.addUnknown(o.index.Path, fmt.Errorf("%w: %w", layout.ErrDamagedLedger, err))
		return
	}
	found.lacking = found.lacking || index.Failed
	missing := index.MissingRecords(&found.records)
	switch {
	case o.isOpen():
	case index.Unfinished:
		o.vanished = own + layout.UnfinishedFile
	case len(missing) > 0 && index.Newest > found.records.Last && s.findsRecord(ctx, own, index.Newest):
		o.vanished = root + layout.RecordPath(index.Newest) // a conversion has begun since the folder was listed
	}
	for _, number := range missing {
		if number < found.records.Last || !o.isOpen() { // else the warning is that of the run
			s.addUnknown(root+layout.RecordPath(number), layout.ErrRecordMissing)
		}
	}
}

// hasIndex reports whether a folder's form says that the folder has an index.
func hasIndex(ctx context.Context, file *trailq.File) bool {
	if file == nil {
		return false
	}
	text, err := readOwn(ctx, *file)
	var form layout.Format
	return err == nil && layout.DecodeFormat(text, &form) == nil && form.Index
}

func openIndex(ctx context.Context, file trailq.File) (*layout.Index, error) {
	body, err := file.Open(ctx)
	if err != nil {
		return nil, err
	}
	index, err := layout.DecodeIndex(body)
	return index, errors.Join(err, body.Close())
}

// findsRecord lists a folder's own files again, and reports whether a commit's record is
// there now.
func (s *Source) findsRecord(ctx context.Context, own string, number int) bool {
	source, err := s.openBeside(ctx, own)
	if err != nil {
		return false
	}
	now := new(ownFiles)
	if err := now.addSource(ctx, source); err != nil {
		return false
	}
	for _, record := range append(now.commits, now.pending...) {
		if found, err := recordNumber(record); err == nil && found == number {
			return true
		}
	}
	return false
}
