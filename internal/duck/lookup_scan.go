//go:build cgo

package duck

import (
	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

// lookupScan gives the records that are asked about to DuckDB, numbered from 1.
type lookupScan struct {
	lookup *Lookup
	worker *scanWorker
	record trailq.Record
	given  int
}

func (s *lookupScan) ColumnInfos() []duckdb.ColumnInfo { return s.lookup.infos }

func (s *lookupScan) Cardinality() *duckdb.CardinalityInfo {
	return &duckdb.CardinalityInfo{Cardinality: uint(len(s.lookup.records))}
}

func (s *lookupScan) Init() {
	all := &query{rewritten: &dialect.Query{Scalars: s.lookup.derived.Scalars}}
	s.worker, s.given = &scanWorker{scan: &scan{query: all, columns: s.lookup.columns}}, 0
}

func (s *lookupScan) FillChunk(chunk duckdb.DataChunk) error {
	if _, err := s.worker.beginChunk(&chunk, s.worker.prepareColumns); err != nil {
		return err
	}
	records := s.lookup.records
	rows := min(int(mapping.VectorSize()), len(records)-s.given)
	for row := range rows {
		s.record.Reset("", trailq.LogPath{}, s.given+1, records[s.given])
		s.worker.extract.Read(&s.record)
		s.worker.putRecord(row, &s.record)
		s.given++
	}
	if err := s.worker.endColumns(); err != nil {
		return err
	}
	return chunk.SetSize(rows)
}
