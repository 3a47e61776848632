package warm

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/parquet/convert"
)

// sizePerStored estimates how many bytes of Parquet a byte of a compressed log file
// becomes. It was between 1.2 and 1.6 where it was measured.
const sizePerStored = 1.6

// Prepare makes the folder in which the logs will be kept, and returns it: a process that
// gives up the right to write elsewhere needs to know it before. It is empty where nothing
// is to be kept.
func (u *Use) Prepare() (string, error) {
	if u.ready {
		return "", nil
	}
	return u.store.folder, os.MkdirAll(u.store.folder, 0o700)
}

// Keep converts what the folder lacks, after the answer. It returns what it did, for
// people; empty where there was nothing to do or another process does it.
func (u *Use) Keep(ctx context.Context) (string, error) {
	if u.ready {
		return "", nil
	}
	if err := os.MkdirAll(u.store.folder, 0o700); err != nil {
		return "", err
	}
	if locked, err := u.lock.TryLock(); err != nil || !locked {
		return "", err
	}
	if err := u.compareLogs(ctx); err != nil {
		return "", err
	}
	if u.found.unlisted {
		return "the columns are not kept: not all of the logs can be listed with what tells a changed file", nil
	}
	if u.found.changed || u.found.exists && !u.found.contents.Intact {
		if err := os.RemoveAll(u.folder); err != nil {
			return "", err
		}
		u.found.kept = amount{}
	}
	missing := u.found.listed.bytes - u.found.kept.bytes
	if needed := int64(sizePerStored * float64(missing)); !u.store.makeRoom(needed, u.folder) {
		return fmt.Sprintf("the columns are not kept: they would take some %s, and %s is the limit",
			humanize.Bytes(needed), humanize.Bytes(u.store.options.Size)), nil
	}
	return u.keepLogs(ctx)
}

// keepLogs converts the logs. A folder that cannot be written is removed, so that it does
// not fill the disk.
func (u *Use) keepLogs(ctx context.Context) (string, error) {
	err := u.convertLogs(ctx)
	var failed *convert.WriteError
	if errors.As(err, &failed) {
		err = errors.Join(err, os.RemoveAll(u.folder))
	}
	if err != nil {
		return "", err
	}
	if err := u.compareLogs(ctx); err != nil {
		return "", err
	}
	if !u.found.isSame() {
		return "the columns are of no use yet: some log files cannot be read to their ends, or changed meanwhile", nil
	}
	return fmt.Sprintf("the columns of %s are kept in %s (%s): the next question reads only log files that are new",
		humanize.Count(u.found.listed.files, "log file"), u.folder, humanize.Bytes(sizeBelow(u.folder))), nil
}
