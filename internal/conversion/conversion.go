package conversion

import (
	"context"
	"errors"
	"os"
	"slices"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/parquet/bucketstore"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/words"
)

// Convert writes logs to a folder of Parquet files, on this machine or in a bucket.
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
		return ask.UsageFailure("standard input cannot be converted: it has no name to recognise it by the next time; save it as a file")
	}
	if info, err := os.Stat(c.Folder); err == nil && !info.IsDir() {
		return ask.UsageFailure("FOLDER %q is a file", c.Folder)
	}
	return nil
}

// Converted is what a conversion has written.
type Converted struct {
	Added  int // Parquet files
	Remade int // those of them that replace missing or damaged ones
}

// Run converts the run's events. What was committed stays where an error ends it.
func (c *Convert) Run(ctx context.Context, r *ask.Run) (Converted, error) {
	if r.IsParquet() {
		return Converted{}, ask.UsageFailure("SOURCE is Parquet already")
	}
	options := convert.Options{
		Read: r.ReadOptions(), NoRecord: c.NoRecord, Verify: c.Verify, Threads: c.Threads, SpillFolder: c.Spill, Warn: r.Warn,
	}
	if ask.IsBucket(c.Folder) {
		store, err := bucketstore.Open(ctx, c.Folder, bucketstore.Options{Bucket: r.BucketOptions(), Folder: c.Spill})
		if err != nil {
			return Converted{}, ask.BucketFailure(err)
		}
		options.Store = store
	}
	conversion, err := convert.Open(c.Folder, options)
	if err != nil {
		return Converted{}, err
	}
	r.SetAccount(func() engine.Reading { return engine.Reading{Summary: conversion.Summary()} })
	err = errors.Join(conversion.Add(ctx, r.Source()), conversion.Close())
	return Converted{conversion.Added(), conversion.Remade()}, err
}

// Verification is what a comparison of a converted folder has found.
type Verification = convert.Verified

// VerifyFolder compares the Parquet files of a converted folder with their hashes,
// without adding to it.
func VerifyFolder(ctx context.Context, folder string, access ask.Access, warn func(error)) (Verification, error) {
	if !ask.IsBucket(folder) {
		return convert.Verify(ctx, folder, warn)
	}
	store, err := bucketstore.Open(ctx, folder, bucketstore.Options{Bucket: access.BucketOptions()})
	if err != nil {
		return Verification{}, ask.BucketFailure(err)
	}
	return convert.VerifyStore(ctx, store, warn)
}
