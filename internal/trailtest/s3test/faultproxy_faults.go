package s3test

import (
	"encoding/xml"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Refuse returns a fault that answers with an error, as S3 does.
func Refuse(status int, code, message string) Fault {
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		writeError(w, status, code, message)
	}
}

// SlowDown returns a fault that answers that there are too many requests, as S3 does.
func SlowDown() Fault {
	return Refuse(http.StatusServiceUnavailable, "SlowDown", "Please reduce your request rate.")
}

// WrongRegion returns a fault that answers that the bucket is in another region.
func WrongRegion(region string) Fault {
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		w.Header().Set("x-amz-bucket-region", region)
		writeError(w, http.StatusMovedPermanently, "PermanentRedirect",
			"The bucket you are attempting to access must be addressed using the specified endpoint.")
	}
}

// IsSignedOff returns a choice of the requests whose signature is too old for a
// server whose clock is so far ahead.
func IsSignedOff(ahead time.Duration) When {
	return func(r *http.Request) bool {
		signed, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
		return err != nil || time.Now().Add(ahead).Sub(signed).Abs() > ahead/2
	}
}

// WrongClock returns a fault that answers like a server whose clock is so far ahead
// of the time of the request's signature.
func WrongClock(ahead time.Duration) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat))
		writeError(w, http.StatusForbidden, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.")
	}
}

func writeError(w http.ResponseWriter, status int, code, message string) {
	type answer struct {
		XMLName   xml.Name `xml:"Error"`
		Code      string
		Message   string
		RequestID string `xml:"RequestId"`
	}
	body, err := xml.Marshal(answer{Code: code, Message: message, RequestID: "656c76696e6727732072657175657374"})
	if err != nil {
		panic(err) // strings can always be marshalled
	}
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	w.Write(body)
}

// Answer returns a fault that answers with this body, such as the XML of a page of a
// listing.
func Answer(body string) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		fmt.Fprint(w, body)
	}
}

// SetHeaders lets the server answer with these headers in addition to its own, or
// instead of them.
func SetHeaders(headers map[string]string) Fault {
	return func(w http.ResponseWriter, r *http.Request, forward http.Handler) {
		forward.ServeHTTP(&headed{w, headers}, r)
	}
}

// headed is a response with changed headers.
type headed struct {
	http.ResponseWriter
	headers map[string]string
}

func (h *headed) WriteHeader(status int) {
	for name, value := range h.headers {
		h.Header().Set(name, value)
	}
	h.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController.
func (h *headed) Unwrap() http.ResponseWriter { return h.ResponseWriter }

// Before calls f before the server answers.
func Before(f func()) Fault {
	return func(w http.ResponseWriter, r *http.Request, forward http.Handler) {
		f()
		forward.ServeHTTP(w, r)
	}
}

// Reset breaks the connection off with a reset after so many bytes of the body.
func Reset(after int) Fault {
	return interruptBody(after, func(w http.ResponseWriter, _ *http.Request) {
		connection, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err) // the proxy speaks HTTP/1.1, which can
		}
		if tcp, isTCP := connection.(*net.TCPConn); isTCP {
			tcp.SetLinger(0)
		}
		connection.Close()
		panic(http.ErrAbortHandler)
	})
}

// Truncate closes the connection in good order after so many bytes of the body,
// though it promised more.
func Truncate(after int) Fault {
	return interruptBody(after, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
}

// Stall sends nothing more after so many bytes of the body, and keeps the
// connection open until the client has enough.
func Stall(after int) Fault {
	return interruptBody(after, func(_ http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	})
}

// Pause sends nothing for so long after so many bytes of the body, then the rest.
func Pause(after int, pause time.Duration) Fault {
	return func(w http.ResponseWriter, r *http.Request, forward http.Handler) {
		forward.ServeHTTP(&paused{ResponseWriter: w, left: after, pause: pause}, r)
	}
}

// paused is a response with a pause in its body.
type paused struct {
	http.ResponseWriter
	left  int // bytes before the pause; negative behind it
	pause time.Duration
}

func (p *paused) Write(b []byte) (int, error) {
	if p.left < 0 || len(b) < p.left {
		p.left -= len(b)
		return p.ResponseWriter.Write(b)
	}
	first := p.left
	p.left = -1
	if n, err := p.ResponseWriter.Write(b[:first]); err != nil {
		return n, err
	}
	if err := http.NewResponseController(p.ResponseWriter).Flush(); err != nil {
		return first, err
	}
	time.Sleep(p.pause)
	n, err := p.ResponseWriter.Write(b[first:])
	return first + n, err
}

// Unwrap is for http.ResponseController.
func (p *paused) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// interruptBody calls then when so many bytes of the body have been sent.
func interruptBody(after int, then func(w http.ResponseWriter, r *http.Request)) Fault {
	return func(w http.ResponseWriter, r *http.Request, forward http.Handler) {
		forward.ServeHTTP(&interrupted{ResponseWriter: w, left: after, then: func() { then(w, r) }}, r)
	}
}

// interrupted is a response that is interrupted in its body.
type interrupted struct {
	http.ResponseWriter
	left int
	then func()
}

func (i *interrupted) Write(p []byte) (int, error) {
	if len(p) < i.left {
		i.left -= len(p)
		return i.ResponseWriter.Write(p)
	}
	i.ResponseWriter.Write(p[:i.left])
	if err := http.NewResponseController(i.ResponseWriter).Flush(); err != nil {
		return 0, err
	}
	i.then()
	return 0, http.ErrAbortHandler
}

// Unwrap is for http.ResponseController.
func (i *interrupted) Unwrap() http.ResponseWriter { return i.ResponseWriter }
