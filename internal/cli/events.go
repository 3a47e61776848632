package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/table"
)

// eventsCommand is "trailq events".
type eventsCommand struct {
	env        *Environment
	reading    readingFlags
	output     outputFlags
	account    accountFlags
	fields     string
	limit      int64
	dryRun     bool
	exitStatus bool
}

func newEvents(env *Environment) *cobra.Command {
	c := &eventsCommand{env: env}
	command := &cobra.Command{
		Use:   "events SOURCE…",
		Short: "Print events",
		Long: `Print the events of CloudTrail logs, those of each SOURCE in the order of its files.

SOURCE is a folder (with all its subfolders), a file, a glob, s3://bucket/prefix or - for standard
input. What a file holds is recognised by content: log files as CloudTrail delivers them, plain, gzip
or zstd, arrays and lines of events, the output of lookup-events, EventBridge and CloudWatch Logs
envelopes. Digest files are skipped.

JSON lines (-o jsonl) are the records' own bytes; json is one {"Records":[…]} that trailq and others
read back. csv, tsv and table have ` + "the columns\n" + defaultFields + `
unless --fields names others.

` + fieldsHelp,
		Example: `  trailq events logs/
  trailq events logs/ --event-name 'Delete*' --since 7d
  trailq events s3://my-trail/AWSLogs/ --from 2023-11-01 --to 2023-11-02 --errors-only -o csv
  trailq events logs/ --caller alice --fields eventTime,eventName,requestParameters.bucketName
  trailq events logs/ --dry-run
  zcat *.json.gz | trailq events - -n 10`,
		Args: sourceArguments,
		RunE: func(command *cobra.Command, names []string) error {
			if command.Flags().Changed("limit") && c.limit < 1 {
				return usagef("--limit %d: want 1 or more", c.limit)
			}
			if command.Flags().Changed("fields") && c.fields == "" {
				return usageError(errors.New("--fields is empty"), "is a variable unset?")
			}
			return c.run(command.Context(), names)
		},
	}
	addGroups(env, command, c.reading.groups(time.Now(), flagGroup{"Answer", c.answerFlags()}))
	return command
}

func (c *eventsCommand) answerFlags() *pflag.FlagSet {
	flags := newFlagSet()
	c.output.add(flags)
	flags.StringVar(&c.fields, "fields", "", "`paths` to print instead of the record: eventTime,userIdentity.arn")
	flags.Int64VarP(&c.limit, "limit", "n", 0, "stop after `n` events")
	flags.BoolVar(&c.dryRun, "dry-run", false, "list the files that would be read, and open none; of a bucket, tell what that costs and takes")
	c.account.add(flags)
	flags.BoolVar(&c.exitStatus, "exit-status", false, "exit with 1 if nothing matches")
	return flags
}

func (c *eventsCommand) run(ctx context.Context, names []string) error {
	fields, err := c.chosenFields()
	if err != nil {
		return err
	}
	ctx, s, err := openSession(ctx, c.env, &c.reading, &c.account, names)
	if err != nil {
		return err
	}
	if c.dryRun {
		return dryRun(ctx, s, &c.output)
	}
	s.options.Fields = c.decoded()
	s.most = c.limit
	s.options.Reuse = true // a row is written before the next event is asked for
	answer := &table.Table{Name: "Records", Columns: c.columns(fields), Rows: c.rows(ctx, s, fields)}
	if err := s.answer(answer, &c.output); err != nil {
		return err
	}
	if c.exitStatus && s.summary().Records.Yielded == 0 {
		return withCode(exitNothing)
	}
	return nil
}

// chosenFields are the columns; none for whole records.
func (c *eventsCommand) chosenFields() ([]field, error) {
	text := c.fields
	if text == "" {
		switch c.output.render(c.env).Format {
		case render.JSONLines, render.JSON:
			return nil, nil
		}
		text = defaultFields
	}
	fields, err := parseFields(text)
	if err != nil {
		return nil, usageError(fmt.Errorf("--fields: %w", err), "such as --fields 'eventTime,userIdentity.arn,requestParameters[\"x-amz-acl\"],resources[0].ARN'")
	}
	for _, f := range fields {
		if right, wrong := f.misspelt(); wrong {
			return nil, usageError(fmt.Errorf("--fields: no event has %q", f.name), "CloudTrail writes %s", right)
		}
	}
	return fields, nil
}

// columns are those of the fields.
func (c *eventsCommand) columns(fields []field) []table.Column {
	var columns []table.Column
	for _, f := range fields {
		columns = append(columns, table.Column{Name: f.name, Detail: c.fields == "" && f.name == defaultDetail})
	}
	return columns
}

// decoded are the fields of events to decode: none, as far as the library
// allows, since what is written comes from the record's bytes.
func (c *eventsCommand) decoded() []string {
	if c.account.kind() == summaryJSON {
		return []string{"eventTime"} // for the first and last one
	}
	return []string{"eventID"}
}

// rows yields the events, as far as the limit allows.
func (c *eventsCommand) rows(ctx context.Context, s *session, fields []field) func(func([]table.Value, error) bool) {
	return func(yield func([]table.Value, error) bool) {
		row := wholeRecord()
		if len(fields) > 0 {
			row = (&projector{fields: fields}).project
		}
		written := int64(0)
		for event, err := range s.events(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			values, err := row(event)
			if err != nil {
				s.reject(event, err)
				continue
			}
			if !yield(values, nil) {
				return
			}
			if written++; written == c.limit {
				s.limited = true
				return
			}
		}
	}
}

// wholeRecord returns a function that makes the row of a whole record: its own
// bytes, or those without white space where the record spans lines.
func wholeRecord() func(*trailq.Event) ([]table.Value, error) {
	row := make([]table.Value, 1)
	var line bytes.Buffer
	return func(event *trailq.Event) ([]table.Value, error) {
		raw := []byte(event.Raw)
		if bytes.IndexByte(raw, '\n') >= 0 || bytes.IndexByte(raw, '\r') >= 0 {
			line.Reset()
			if err := json.Compact(&line, raw); err != nil {
				return nil, fmt.Errorf("%w: %w", errInvalidJSON, err)
			}
			raw = line.Bytes()
		}
		row[0] = table.JSON(raw)
		return row, nil
	}
}
