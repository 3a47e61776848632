// Command trailcount does the jobs that scripts/bench/run.py times, each over all
// log files in a folder:
//
//	trailcount count FOLDER     count events by (eventSource, eventName)
//	trailcount decode FOLDER    the same, decoding every field of every event
//	trailcount records FOLDER   count raw records, in parallel and without order
//	trailcount inflate FOLDER   only decompress, with the same inflater
//
// Like count.py, it prints JSON: files, records, actions.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/records"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) != 2 {
		return fmt.Errorf("want count, decode, records or inflate and a folder")
	}
	source := trailq.Dir(arguments[1])
	switch arguments[0] {
	case "count":
		return countEvents(source, trailq.Options{Fields: []string{"eventSource", "eventName"}, Reuse: true})
	case "decode":
		return countEvents(source, trailq.Options{Reuse: true})
	case "records":
		return countParallel(source)
	case "inflate":
		return inflateFiles(source)
	}
	return fmt.Errorf("no job %q", arguments[0])
}

// result is the output.
type result struct {
	Files   int            `json:"files"`
	Records int            `json:"records"`
	Actions map[string]int `json:"actions,omitempty"`
	Bytes   int64          `json:"bytes"`
}

func (r result) printJSON() error { return json.NewEncoder(os.Stdout).Encode(r) }

func countEvents(source trailq.Source, options trailq.Options) error {
	var tally trailq.Tally
	options.Tally = &tally
	actions := make(map[[2]string]int)
	for event, err := range trailq.Events(context.Background(), source, options) {
		if err != nil {
			return err
		}
		actions[[2]string{event.EventSource, event.EventName}]++
	}
	summary := tally.Summary()
	r := result{Files: summary.Files.Read, Records: int(summary.Records.Yielded), Bytes: summary.ContentBytes, Actions: make(map[string]int)}
	for action, n := range actions {
		r.Actions[action[0]+" "+action[1]] = n
	}
	return r.printJSON()
}

// inflateFiles decompresses the files on all CPUs and drops the content.
func inflateFiles(source trailq.Source) error {
	files := make(chan trailq.File)
	var workers sync.WaitGroup
	var mu sync.Mutex
	var total result
	var pool records.Pool
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			decoder := records.Decoder{Pool: &pool}
			defer decoder.Close()
			for file := range files {
				n, err := contentSize(&decoder, file, &pool)
				if err != nil {
					fmt.Fprintln(os.Stderr, file.Path, err)
				}
				mu.Lock()
				total.Files++
				total.Bytes += n
				mu.Unlock()
			}
		})
	}
	for file, err := range source.Files(context.Background(), new(trailq.Filter)) {
		if err != nil {
			return err
		}
		files <- file
	}
	close(files)
	workers.Wait()
	return total.printJSON()
}

// contentSize decompresses one file and returns the size of its content.
func contentSize(decoder *records.Decoder, file trailq.File, pool *records.Pool) (int64, error) {
	body, err := file.Open(context.Background())
	if err != nil {
		return 0, err
	}
	defer body.Close()
	start, rest := decoder.Open(body, file.Size, records.Limits{})
	defer pool.Put(start)
	if rest == nil {
		return int64(len(start)), nil
	}
	n, err := io.Copy(io.Discard, rest)
	return n + int64(len(start)), err
}

// countParallel counts as the engine does: each worker reads whole files on its
// own.
func countParallel(source trailq.Source) error {
	var tally trailq.Tally
	reading, err := trailq.NewParallel(context.Background(), source, trailq.Options{Tally: &tally})
	if err != nil {
		return err
	}
	var workers sync.WaitGroup
	var mu sync.Mutex
	actions := make(map[string]int)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			own := countWorker(reading.Worker())
			mu.Lock()
			defer mu.Unlock()
			for action, n := range own {
				actions[action] += n
			}
		})
	}
	workers.Wait()
	if err := reading.Close(); err != nil {
		return err
	}
	summary := tally.Summary()
	return result{Files: summary.Files.Read, Records: int(summary.Records.Yielded), Bytes: summary.ContentBytes, Actions: actions}.printJSON()
}

// countWorker counts the records that a worker yields.
func countWorker(worker *trailq.Worker) map[string]int {
	actions := make(map[string]int)
	var key []byte
	for {
		record, err := worker.Next()
		if err == io.EOF {
			return actions
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			continue
		}
		source, name := record.Get("eventSource"), record.Get("eventName")
		key = append(append(append(key[:0], source[1:len(source)-1]...), ' '), name[1:len(name)-1]...)
		actions[string(key)]++
	}
}
