// Command sqlgen writes random queries over the documented table, one a line, or
// the table itself for Trino.
//
//	go run ./internal/trailtest/cmd/sqlgen -queries 20000 -seed 1 > cases.sql
//	go run ./internal/trailtest/cmd/sqlgen -table records.jsonl > table.sql
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"

	"github.com/trailq/trailq/internal/trailtest/sqlgen"
)

func main() {
	queries := flag.Int("queries", 1000, "how many queries")
	seed := flag.Uint64("seed", 1, "where the random numbers begin")
	table := flag.String("table", "", "write the table that these records make")
	flag.Parse()
	if err := run(os.Stdout, *table, *queries, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "sqlgen:", err)
		os.Exit(1)
	}
}

// run writes what the flags say.
func run(w io.Writer, table string, queries int, seed uint64) error {
	out := bufio.NewWriter(w)
	if table != "" {
		records, err := os.Open(table)
		if err != nil {
			return err
		}
		defer records.Close()
		text, err := sqlgen.Table(records)
		if err != nil {
			return err
		}
		fmt.Fprint(out, text)
		return out.Flush()
	}
	grammar, err := sqlgen.Athena()
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(seed, seed))
	seen := map[string]bool{}
	for len(seen) < queries {
		q := grammar.Query(random, 5+random.IntN(5))
		if !seen[q.SQL] {
			seen[q.SQL] = true
			fmt.Fprintln(out, q.SQL)
		}
	}
	return out.Flush()
}
