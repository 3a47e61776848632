package athenatest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/dialect/parser"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/remote"
)

// Trino is a Trino server as the engine. Athena is built on Trino, so that statements
// mean the same; Athena's own limits are the server's of this package.
type Trino struct {
	URL             string
	Catalog, Schema string
}

// TrinoVariable names the address of a Trino server for the tests.
const TrinoVariable = "TRAILQ_TRINO"

// FindTrino returns the Trino server that the environment names. The test is skipped
// where there is none.
func FindTrino(t testing.TB) *Trino {
	t.Helper()
	url := os.Getenv(TrinoVariable)
	if url == "" {
		t.Skipf("%s names no Trino server: make cluster starts one", TrinoVariable)
	}
	return &Trino{URL: url, Catalog: "hive", Schema: "logs"}
}

// trinoPage is a part of an answer.
type trinoPage struct {
	NextURI string `json:"nextUri"`
	Columns []struct {
		Name          string `json:"name"`
		Type          string `json:"type"`
		TypeSignature struct {
			RawType string `json:"rawType"`
		} `json:"typeSignature"`
	} `json:"columns"`
	Data  [][]any `json:"data"`
	Stats struct {
		Bytes int64 `json:"physicalInputBytes"`
	} `json:"stats"`
	Error *struct {
		Message   string `json:"message"`
		ErrorName string `json:"errorName"`
	} `json:"error"`
}

// Query implements [Engine].
func (t *Trino) Query(ctx context.Context, sql string) (*Answer, error) {
	if parsed, err := parser.Parse(sql); err == nil { // on Athena, UNNEST gives rows as one column
		remote.KeepRows(parsed)
		sql = syntax.Print(parsed)
	}
	page, err := t.fetchPage(ctx, http.MethodPost, t.URL+"/v1/statement", sql)
	answer := new(Answer)
	for err == nil {
		if page.Error != nil {
			return nil, fmt.Errorf("%s: %s", page.Error.ErrorName, page.Error.Message)
		}
		answer.addPage(page)
		if page.NextURI == "" {
			return answer, nil
		}
		next := page.NextURI
		if page, err = t.fetchPage(ctx, http.MethodGet, next, ""); err != nil && ctx.Err() != nil {
			stopping, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			_, _ = t.fetchPage(stopping, http.MethodDelete, next, "")
		}
	}
	return nil, err
}

func (t *Trino) fetchPage(ctx context.Context, method, url, body string) (*trinoPage, error) {
	request, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("X-Trino-User", "athenatest")
	request.Header.Set("X-Trino-Catalog", t.Catalog)
	request.Header.Set("X-Trino-Schema", t.Schema)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return new(trinoPage), errors.New(response.Status)
	}
	page := new(trinoPage)
	decoder := json.NewDecoder(response.Body)
	decoder.UseNumber()
	return page, decoder.Decode(page)
}

// addPage adds the rows of a page.
func (a *Answer) addPage(page *trinoPage) {
	a.Bytes = page.Stats.Bytes
	if a.Columns == nil {
		for _, c := range page.Columns {
			a.Columns = append(a.Columns, Column{Name: c.Name, Type: c.TypeSignature.RawType})
		}
	}
	for _, row := range page.Data {
		texts := make([]*string, len(row))
		for i, value := range row {
			if value != nil {
				text := athenaText(value)
				texts[i] = &text
			}
		}
		a.Rows = append(a.Rows, texts)
	}
}

// athenaText returns a value as Athena writes it.
func athenaText(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case string:
		return v
	case []any:
		var parts []string
		for _, element := range v {
			parts = append(parts, athenaText(element))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case map[string]any:
		var parts []string
		for key, element := range v {
			parts = append(parts, key+"="+athenaText(element))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return fmt.Sprint(value)
}
