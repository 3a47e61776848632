package trino

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"regexp"

	driver "github.com/trinodb/trino-go-client/trino"

	"github.com/trailq/trailq/internal/remote/client"
)

// explainError returns an error of the client's with what can be done about it. Those of
// ctx stay what they are.
func explainError(err error) error {
	var failure *driver.ErrTrino
	var refused *driver.ErrQueryFailed
	var unknown *net.DNSError
	var certificate x509.UnknownAuthorityError
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &failure):
		return &client.Error{
			Engine: engineName, Err: errors.New(withoutPlace(failure.Message)), Hint: hintFor(failure.ErrorName), AtFault: failure.ErrorType == "USER_ERROR",
			Line: failure.ErrorLocation.LineNumber, Column: failure.ErrorLocation.ColumnNumber,
		}
	case errors.As(err, &refused) && refused.StatusCode == http.StatusUnauthorized:
		return &client.Error{Engine: engineName, Err: err, Hint: "the server wants a password (TRINO_PASSWORD), a token (TRINO_TOKEN) or what TRINO_OPTIONS says"}
	case errors.As(err, &certificate):
		return &client.Error{Engine: engineName, Err: err, Hint: "name the file of the authority that signed the server's certificate: TRINO_OPTIONS=SSLCertPath=FILE"}
	case errors.As(err, &unknown):
		return &client.Error{Engine: engineName, Err: err, Hint: "check the host in SOURCE"}
	}
	return &client.Error{Engine: engineName, Err: err}
}

// withoutPlace returns a message without the place at its beginning, line 1:8: say.
func withoutPlace(message string) string {
	return regexp.MustCompile(`^line \d+:\d+: `).ReplaceAllString(message, "")
}

// hintFor returns what can be done about an error of the server's.
// https://trino.io/docs/current/develop/client-protocol.html
func hintFor(name string) string {
	switch name {
	case "PERMISSION_DENIED":
		return "the user needs the right to read the table"
	case "EXCEEDED_TIME_LIMIT", "EXCEEDED_CPU_LIMIT", "EXCEEDED_SCAN_LIMIT", "EXCEEDED_LOCAL_MEMORY_LIMIT", "EXCEEDED_GLOBAL_MEMORY_LIMIT":
		return "narrow the window, the accounts or the regions, or raise the server's limit"
	case "QUERY_QUEUE_FULL", "NO_NODES_AVAILABLE", "SERVER_STARTING_UP", "SERVER_SHUTTING_DOWN":
		return "try again later"
	}
	return ""
}
