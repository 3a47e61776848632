package web

import "net/http"

// caseFile keeps what was pinned.
type caseFile struct{ name string }

func (s *Server) answerSQL(http.ResponseWriter, *http.Request) error { return notFound("not yet") }

func (s *Server) completeSQL(http.ResponseWriter, *http.Request) error { return notFound("not yet") }

func (s *Server) showCopies(http.ResponseWriter, *http.Request) error { return notFound("not yet") }

func (s *Server) showCase(http.ResponseWriter, *http.Request) error { return notFound("not yet") }

func (s *Server) changeCase(http.ResponseWriter, *http.Request) error { return notFound("not yet") }

func (s *Server) exportEvents(http.ResponseWriter, *http.Request) error { return notFound("not yet") }
