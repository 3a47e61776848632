package convert

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/parquet/datafile"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// dropDuplicates removes the records whose eventID came before, here or in the
// folder.
func (b *batch) dropDuplicates(ctx context.Context, partitions []*partitionRows) error {
	var all [][]byte
	for _, one := range partitions {
		for i := range one.records {
			all = append(all, one.records[i].Raw)
		}
	}
	c := b.conversion
	var files []string
	for _, name := range c.ledger.GoodData(c.folder) {
		if slices.Contains(b.replacedData(), name) {
			continue // it will be taken back
		}
		files = append(files, name)
	}
	for _, d := range b.data {
		files = append(files, layout.StagedFile(d.Staged))
	}
	for i, name := range files {
		local, err := c.folder.LocalPath(name)
		if err != nil {
			return &WriteError{err}
		}
		files[i] = local
	}
	writer := <-c.writers
	seen, err := writer.lookup.Repeated(ctx, files, all)
	c.writers <- writer
	if err != nil {
		return err
	}
	if seen == nil {
		seen = make(map[string]bool)
	}
	var record trailq.Record
	for _, one := range partitions {
		one.records = slices.DeleteFunc(one.records, func(k datafile.Kept) bool {
			id := eventID(&record, k)
			if id == "" || !seen[id] {
				seen[id] = true
				return false
			}
			b.duplicate.Add(1)
			return true
		})
	}
	return nil
}

// replacedData returns the Parquet files that will be taken back for the batch.
func (b *batch) replacedData() []string {
	if b.replaces != nil {
		return b.replaces.Data
	}
	if old := b.files[0].Salvaged; old != nil {
		return old.Data
	}
	return nil
}

// eventID returns a record's eventID as the column has it, empty if there is none.
func eventID(record *trailq.Record, kept datafile.Kept) string {
	record.Reset(kept.Log.File, kept.Log.Path, kept.Number, kept.Raw)
	raw := record.Get("eventID")
	if len(raw) == 0 || raw[0] != '"' {
		return strings.TrimPrefix(string(raw), "null")
	}
	if id := layout.TrimQuotes(raw); !strings.Contains(id, `\`) {
		return id
	}
	var id string
	if json.Unmarshal(raw, &id) != nil {
		return layout.TrimQuotes(raw)
	}
	return id
}
