package tableddl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/remote"
	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/words"
)

// Table makes the statements for the tables of one source.
type Table struct {
	Name     string // [database.]table; empty is cloudtrail_logs
	Location string // where the source lies in a bucket, for a folder of this machine
	Create   string // athena://WORKGROUP/DATABASE.TABLE, to make it; empty only prints
	Results  string // where Athena keeps answers; empty is the workgroup's choice
}

// Words returns the words of the table.
func (t *Table) Words() words.Words {
	return words.Words{
		words.New("name", words.Text(&t.Name)),
		words.New("location", words.Text(&t.Location)),
		words.New("create", words.Text(&t.Create)),
		words.New("results", words.Text(&t.Results)),
	}
}

// defaultName is the name in AWS's guide, and that of the logs in all our SQL.
const defaultName = "cloudtrail_logs"

// Check checks the words for a source before it is opened.
func (t *Table) Check(source string) error {
	switch {
	case t.Create != "" && (!strings.HasPrefix(t.Create, "athena://") || t.Name != ""):
		return ask.UsageFailure("%v %q: want athena://WORKGROUP/DATABASE.TABLE, without %v", words.Name("create"), t.Create, words.Name("name"))
	case t.Name != "" && !regexp.MustCompile(`^([A-Za-z0-9_]+\.)?[A-Za-z0-9_]+$`).MatchString(t.Name):
		// https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
		return ask.UsageFailure("%v %q: want table or database.table, of letters, digits and underscores", words.Name("name"), t.Name)
	case t.Location != "" && !ask.IsBucket(t.Location):
		return ask.UsageFailure("%v %q: want s3://bucket/prefix", words.Name("location"), t.Location)
	case t.Location != "" && ask.IsBucket(source):
		return ask.UsageFailure("%v is for a folder of this machine: %s is a bucket", words.Name("location"), source)
	case t.Location == "" && !ask.IsBucket(source):
		return ask.UsageFailure("Athena reads buckets: %v s3://bucket/prefix tells where a copy of %s lies", words.Name("location"), source)
	}
	return nil
}

// Statements are the CREATE TABLE statements of a source.
type Statements struct {
	Text  []string
	Notes []string
}

// Run returns the statements for the run's one source, which must have been opened as
// evidence by the name that is given, or makes the table.
func (t *Table) Run(ctx context.Context, run *ask.Run, source string) (Statements, error) {
	folders, err := foldersOf(run.Source(), source)
	if err != nil {
		return Statements{}, err
	}
	location := source
	if t.Location != "" {
		location = t.Location
	}
	found, err := Find(ctx, folders, strings.TrimSuffix(location, "/")+"/")
	if err != nil {
		return Statements{}, err
	}
	var statements Statements
	for i, definition := range found {
		if definition.Layout == Converted {
			if definition.Record, err = hasRecords(ctx, run.Source()); err != nil {
				return Statements{}, err
			}
		}
		statements.Text = append(statements.Text, definition.Statement(t.nameOf(i)))
		if definition.OtherFolders {
			statements.Notes = append(statements.Notes, "events without account, region or time are not in the table: the folders "+layout.Unknown+" fit no projection")
		}
	}
	if t.Create != "" {
		if err := t.createTable(ctx, run, found); err != nil {
			return Statements{}, err
		}
		return Statements{Notes: append(statements.Notes, "made "+t.Create)}, nil
	}
	if len(found) > 1 {
		statements.Notes = append(statements.Notes, fmt.Sprintf("%d folders hold accounts, and a table has one folder: there is a table for each", len(found)))
	}
	return statements, nil
}

// createTable makes the table at Athena. An endpoint that was given is the bucket's: the
// environment tells another of Athena's.
func (t *Table) createTable(ctx context.Context, run *ask.Run, found []Definition) error {
	if len(found) > 1 {
		return ask.UsageFailure("%d folders hold accounts, and %v makes one table: name %s or another of them", len(found), words.Name("create"), found[0].Location)
	}
	bucket := run.BucketOptions()
	return remote.CreateTable(ctx, t.Create, client.Options{Results: t.Results, Profile: bucket.Profile, Region: bucket.Region}, found[0].Statement)
}

// nameOf returns the name of the table with an index.
func (t *Table) nameOf(i int) string {
	name := t.Name
	if name == "" {
		name = defaultName
	}
	if i > 0 {
		name += fmt.Sprintf("_%d", i+1)
	}
	return name
}

// foldersOf returns the folders of a source.
func foldersOf(source trailq.Source, name string) (Folders, error) {
	if folders, ok := source.(Folders); ok {
		return folders, nil
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, ask.UsageFailure("%s is not a folder", name)
	}
	return LocalFolder(name), nil
}

// hasRecords reports whether a converted folder holds the records' JSON. Its own files
// come before the others, so that few are listed.
func hasRecords(ctx context.Context, source trailq.Source) (bool, error) {
	for file, err := range source.Files(ctx, nil) {
		if err != nil {
			return false, err
		}
		if !strings.HasSuffix(file.Path, layout.OwnFolder+"/"+layout.FormatFile) {
			continue
		}
		content, err := file.Open(ctx)
		if err != nil {
			return false, err
		}
		text, err := io.ReadAll(content)
		var format layout.Format
		if err = errors.Join(err, content.Close()); err == nil {
			err = layout.DecodeFormat(text, &format)
		}
		return format.Record, err
	}
	return false, nil
}
