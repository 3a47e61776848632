package athena

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/s3source"
)

// Estimate implements [client.Client]. Athena says which values of the partition keys
// a statement needs, which is free, and the files of those partitions are listed. Raw
// logs are read whole, so that for them this is what will be scanned.
func (c *Client) Estimate(ctx context.Context, scan client.Scan) (client.Estimate, error) {
	unknown := client.Estimate{Partitions: -1, Of: -1, Bytes: -1}
	plan, err := c.explain(ctx, scan.SQL)
	if err != nil {
		return unknown, err
	}
	needed, known := plan.constraintsOf(scan.Table)
	if !known {
		return unknown, nil
	}
	keys := keysOf(scan.Table)
	if len(keys) > 0 && scan.Table.Properties["projection.enabled"] != "true" {
		return unknown, nil // each partition has a place of its own, which Athena does not tell
	}
	estimate := client.Estimate{Partitions: 1, Of: 1, AtMost: scan.Table.Kind() != catalog.RawTable}
	for i := range keys {
		if keys[i].read(needed) != nil {
			return unknown, nil //nolint:nilerr // a projection that cannot be counted is not known
		}
		estimate.Partitions *= int64(len(keys[i].needed))
		estimate.Of *= int64(len(keys[i].all))
	}
	if estimate.Partitions > mostListed {
		estimate.Bytes = -1
		return estimate, nil
	}
	estimate.Bytes, err = c.listBytes(ctx, scan.Table, keys)
	return estimate, err
}

// mostListed is how many partitions are listed for an estimate: a list call each.
const mostListed = 50_000

// ioPlan is the answer to EXPLAIN (TYPE IO, FORMAT JSON).
// https://trino.io/docs/current/sql/explain.html
type ioPlan struct {
	Tables []struct {
		Table struct {
			SchemaTable struct {
				Schema string `json:"schema"`
				Table  string `json:"table"`
			} `json:"schemaTable"`
		} `json:"table"`
		Constraint struct {
			None    bool         `json:"none"`
			Columns []constraint `json:"columnConstraints"`
		} `json:"constraint"`
		// Older versions have the constraints here.
		Columns []constraint `json:"columnConstraints"`
	} `json:"inputTableColumnInfos"`
}

// constraint is what a statement needs of a column.
type constraint struct {
	Column string `json:"columnName"`
	Domain struct {
		Ranges []struct{ Low, High bound } `json:"ranges"`
	} `json:"domain"`
}

type bound struct {
	Value *string `json:"value"`
	Bound string  `json:"bound"` // EXACTLY, ABOVE or BELOW
}

// explain asks how a statement would be run.
func (c *Client) explain(ctx context.Context, sql string) (*ioPlan, error) {
	result, err := c.Run(ctx, "EXPLAIN (TYPE IO, FORMAT JSON) "+sql, func(client.Progress) {})
	if err != nil {
		return nil, err
	}
	var text []byte
	for row, err := range result.Rows {
		if err != nil {
			return nil, err
		}
		text = append(row[0].AppendText(text), '\n')
	}
	plan := new(ioPlan)
	start := slices.Index(text, '{') // behind the column's name, if that comes as a row
	if start < 0 {
		return nil, failure(fmt.Errorf("EXPLAIN gives no plan: %.200q", text), "")
	}
	if err := json.Unmarshal(text[start:], plan); err != nil {
		return nil, failure(fmt.Errorf("the plan of EXPLAIN: %w", err), "")
	}
	return plan, nil
}

// constraintsOf returns the constraints of a table by column, and whether it is in the
// plan. A table that is read several times has those of the first reading.
func (p *ioPlan) constraintsOf(t *catalog.Table) (map[string]*constraint, bool) {
	for i := range p.Tables {
		one := &p.Tables[i]
		if one.Table.SchemaTable.Schema != t.Name.Schema || one.Table.SchemaTable.Table != t.Name.Table {
			continue
		}
		found := make(map[string]*constraint)
		for _, list := range [][]constraint{one.Columns, one.Constraint.Columns} {
			for j := range list {
				found[list[j].Column] = &list[j]
			}
		}
		return found, true
	}
	return nil, false
}

// accepts reports whether the statement needs a value. Texts compare as in SQL, by
// their bytes.
func (c *constraint) accepts(value string) bool {
	if c == nil {
		return true
	}
	return slices.ContainsFunc(c.Domain.Ranges, func(r struct{ Low, High bound }) bool {
		low := r.Low.Value == nil || value > *r.Low.Value || value == *r.Low.Value && r.Low.Bound == "EXACTLY"
		high := r.High.Value == nil || value < *r.High.Value || value == *r.High.Value && r.High.Bound == "EXACTLY"
		return low && high
	})
}

// storage lists the objects below a path of a bucket.
type storage interface {
	EachObject(ctx context.Context, path string, visit func(path string, size int64)) error
}

// listBytes adds up the files of the needed partitions.
func (c *Client) listBytes(ctx context.Context, t *catalog.Table, keys []projectedKey) (int64, error) {
	bucket, template, isBucket := strings.Cut(strings.TrimPrefix(locationTemplate(t, keys), "s3://"), "/")
	if !isBucket {
		return -1, nil
	}
	source, err := s3source.New(ctx, "s3://"+bucket, s3source.Options{Profile: c.options.Profile, Region: c.options.Region})
	if err != nil {
		return -1, failure(err, "")
	}
	stored, ok := source.(storage)
	if !ok {
		return -1, nil
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var sum atomic.Int64
	var all sync.WaitGroup
	free := make(chan struct{}, s3source.DefaultWorkers)
	for path := range eachLocation(template, keys) {
		if ctx.Err() != nil {
			break
		}
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			err := stored.EachObject(ctx, strings.TrimSuffix(path, "/")+"/", func(_ string, size int64) { sum.Add(size) })
			if err != nil {
				cancel(failure(err, "allow s3:ListBucket on the table's bucket: the estimate adds up its files"))
			}
		})
	}
	all.Wait()
	return sum.Load(), context.Cause(ctx)
}
