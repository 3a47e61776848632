//go:build cgo && linux

package duck

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
)

// costlyStatements are statements that want all memory or all time.
func costlyStatements() []string {
	long := "rpad(eventname, 10000, 'x')"
	nested := "sequence(1, 10000)"
	doubled, doubledText := []string{"a0 AS (SELECT 1 AS x)"}, []string{"a0 AS (SELECT eventname AS x FROM cloudtrail_logs)"}
	joined := []string{"a0 AS (SELECT eventid AS x FROM cloudtrail_logs)"}
	for i := range 40 {
		doubled = append(doubled, fmt.Sprintf("a%d AS (SELECT * FROM a%d UNION ALL SELECT * FROM a%d)", i+1, i, i))
		doubledText = append(doubledText, fmt.Sprintf("a%d AS (SELECT x || x AS x FROM a%d)", i+1, i))
		joined = append(joined, fmt.Sprintf("a%d AS (SELECT b.x FROM a%d b, a%d c)", i+1, i, i))
	}
	with := func(parts []string) string {
		return "WITH " + strings.Join(parts, ", ") + " SELECT count(*), max(length(CAST(x AS varchar))) FROM a40"
	}
	return []string{
		// Texts.
		"SELECT max(length(rpad(eventname, 2000000000, 'x'))) FROM cloudtrail_logs", "SELECT max(" + long + ") FROM cloudtrail_logs",
		"SELECT max(length(" + long + " || " + long + " || " + long + " || " + long + ")) FROM cloudtrail_logs",
		"SELECT max(length(replace(" + long + ", 'x', 'yyyyyyyyyy'))) FROM cloudtrail_logs",
		"SELECT max(length(replace(replace(" + long + ", 'x', 'yyyyyyyyyy'), 'y', 'zzzzzzzzzz'))) FROM cloudtrail_logs",
		"SELECT max(length(replace(replace(replace(" + long + ", 'x', 'yyyyyyyyyy'), 'y', 'zzzzzzzzzz'), 'z', 'aaaaaaaaaa'))) FROM cloudtrail_logs",
		"SELECT max(length(regexp_replace(" + long + ", 'x', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy'))) FROM cloudtrail_logs",
		"SELECT max(length(array_join(repeat('x', 10000), 'yyyyyyyyyyyyyyyyyyyy'))) FROM cloudtrail_logs",
		"SELECT max(length(array_join(repeat(" + long + ", 100), 'y'))) FROM cloudtrail_logs", "SELECT length(format('%1000000000d', 1))", "SELECT length(format('%999d', 1))",
		"SELECT max(length(format('%999s%999s%999s', eventname, eventname, eventname))) FROM cloudtrail_logs",
		"SELECT max(date_format(now(), rpad('%Y', 100000, '%Y'))) FROM cloudtrail_logs", "SELECT max(format_datetime(now(), rpad('y', 1000, 'y'))) FROM cloudtrail_logs",
		"SELECT max(levenshtein_distance(rpad(eventname, 1000, 'x'), rpad(eventid, 1000, 'y'))) FROM cloudtrail_logs",
		"SELECT max(to_hex(to_utf8(" + long + "))) FROM cloudtrail_logs", "SELECT max(url_encode(" + long + ")) FROM cloudtrail_logs", "SELECT max(upper(reverse(" + long + "))) FROM cloudtrail_logs",
		"SELECT length(listagg(" + long + ", ',') WITHIN GROUP (ORDER BY eventname)) FROM cloudtrail_logs",
		"SELECT count(*) FROM cloudtrail_logs WHERE regexp_like(" + long + ", '(x+x+)+y')", "SELECT count(*) FROM cloudtrail_logs WHERE regexp_like(eventname, '((((a{100}){100}){100}){100})')",
		with(doubledText),
		// Lists and maps.
		"SELECT cardinality(sequence(1, 10000000000))", "SELECT max(cardinality(" + nested + ")) FROM cloudtrail_logs",
		"SELECT max(cardinality(transform(" + nested + ", x -> x * length(eventname)))) FROM cloudtrail_logs",
		"SELECT cardinality(transform(" + nested + ", x -> " + nested + "))", "SELECT cardinality(flatten(transform(" + nested + ", x -> " + nested + ")))",
		"SELECT cardinality(transform(" + nested + ", x -> transform(" + nested + ", y -> " + nested + ")))",
		"SELECT max(cardinality(transform(" + nested + ", x -> transform(" + nested + ", y -> x + y + length(eventname))))) FROM cloudtrail_logs",
		"SELECT max(cardinality(array_distinct(transform(" + nested + ", x -> x * length(eventname))))) FROM cloudtrail_logs",
		"SELECT max(cardinality(array_union(" + nested + ", " + nested + "))) FROM cloudtrail_logs",
		"SELECT max(cardinality(repeat(eventname, 10000))) FROM cloudtrail_logs", "SELECT max(reduce(" + nested + ", length(eventname), (s, x) -> s + x, s -> s)) FROM cloudtrail_logs",
		"SELECT reduce(sequence(1, 60), 'x', (s, x) -> s || s, s -> length(s))", "SELECT max(cardinality(zip_with(" + nested + ", " + nested + ", (a, b) -> a * b + length(eventname)))) FROM cloudtrail_logs",
		"SELECT cardinality(array_agg(repeat(eventname, 1000))) FROM cloudtrail_logs", "SELECT cardinality(array_agg(a.eventid || b.eventid)) FROM cloudtrail_logs a, cloudtrail_logs b",
		"SELECT cardinality(map_agg(a.eventid || b.eventid, 1)) FROM cloudtrail_logs a, cloudtrail_logs b", "SELECT count(*) FROM cloudtrail_logs CROSS JOIN UNNEST(" + nested + ") AS t(x) CROSS JOIN UNNEST(" + nested + ") AS u(y)",
		// Joins, sorts and groups.
		"SELECT count(*) FROM cloudtrail_logs a, cloudtrail_logs b, cloudtrail_logs c, cloudtrail_logs d WHERE a.eventid < b.requestid AND c.eventname || d.eventid > a.eventid",
		"SELECT count(DISTINCT a.eventid || b.eventid) FROM cloudtrail_logs a, cloudtrail_logs b", "SELECT a.eventid || b.eventid AS x FROM cloudtrail_logs a, cloudtrail_logs b ORDER BY x",
		"SELECT a.eventid || b.eventid, count(*) FROM cloudtrail_logs a, cloudtrail_logs b GROUP BY 1 ORDER BY 2 LIMIT 5",
		"SELECT max(n) FROM (SELECT row_number() OVER (PARTITION BY a.eventname ORDER BY b.eventid || a.eventid) AS n FROM cloudtrail_logs a, cloudtrail_logs b)",
		"CREATE TABLE big AS SELECT a.eventid || b.eventid AS x FROM cloudtrail_logs a, cloudtrail_logs b, cloudtrail_logs c",
		"SELECT a.requestparameters || b.requestparameters FROM cloudtrail_logs a, cloudtrail_logs b ORDER BY 1", "SELECT approx_percentile(length(a.eventid || b.eventid), 0.5) FROM cloudtrail_logs a, cloudtrail_logs b",
		"WITH RECURSIVE t(n, x) AS (SELECT 1, 'x' UNION ALL SELECT n + 1, x || x FROM t) SELECT max(length(x)) FROM t",
		"WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t",
		// Statements.
		with(doubled), with(joined), "SELECT " + strings.Repeat("(", 100_000) + "1" + strings.Repeat(")", 100_000), "SELECT 1" + strings.Repeat(" + 1", 200_000),
		"SELECT 1 WHERE 1 IN (" + strings.Repeat("1, ", 300_000) + "1)", "SELECT '" + strings.Repeat("x", 8_000_000) + "'", "SELECT " + strings.Repeat("CASE WHEN true THEN ", 3000) + "1" + strings.Repeat(" END", 3000),
		"SELECT 1" + strings.Repeat(" UNION ALL SELECT 1", 20_000),
	}
}

