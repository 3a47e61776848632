package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/casefile"
	"github.com/trailq/trailq/internal/web/guard"
	"github.com/trailq/trailq/internal/web/reply"
	"github.com/trailq/trailq/internal/web/tables"
	"github.com/trailq/trailq/internal/words"
)

// Options say what is shown.
type Options struct {
	Sources []string
	// Selection are the filters of the command, which hold for all that is shown.
	Selection ask.Selection
	Access    ask.Access
	Engine    ask.EngineOptions
	// Environment is that of the process. Its Reporter is the server.
	Environment ask.Environment
	Clock       *words.Clock
	Version     string
	// Case is the file that keeps what was pinned; empty is none.
	Case string
}

// Server answers what the page asks for.
type Server struct {
	options Options
	session *tables.Session
	tabs    tabs
	reports tables.Semaphore // those that read the logs
	queries tables.Semaphore // a user's SQL
	cases   *casefile.File   // nil until it is opened
}

// NewServer returns a server that has opened nothing.
func NewServer(options Options) *Server {
	s := &Server{options: options, reports: tables.NewSemaphore(1), queries: tables.NewSemaphore(1)}
	s.session = tables.NewSession(tables.Options{
		Sources: options.Sources, Selection: options.Selection, Access: options.Access, Engine: options.Engine, Environment: options.Environment,
		Convert: s.commandLine("convert", nil, "parquet/"),
	})
	return s
}

// Handler returns the handler of all addresses but that of the launch. It does not know
// who asks: see [guard.Guard.Protect].
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	addPages(mux)
	for pattern, handle := range map[string]reply.Handler{
		"GET /api/source":        s.showSource,
		"GET /api/progress":      s.streamProgress,
		"GET /api/view":          s.showView,
		"GET /api/facet":         s.showFacet,
		"GET /api/contrast":      s.showContrast,
		"GET /api/events":        s.showEvents,
		"GET /api/record":        s.showRecord,
		"GET /api/report/{name}": s.streamReport,
		"POST /api/sql":          s.answerSQL,
		"GET /api/complete":      s.completeSQL,
		"GET /api/copy":          s.showCopies,
		"GET /api/case":          s.showCase,
		"POST /api/case":         s.changeCase,
		"GET /api/export/{form}": s.exportEvents,
	} {
		mux.Handle(pattern, handle)
	}
	mux.HandleFunc("POST "+guard.ReportPath, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		reply.WriteFailure(w, &reply.Failure{Status: http.StatusNotFound, Message: "there is no such address"})
	})
	return mux
}

// The limits of connections. Answers can take as long as they take: reports come as
// they are made.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = time.Minute
	idleTimeout   = 2 * time.Minute
	headerLimit   = 64 << 10
	bodyLimit     = 4 << 20
)

// Serve answers until ctx is done, over what [Server.Open] has opened. It begins to read
// the logs.
func (s *Server) Serve(ctx context.Context, listener net.Listener, protect func(http.Handler) http.Handler) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	server := &http.Server{
		Handler:           protect(http.MaxBytesHandler(s.Handler(), bodyLimit)),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: headerLimit,
	}
	s.Begin()
	ended := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer ended()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Open opens the case and the sources. Close must be called.
func (s *Server) Open(ctx context.Context) error {
	var err error
	if s.cases, err = casefile.Open(s.options.Case); err != nil {
		return ask.UsageFailure("%v: %w", words.Name("case"), err)
	}
	return s.session.Open(ctx)
}

// Begin begins to read the logs; see [tables.Session.Begin].
func (s *Server) Begin() { s.session.Begin() }

// Close stops what runs, and removes temporary files.
func (s *Server) Close() error { return s.session.Close() }
