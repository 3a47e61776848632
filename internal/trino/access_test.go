package trino_test

import (
	"context"
	"encoding/pem"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/trino"
)

func encodeCertificate(raw []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})
}

// A server whose certificate nobody knows is refused, with the remedy, which works.
func TestTLS(t *testing.T) {
	server := startFake(t, true, oneRow)
	stranger, _ := server.open(t, nil)
	_, _, err := askOne(t, stranger, "SELECT 1")
	var failure *client.Error
	if !errors.As(err, &failure) || !strings.Contains(failure.Hint, "SSLCertPath=FILE") {
		t.Fatalf("got %v", err)
	}
	known, _ := server.open(t, map[string]string{"TRINO_OPTIONS": "SSLCertPath=" + url.QueryEscape(server.certificateFile(t))})
	rows, last, err := askOne(t, known, "SELECT 1")
	if err != nil || strings.Join(rows, "") != "1" || last.Bytes != 4711 {
		t.Errorf("got %v, %+v: %v", rows, last, err)
	}
}

// A password goes by Basic authentication, a token as it is, and neither without TLS.
func TestCredentials(t *testing.T) {
	for name, test := range map[string]struct {
		variable string
		want     func(*http.Request) bool
	}{
		"password": {"TRINO_PASSWORD", func(r *http.Request) bool {
			user, password, ok := r.BasicAuth()
			return ok && user == "analyst" && password == "secret"
		}},
		"token": {"TRINO_TOKEN", func(r *http.Request) bool { return r.Header.Get("Authorization") == "Bearer secret" }},
	} {
		t.Run(name, func(t *testing.T) {
			server := startFake(t, true, oneRow)
			server.admit = test.want
			trusted := "SSLCertPath=" + url.QueryEscape(server.certificateFile(t))
			for secret, isWanted := range map[string]bool{"secret": true, "wrong": false, "": false} {
				c, _ := server.open(t, map[string]string{"TRINO_OPTIONS": trusted, test.variable: secret})
				_, _, err := askOne(t, c, "SELECT 1")
				var failure *client.Error
				switch {
				case isWanted && err != nil:
					t.Error(err)
				case !isWanted && (!errors.As(err, &failure) || !strings.Contains(failure.Hint, "TRINO_PASSWORD")):
					t.Errorf("%q: got %v", secret, err)
				}
				if err != nil && strings.Contains(err.Error(), "wrong") {
					t.Errorf("the error has the secret: %v", err)
				}
			}
			_, _, err := trino.Open(t.Context(), startFake(t, false, oneRow).source(t), client.Options{Getenv: func(asked string) string {
				return map[string]string{test.variable: "secret"}[asked]
			}})
			if err == nil || !strings.Contains(err.Error(), "TLS") {
				t.Errorf("without TLS: got %v", err)
			}
		})
	}
}

// Kerberos is the client's own: what it lacks is said before anything is sent.
func TestKerberos(t *testing.T) {
	server := startFake(t, true, oneRow)
	for options, want := range map[string]string{
		"KerberosEnabled=true&KerberosConfigPath=/nowhere/krb5.conf&KerberosKeytabPath=/nowhere/user.keytab&KerberosRealm=EXAMPLE.COM&KerberosPrincipal=analyst": "/nowhere/krb5.conf",
	} {
		c, _, err := trino.Open(t.Context(), server.source(t), client.Options{Getenv: func(name string) string {
			return map[string]string{"TRINO_OPTIONS": options}[name]
		}})
		if err == nil {
			_, _, err = askOne(t, c, "SELECT 1")
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v", err)
		}
	}
	if len(server.statements) > 0 {
		t.Error("a statement was sent without a ticket")
	}
}

// A statement that is no longer wanted stops where it runs, within a second.
func TestStop(t *testing.T) {
	running := func(string) []object {
		var pages []object
		for range 1_000 {
			pages = append(pages, object{"stats": object{"state": "RUNNING"}})
		}
		return pages
	}
	for name, stop := range map[string]func(server *fakeServer, c client.Client){
		"before the first row": func(server *fakeServer, c client.Client) {
			ctx, cancel := context.WithCancel(context.Background())
			time.AfterFunc(50*time.Millisecond, cancel)
			if _, err := c.Run(ctx, "SELECT 1", func(client.Progress) {}); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		},
		"among the rows": func(server *fakeServer, c client.Client) {
			server.answer = func(string) []object {
				return append([]object{{}, {"stats": object{"state": "RUNNING"}, "columns": []object{columnOf("n", "bigint")}, "data": [][]any{{1}, {2}}}}, running("")...)
			}
			result, err := c.Run(context.Background(), "SELECT 1", func(client.Progress) {})
			if err != nil {
				t.Fatal(err)
			}
			for range result.Rows {
				break
			}
			if err := result.Stop(); err != nil {
				t.Error(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := startFake(t, false, running)
			c, _ := server.open(t, nil)
			stop(server, c)
			select {
			case <-server.stopped:
			case <-time.After(time.Second):
				t.Error("the server was not told")
			}
		})
	}
}
