package trinotest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	driver "github.com/trinodb/trino-go-client/trino"

	"github.com/trailq/trailq/internal/catalog"
)

// Server is a Trino server.
type Server struct {
	host   string
	folder string // its local:///
	db     *sql.DB
	made   atomic.Int64
}

// Connect connects to the server, and skips the test where there is none.
func Connect(t testing.TB) *Server {
	address, folder := os.Getenv("TRAILQ_TRINO"), os.Getenv("TRAILQ_TRINO_DATA")
	if address == "" || folder == "" {
		t.Skip("there is no Trino server: `make cluster` starts one")
	}
	connector, err := driver.NewConnector(&driver.Config{ServerURI: strings.Replace(address, "http://", "http://test@", 1), TimeZone: "UTC"})
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{host: strings.TrimPrefix(address, "http://"), folder: folder, db: sql.OpenDB(connector)}
	t.Cleanup(func() {
		if err := s.db.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Source returns the SOURCE of a table.
func (s *Server) Source(name catalog.Name) string {
	return fmt.Sprintf("trino+http://test@%s/%s/%s/%s", s.host, name.Catalog, name.Schema, name.Table)
}

// Exec runs a statement.
func (s *Server) Exec(t testing.TB, format string, values ...any) {
	t.Helper()
	statement := fmt.Sprintf(format, values...)
	if _, err := s.db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%v\n%s", err, statement)
	}
}

// Text returns the first value of an answer as text.
func (s *Server) Text(t testing.TB, statement string) string {
	t.Helper()
	var value any
	if err := s.db.QueryRowContext(t.Context(), statement).Scan(&value); err != nil {
		t.Fatalf("%v\n%s", err, statement)
	}
	return fmt.Sprint(value)
}

// newFolder makes a folder that the server sees, and returns it with the name that the
// server has for it. It goes with the test.
func (s *Server) newFolder(t testing.TB) (folder, location string) {
	folder, err := os.MkdirTemp(s.folder, "test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	return folder, "local:///" + filepath.Base(folder)
}

// newSchema makes a schema in a catalog. It goes with the test.
func (s *Server) newSchema(t testing.TB, inCatalog string) string {
	schema := fmt.Sprintf("test_%d_%d", os.Getpid(), s.made.Add(1))
	s.Exec(t, "CREATE SCHEMA %s.%s", inCatalog, schema)
	t.Cleanup(func() {
		_, err := s.db.ExecContext(context.WithoutCancel(t.Context()), "DROP SCHEMA "+inCatalog+"."+schema+" CASCADE")
		if err != nil {
			t.Log(err)
		}
	})
	return schema
}
