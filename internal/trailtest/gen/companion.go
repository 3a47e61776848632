package gen

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"
)

// writeCompanions writes the files of other kinds that accompany log files.
func writeCompanions(folder string, plan *plan, stats *Stats) error {
	if plan.options.Digest {
		if err := writeDigest(folder, plan); err != nil {
			return err
		}
		stats.DigestFiles++
	}
	if plan.options.Insight {
		n, err := writeInsight(folder, plan)
		if err != nil {
			return err
		}
		stats.InsightFiles++
		stats.InsightRecords += n
	}
	return nil
}

// writeGzipJSON writes a value as one line of JSON without a line end.
func writeGzipJSON(folder, slashPath string, value any) (err error) {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	out, err := createFile(folder, slashPath)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	compressor := gzip.NewWriter(out)
	if _, err := compressor.Write(text); err != nil {
		return err
	}
	return compressor.Close()
}

// readGzip returns the uncompressed contents of a file.
func readGzip(name string) ([]byte, error) {
	in, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	uncompressed, err := gzip.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("log file %q: %w", name, err)
	}
	return io.ReadAll(uncompressed)
}
