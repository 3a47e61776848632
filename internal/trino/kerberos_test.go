package trino_test

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jcmturner/gokrb5/v8/keytab"
	"github.com/jcmturner/gokrb5/v8/service"
	"github.com/jcmturner/gokrb5/v8/spnego"

	"github.com/trailq/trailq/internal/remote/client"
)

// realm is a Kerberos realm with a key distribution center of MIT's, which belongs to one
// test.
type realm struct{ folder string }

// startRealm starts the center. Without its programs, of Debian's packages krb5-kdc and
// krb5-admin-server, the test is skipped.
func startRealm(t *testing.T) *realm {
	t.Helper()
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin:/usr/local/sbin")
	for _, program := range []string{"krb5kdc", "kdb5_util", "kadmin.local"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(err)
		}
	}
	r := &realm{folder: t.TempDir()}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(address)
	r.writeFile(t, "krb5.conf", `[libdefaults]
default_realm = EXAMPLE.COM
dns_lookup_kdc = false
dns_lookup_realm = false
udp_preference_limit = 1
[realms]
EXAMPLE.COM = {
 kdc = %s
}
[domain_realm]
127.0.0.1 = EXAMPLE.COM
localhost = EXAMPLE.COM
`, address)
	r.writeFile(t, "kdc.conf", `[kdcdefaults]
kdc_listen = ""
kdc_tcp_listen = 127.0.0.1:%s
[realms]
EXAMPLE.COM = {
 database_name = %s/principal
 key_stash_file = %[2]s/stash
 acl_file = %[2]s/acl
}
[logging]
kdc = FILE:%[2]s/kdc.log
`, port, r.folder)
	t.Setenv("KRB5_CONFIG", r.path("krb5.conf"))
	t.Setenv("KRB5_KDC_PROFILE", r.path("kdc.conf"))
	r.run(t, "kdb5_util", "create", "-s", "-r", "EXAMPLE.COM", "-P", "secret")
	for _, principal := range []string{"analyst", "trino/127.0.0.1"} {
		r.run(t, "kadmin.local", "-q", "addprinc -randkey "+principal)
	}
	r.run(t, "kadmin.local", "-q", "ktadd -k "+r.path("analyst.keytab")+" analyst")
	r.run(t, "kadmin.local", "-q", "ktadd -k "+r.path("trino.keytab")+" trino/127.0.0.1")
	center := exec.CommandContext(t.Context(), "krb5kdc", "-n") //nolint:gosec // the test's own
	if err := center.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = center.Process.Kill() // Wait says that it was killed
		_ = center.Wait()
	})
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(20 * time.Millisecond) {
		if connection, err := net.Dial("tcp", address); err == nil {
			_ = connection.Close()
			return r
		}
	}
	t.Fatal("the key distribution center does not answer")
	return nil
}

func (r *realm) path(name string) string { return filepath.Join(r.folder, name) }

// writeFile writes a file of the configuration.
func (r *realm) writeFile(t *testing.T, name, format string, values ...any) {
	t.Helper()
	if err := os.WriteFile(r.path(name), fmt.Appendf(nil, format, values...), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run runs a program of Kerberos.
func (r *realm) run(t *testing.T, program string, arguments ...string) {
	t.Helper()
	if said, err := exec.CommandContext(t.Context(), program, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", program, err, said)
	}
}

// admitTickets lets a server admit requests with a ticket for it, and no others.
func (r *realm) admitTickets(t *testing.T, server *fakeServer) {
	t.Helper()
	keys, err := keytab.Load(r.path("trino.keytab"))
	if err != nil {
		t.Fatal(err)
	}
	server.admit = func(request *http.Request) bool {
		isAdmitted := false
		handler := spnego.SPNEGOKRB5Authenticate(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { isAdmitted = true }),
			keys, service.DecodePAC(false))
		handler.ServeHTTP(httptest.NewRecorder(), request)
		return isAdmitted
	}
}

// A ticket of a real realm opens the server; without one, it stays closed.
func TestKerberosTicket(t *testing.T) {
	realm := startRealm(t)
	server := startFake(t, true, oneRow)
	realm.admitTickets(t, server)
	trusted := "SSLCertPath=" + url.QueryEscape(server.certificateFile(t))
	options := url.Values{
		"KerberosEnabled": {"true"}, "KerberosUseCanonicalHostname": {"false"}, "KerberosPrincipal": {"analyst"}, "KerberosRealm": {"EXAMPLE.COM"},
		"KerberosConfigPath": {realm.path("krb5.conf")}, "KerberosKeytabPath": {realm.path("analyst.keytab")},
	}
	c, _ := server.open(t, map[string]string{"TRINO_OPTIONS": trusted + "&" + options.Encode()})
	rows, _, err := askOne(t, c, "SELECT 1")
	if err != nil || strings.Join(rows, "") != "1" {
		t.Errorf("got %v: %v", rows, err)
	}
	stranger, _ := server.open(t, map[string]string{"TRINO_OPTIONS": trusted})
	_, _, err = askOne(t, stranger, "SELECT 1")
	var failure *client.Error
	if !errors.As(err, &failure) || !strings.Contains(failure.Hint, "Kerberos") && !strings.Contains(failure.Hint, "TRINO_PASSWORD") {
		t.Errorf("without a ticket: got %v", err)
	}
}
