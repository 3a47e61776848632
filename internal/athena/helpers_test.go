package athena_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/athena"
	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/trailtest/athenatest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
)

// textsOf returns values for an answer; "NULL" is NULL.
func textsOf(values ...string) []*string {
	row := make([]*string, len(values))
	for i := range values {
		if values[i] != "NULL" {
			row[i] = &values[i]
		}
	}
	return row
}

// numberedRows declares an answer of n rows whose second column goes through NULL, an
// empty text and texts that CSV quotes.
func numberedRows(n int) athenatest.Engine {
	return athenatest.EngineFunc(func(context.Context, string) (*athenatest.Answer, error) {
		answer := &athenatest.Answer{Columns: []athenatest.Column{{Name: "n", Type: "bigint"}, {Name: "text", Type: "varchar"}}, Bytes: 123 << 20}
		texts := oddTexts()
		for i := range n {
			answer.Rows = append(answer.Rows, textsOf(fmt.Sprint(i), texts[i%len(texts)]))
		}
		return answer, nil
	})
}

func oddTexts() []string {
	return []string{"NULL", "", "plain", `a "quoted", text`, "two\nlines", "é", `""`, ","}
}

// hanging is an engine whose statements end only when they are stopped.
func hanging() athenatest.Engine {
	return athenatest.EngineFunc(func(ctx context.Context, _ string) (*athenatest.Answer, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
}

// failing is an engine whose statements fail for a reason.
func failing(reason string) athenatest.Engine {
	return athenatest.EngineFunc(func(context.Context, string) (*athenatest.Answer, error) { return nil, errors.New(reason) })
}

// withBucket gives a server a bucket for answers, which the workgroup names.
func withBucket(t *testing.T, server *athenatest.Server) {
	t.Helper()
	server.Bucket = s3test.StartServer(t)
	server.Bucket.MakeBucket(t, "results", nil)
	server.Workgroups["primary"] = athenatest.Workgroup{Results: "s3://results/athena/"}
}

// openPlace opens what is behind athena://.
func openPlace(t *testing.T, place string, options client.Options) (client.Client, catalog.Name, error) {
	t.Helper()
	address, err := url.Parse("athena://" + place)
	if err != nil {
		t.Fatal(err)
	}
	return athena.Open(t.Context(), address, options)
}

func open(t *testing.T, server *athenatest.Server, options client.Options) client.Client {
	t.Helper()
	server.Setenv(t)
	c, _, err := openPlace(t, "primary/logs.trail", options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// readAll runs a statement and returns its rows as JSON, one a line.
func readAll(ctx context.Context, c client.Client, sql string, watch func(client.Progress)) (string, error) {
	if watch == nil {
		watch = func(client.Progress) {}
	}
	result, err := c.Run(ctx, sql, watch)
	if err != nil {
		return "", err
	}
	defer result.Stop()
	var text strings.Builder
	for row, err := range result.Rows {
		if err != nil {
			return text.String(), err
		}
		for i, value := range row {
			if i > 0 {
				text.WriteByte(' ')
			}
			text.Write(value.AppendJSON(nil))
		}
		text.WriteByte('\n')
	}
	return text.String(), nil
}

// wantRows returns what readAll should return for numberedRows.
func wantRows(n int) string {
	quoted := []string{"null", `""`, `"plain"`, `"a \"quoted\", text"`, `"two\nlines"`, `"é"`, `"\"\""`, `","`}
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "%d %s\n", i, quoted[i%len(quoted)])
	}
	return text.String()
}

// checkFailure checks what is said about a failure.
func checkFailure(t *testing.T, err error, text, hint string) *client.Error {
	t.Helper()
	var failure *client.Error
	if !errors.As(err, &failure) {
		t.Fatalf("%T %v", err, err)
	}
	if !strings.Contains(failure.Error(), text) || !strings.Contains(failure.Hint, hint) {
		t.Errorf("error %q, hint %q; want %q and %q", failure.Error(), failure.Hint, text, hint)
	}
	return failure
}
