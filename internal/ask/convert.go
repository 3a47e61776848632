package ask

import (
	"context"
	"errors"
	"os"
	"slices"

	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/words"
)

// Convert writes logs to a folder of Parquet files.
type Convert struct {
	Folder   string
	NoRecord bool // leave out the records' JSON
	Verify   bool // compare the hashes of the Parquet files that are there
	Threads  int
	Spill    string
}

// Words returns the words of the conversion.
func (c *Convert) Words() words.Words {
	return words.Words{
		words.New("no-record", words.Toggle(&c.NoRecord)),
		words.New("verify", words.Toggle(&c.Verify)),
		words.New("threads", words.Parallel(&c.Threads)),
		words.New("spill", words.Text(&c.Spill)),
	}
}

// Check checks the words before anything is opened.
func (c *Convert) Check(sources []string) error {
	if slices.Contains(sources, "-") {
		return usagef("standard input cannot be converted: it has no name to recognise it by the next time").withHint("save it as a file, and give that")
	}
	if IsBucket(c.Folder) {
		return usagef("FOLDER %s is a bucket", c.Folder).withHint("convert into a folder, and copy it with `aws s3 sync --delete`")
	}
	if info, err := os.Stat(c.Folder); err == nil && !info.IsDir() {
		return usagef("FOLDER %q is a file", c.Folder)
	}
	return nil
}

// Converted is what a conversion has written.
type Converted struct {
	Added  int // Parquet files
	Remade int // those of them that replace missing or damaged ones
}

// Convert converts the run's events. What was committed stays where an error ends it.
func (r *Run) Convert(ctx context.Context, words Convert) (Converted, error) {
	if r.IsParquet() {
		return Converted{}, usagef("SOURCE is Parquet already")
	}
	conversion, err := convert.Open(ctx, words.Folder, convert.Options{
		Read: r.read, NoRecord: words.NoRecord, Verify: words.Verify, Threads: words.Threads, SpillFolder: words.Spill, Warn: r.sources.env.warn,
	})
	if err != nil {
		return Converted{}, err
	}
	r.setAccount(func() engine.Reading { return engine.Reading{Summary: conversion.Summary()} })
	err = errors.Join(conversion.Add(ctx, r.source), conversion.Close())
	return Converted{conversion.Added(), conversion.Remade()}, err
}

// Verification is what a comparison of a converted folder has found.
type Verification = convert.Verified

// VerifyFolder compares the Parquet files of a converted folder with their hashes,
// without adding to it.
func VerifyFolder(ctx context.Context, folder string, warn func(error)) (Verification, error) {
	if IsBucket(folder) {
		return Verification{}, usagef("FOLDER %s is a bucket", folder).withHint("copy it with `aws s3 sync`, and verify the copy")
	}
	return convert.Verify(ctx, folder, warn)
}
