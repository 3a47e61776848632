package inventory

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/price"
)

// manifest is the file that names those of a report.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
type manifest struct {
	SourceBucket string `json:"sourceBucket"`
	FileFormat   string `json:"fileFormat"`
	FileSchema   string `json:"fileSchema"`
	Files        []struct {
		Key string `json:"key"`
	} `json:"files"`
}

// Read reads a report by its manifest.json, or by the folder that it lies in. The
// report's files are looked for there, and in data beside it.
func Read(name string) (*Report, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		name = filepath.Join(name, "manifest.json")
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(m.Files) == 0 || m.FileSchema == "" {
		return nil, fmt.Errorf("%s: it is no manifest of S3 Inventory: it has no fileSchema or no files", name)
	}
	if m.FileFormat != "CSV" {
		return nil, fmt.Errorf("%s: the inventory is in the format %q: want CSV", name, m.FileFormat)
	}
	columns, err := findColumns(m.FileSchema)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	tree := newTree()
	for _, file := range m.Files {
		found, err := findFile(filepath.Dir(name), file.Key)
		if err != nil {
			return nil, err
		}
		if err := readObjects(tree, found, columns); err != nil {
			return nil, fmt.Errorf("%s: %w", found, err)
		}
	}
	return tree.report(), nil
}

// columnPlaces are the places of the columns that are needed.
type columnPlaces struct{ bucket, key, class, latest int }

// findColumns returns the places of columns in a schema: Bucket, Key, StorageClass, and
// perhaps IsLatest.
func findColumns(schema string) (columnPlaces, error) {
	names := strings.Split(schema, ",")
	place := func(name string) int {
		return slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(strings.TrimSpace(n), name) })
	}
	columns := columnPlaces{place("Bucket"), place("Key"), place("StorageClass"), place("IsLatest")}
	if columns.bucket < 0 || columns.key < 0 || columns.class < 0 {
		return columns, fmt.Errorf("fileSchema %q: want Bucket, Key and StorageClass", schema)
	}
	return columns, nil
}

// findFile returns where a file of a report is.
func findFile(folder, key string) (string, error) {
	base := path.Base(key)
	for _, name := range []string{filepath.Join(folder, base), filepath.Join(folder, "data", base), filepath.Join(folder, "..", "data", base)} {
		if _, err := os.Stat(name); err == nil {
			return name, nil
		}
	}
	return "", fmt.Errorf("%s of the inventory is neither in %s nor in data beside it", base, folder)
}

// readObjects adds the objects of one file.
func readObjects(t *tree, name string, columns columnPlaces) (err error) {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	var in io.Reader = bufio.NewReaderSize(file, 1<<20)
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(in); err != nil {
			return err
		}
	}
	rows := csv.NewReader(in)
	rows.ReuseRecord = true
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if len(row) <= max(columns.bucket, columns.key, columns.class) {
			line, _ := rows.FieldPos(0)
			return fmt.Errorf("line %d: %d columns are fewer than fileSchema has", line, len(row))
		}
		if columns.latest >= 0 && columns.latest < len(row) && row[columns.latest] == "false" {
			continue
		}
		key, err := url.QueryUnescape(row[columns.key]) // keys are encoded in CSV
		if err != nil {
			key = row[columns.key]
		}
		t.addObject(row[columns.bucket], key, price.StorageClass(row[columns.class]))
	}
}
