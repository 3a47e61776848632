package trino

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/remote/client"
)

// Estimate counts the partitions that a statement reads, and adds up the sizes of their
// files. It reads no column.
func (c *Client) Estimate(ctx context.Context, scan client.Scan) (client.Estimate, error) {
	estimate := client.Estimate{Partitions: -1, Of: -1, Bytes: -1, AtMost: scan.Table.Kind() != catalog.RawTable}
	table := scan.Table.Name
	if scan.Table.Base != nil {
		table = scan.Table.Base.Name
	}
	where := ""
	if len(scan.Partitions) > 0 {
		where = " WHERE " + strings.Join(scan.Partitions, " AND ")
	}
	var err error
	if estimate.Partitions, err = c.readCount(ctx, "SELECT count(*) FROM "+partitionsTable(table).String()+where); err != nil {
		return estimate, err
	}
	if estimate.Of, err = c.readCount(ctx, "SELECT count(*) FROM "+partitionsTable(table).String()); err != nil {
		return estimate, err
	}
	files := `SELECT sum(size) FROM (SELECT "$path", max("$file_size") AS size FROM ` + table.String() + where + " GROUP BY 1)"
	if estimate.Bytes, err = c.readCount(ctx, files); err != nil {
		return estimate, err
	}
	return estimate, nil
}

// readCount returns a number, or -1 where the table does not tell.
func (c *Client) readCount(ctx context.Context, sql string) (int64, error) {
	rows, err := c.readTexts(ctx, sql)
	var failure *client.Error
	switch {
	case errors.As(err, &failure) && failure.AtFault:
		return -1, nil
	case err != nil:
		return -1, err
	}
	n, err := strconv.ParseInt(rows[0][0], 10, 64)
	if err != nil {
		return 0, nil //nolint:nilerror // the sum of no files is NULL
	}
	return n, nil
}