// hostileMemory is what DuckDB may use for these statements.
const hostileMemory = 256 << 20

// stopAfter is when a statement is stopped that has not ended, as by Ctrl-C.
const stopAfter = 4 * time.Second

// TestCostlyStatement runs one statement in a process of its own.
func TestCostlyStatement(t *testing.T) {
	number, err := strconv.Atoi(os.Getenv("TRAILQ_COSTLY"))
	if err != nil {
		t.Skip("this runs one of the statements of TestCostly, in a process of its own")
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("Ctrl-C")
	var stopped time.Time
	timer := time.AfterFunc(stopAfter, func() { stopped = time.Now(); cancel(cause) })
	tell := func(err error) {
		late := time.Duration(0)
		if !timer.Stop() {
			late = time.Since(stopped)
		}
		fmt.Printf("late %d\nended with %.100q\n", late.Milliseconds(), fmt.Sprint(err))
	}
	tell(runCostly(ctx, costlyStatements()[number], func(err error) {
		tell(fmt.Errorf("aborted: %w", err))
		os.Exit(0)
	}))
}

func runCostly(ctx context.Context, text string, abort func(error)) error {
	statements, err := dialect.SplitScript(text)
	if err != nil {
		return err
	}
	db, err := Open(ctx, trailq.Dir(testLogs), Options{Memory: hostileMemory, Threads: 2, SpillLimit: 512 << 20, Abort: abort})
	if err != nil {
		return err
	}
	defer db.Close()
	answer, err := db.Query(ctx, statements[0])
	if err != nil {
		return err
	}
	for _, err := range answer.Table.Rows {
		if err != nil {
			return err
		}
	}
	return nil
}

// Whatever a statement wants, the process stays within twice the memory of the
// engine and 300 MB, and ends within two seconds when it is stopped. All
// statements take minutes: TRAILQ_SOAK=1 runs them, else every fourteenth runs.
func TestCostly(t *testing.T) {
	if underRace {
		t.Skip("the race detector takes several times the memory")
	}
	step := 14
	if os.Getenv("TRAILQ_SOAK") != "" {
		step = 1
	}
	for i := 0; i < len(costlyStatements()); i += step {
		command := exec.Command(os.Args[0], "-test.run=^TestCostlyStatement$", "-test.timeout=60s")
		command.Env = append(os.Environ(), fmt.Sprintf("TRAILQ_COSTLY=%d", i))
		out, err := command.CombinedOutput()
		peak := command.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
		text := fmt.Sprintf("%.110s", costlyStatements()[i])
		var late int
		if _, after, found := strings.Cut(string(out), "late "); found {
			fmt.Sscan(after, &late)
		} else {
			t.Errorf("%s did not end: %v\n%.500s", text, err, out)
		}
		t.Logf("%3d: %5d MB, %5d ms late, %5.1f s CPU: %s: %s", i, peak>>20, late, command.ProcessState.UserTime().Seconds(), text, strings.Join(strings.Split(string(out)+"\n\n", "\n")[1:2], " "))
		if peak > 2*hostileMemory+300<<20 {
			t.Errorf("%s took %d MB", text, peak>>20)
		}
		if late > 2000 {
			t.Errorf("%s ended %d ms after it was stopped", text, late)
		}
	}
}
