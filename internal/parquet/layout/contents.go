package layout

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Contents is what a converted folder holds, as its own records say.
type Contents struct {
	// Finished says that every conversion into the folder has come to its end.
	Finished bool
	// Complete says that nothing of the log files is lacking.
	Complete bool
	// Intact says that every Parquet file is there as it was written, as far as its size
	// and the time of its last change tell.
	Intact bool
	// Bytes is the size of the Parquet files.
	Bytes int64
}

// ReadContents reads the records of a folder that no conversion writes to meanwhile, and
// calls visit for each log file that the folder holds, with the windows in which it holds
// its events. It returns [ErrNoFolder] where there is no converted folder.
func ReadContents(path string, visit func(log *LedgerFile, windows []Window)) (Contents, error) {
	f := &Folder{Store: newLocalStore(filepath.Clean(path))}
	text, err := f.ReadFile(ownFile(FormatFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Contents{}, ErrNoFolder
	}
	var form Format
	if err == nil {
		err = DecodeFormat(text, &form)
	}
	if err != nil {
		return Contents{}, err
	}
	contents := Contents{Complete: true, Intact: form.Format == formatNumber}
	var records Records
	err = f.EachCommit(func(number int, c *Commit) error {
		records.NoteRecord(number, c)
		contents.addCommit(f, c)
		for i := range c.Logs {
			visit(&c.Logs[i], append([]Window{c.Window}, c.Logs[i].Windows...))
		}
		return nil
	})
	if err != nil {
		return contents, err
	}
	problems, err := f.CheckOwn(&records)
	contents.Finished = len(problems) == 0
	for _, one := range problems {
		if !errors.Is(one, ErrUnfinished) {
			err = errors.Join(err, damagedLedger(one.File, one.Err))
		}
	}
	return contents, err
}

// addCommit adds what a commit says.
func (c *Contents) addCommit(f *Folder, commit *Commit) {
	c.Complete = c.Complete && !commit.Lacking && commit.Salvaged == ""
	for _, d := range commit.Data {
		c.Bytes += d.Bytes
		info, err := os.Stat(f.FullName(d.Path))
		c.Intact = c.Intact && err == nil && info.Size() == d.Bytes && info.ModTime().UnixNano() == d.Modified
	}
}
