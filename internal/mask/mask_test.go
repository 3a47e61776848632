package mask

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/table"
)

const secret = "IQoJb3JpZ2luX2VjEXAMPLE/+=="

// token is as long as those of STS are at least.
var token = "IQoJb3JpZ2luX2VjE" + strings.Repeat("EXAMPLE/+", 12) + "=="

// The examples of AWS.
const (
	keyID     = "AKIAIOSFODNN7EXAMPLE"
	secretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

func TestTable(t *testing.T) {
	inner, err := json.Marshal(map[string]any{"sessionToken": secret, "accessKeyId": "ASIAIOSFODNN7EXAMPLE"})
	if err != nil {
		t.Fatal(err)
	}
	escaped, err := json.Marshal(map[string]string{"body": string(inner)})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		column string
		value  table.Value
		want   string
	}{
		"a record":             {"record", table.JSON([]byte(`{"credentials":{"sessionToken": "` + secret + `","expiration":"x"},"n":1}`)), `{"credentials":{"sessionToken": "***","expiration":"x"},"n":1}`},
		"text of JSON":         {"responseelements", table.Text(string(inner)), `{"accessKeyId":"ASIAIOSFODNN7EXAMPLE","sessionToken":"***"}`},
		"JSON in JSON":         {"record", table.JSON(escaped), `{"body":"{\"accessKeyId\":\"ASIAIOSFODNN7EXAMPLE\",\"sessionToken\":\"***\"}"}`},
		"a secret key":         {"x", table.JSON([]byte(`{"secretAccessKey":"a\nb"}`)), `{"secretAccessKey":"***"}`},
		"passwords":            {"x", table.JSON([]byte(`{"masterUserPassword":"p","newPassword":"q","PASSWORD":"r"}`)), `{"masterUserPassword":"***","newPassword":"***","PASSWORD":"***"}`},
		"an escaped text":      {"x", table.JSON([]byte(`{"password":"a\\"}`)), `{"password":"***"}`},
		"a column":             {"responseElements.credentials.sessionToken", table.Text(secret), "***"},
		"a quoted column":      {`requestParameters["masterUserPassword"]`, table.Text(secret), "***"},
		"policy":               {"x", table.JSON([]byte(`{"passwordResetRequired":true,"passwordLastUsed":"2023-11-01","sessionToken":null}`)), `{"passwordResetRequired":true,"passwordLastUsed":"2023-11-01","sessionToken":null}`},
		"a number":             {"password", table.Int(3), "3"},
		"renamed":              {"x", table.Text(token), "***"},
		"in a text":            {"x", table.Text("a=" + token + " b=" + token + ".c"), "a=*** b=***.c"},
		"in a list":            {"x", table.JSON([]byte(`["` + token + `","` + strings.ReplaceAll(token, "/", `\/`) + `"]`)), `["***","***"]`},
		"an old token":         {"x", table.Text("FwoGZXIvYXdzE" + strings.Repeat("x/", 50)), "***"},
		"named, and not":       {"x", table.JSON([]byte(`{"sessionToken":"` + token + `","y":"` + token + `"}`)), `{"sessionToken":"***","y":"***"}`},
		"its beginning":        {"x", table.Text("begins with IQoJb3JpZ2luX2Vj, and then more and more and more and more"), "begins with IQoJb3JpZ2luX2Vj, and then more and more and more and more"},
		"a key and its secret": {"x", table.Text("AWS_ACCESS_KEY_ID=" + keyID + " AWS_SECRET_ACCESS_KEY=" + secretKey + "\nx=1"), "AWS_ACCESS_KEY_ID=" + keyID + " AWS_SECRET_ACCESS_KEY=***\nx=1"},
		"a secret and its key": {"x", table.JSON([]byte(`["` + strings.ReplaceAll(secretKey, "/", `\/`) + `","` + keyID + `"]`)), `["***","` + keyID + `"]`},
		"hashes beside a key":  {"x", table.Text(keyID + " 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12 2FD4E1C67A2D28FCED849EE1BB76E7391B93EB12 " + secretKey + "x"), keyID + " 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12 2FD4E1C67A2D28FCED849EE1BB76E7391B93EB12 " + secretKey + "x"},
		"far from a key":       {"x", table.Text(keyID + strings.Repeat(" ", 90) + secretKey), keyID + strings.Repeat(" ", 90) + secretKey},
		"a UUID beside a key":  {"x", table.Text(keyID + " 8acca22f-ec5b-4598-9cfc-8aeb138e815b"), keyID + " 8acca22f-ec5b-4598-9cfc-8aeb138e815b"},
		"a private key":        {"x", table.JSON([]byte(`{"body":"-----BEGIN RSA PRIVATE KEY-----\nMIIB\n+/x=\n-----END RSA PRIVATE KEY-----\n","n":1}`)), `{"body":"-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----\n","n":1}`},
		"half a private key":   {"x", table.JSON([]byte(`{"body":"-----BEGIN PRIVATE KEY-----\nMIIB","n":1}`)), `{"body":"-----BEGIN PRIVATE KEY-----***","n":1}`},
		"a certificate":        {"x", table.Text("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"},
		"connections":          {"x", table.Text("jdbc:x;user=a;Password=hunter2;n=1 pwd = hunter2 postgres://a:hunter2@db/x?password=hunter2&n=1"), "jdbc:x;user=a;Password=***;n=1 pwd = *** postgres://a:***@db/x?password=***&n=1"},
		"a command":            {"x", table.JSON([]byte(`{"commands":["mysql --password hunter2 -e x"]}`)), `{"commands":["mysql --password *** -e x"]}`},
		"a web token":          {"x", table.Text("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U."), "Bearer ***."},
		"addresses":            {"x", table.Text("https://example.com:443/a@b s3://b/k arn:aws:s3:::b passwordReset=no"), "https://example.com:443/a@b s3://b/k arn:aws:s3:::b passwordReset=no"},
		"plain":                {"eventName", table.Text("GetSessionToken"), "GetSessionToken"},
	} {
		t.Run(name, func(t *testing.T) {
			masked := Table(&table.Table{Columns: []table.Column{{Name: "a"}, {Name: test.column}}, Rows: table.All([][]table.Value{{table.Text("a"), test.value}})})
			var got string
			for row, err := range masked.Rows {
				if err != nil {
					t.Fatal(err)
				}
				got = string(row[1].AppendText(nil))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if changed := got != string(test.value.AppendText(nil)); changed != (len(masked.Notes) == 1) {
				t.Errorf("notes %q", masked.Notes)
			}
		})
	}
}

// Whatever the text, its JSON stays JSON and no credential is left in it.
func FuzzMask(f *testing.F) {
	f.Add("a", `b"\`)
	f.Add(token, token+`"`)
	f.Add(`\`, `x\\"`)
	f.Add(keyID+" wJa\x95rXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE", "x") // JSON escapes the byte, in letters of base64
	f.Add(keyID+" "+secretKey, "-----BEGIN PRIVATE KEY-----\nx")
	f.Add("password=a&b=x://u:p@h", `eyJhbGciOiJIUzI1.eyJzdWIiOiIxMj.x`)
	f.Fuzz(func(t *testing.T, other, password string) {
		raw, err := json.Marshal(map[string]string{"other": other, "password": "<" + password + ">", "z": "1"})
		if err != nil {
			t.Skip()
		}
		for row, err := range Table(&table.Table{Columns: []table.Column{{Name: "x"}}, Rows: table.All([][]table.Value{{table.JSON(raw)}})}).Rows {
			if err != nil {
				t.Fatal(err)
			}
			var got map[string]string
			text := row[0].AppendText(nil)
			if err := json.Unmarshal(text, &got); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			if got["password"] != Hidden || got["z"] != "1" {
				t.Fatalf("%s became %s", raw, text)
			}
			m := &masker{forms: forms()}
			m.patterns = make([]*regexp.Regexp, len(m.forms))
			_, known := m.hideForms(raw)
			if _, tokens := hideTokens([]byte(other)); !tokens && !known && !strings.Contains(strings.ToLower(other), `password"`) && got["other"] != unmarshalled(t, raw)["other"] {
				t.Fatalf("%s became %s", raw, text)
			}
		}
	})
}

func unmarshalled(t *testing.T, raw []byte) (members map[string]string) {
	t.Helper()
	if err := json.Unmarshal(raw, &members); err != nil {
		t.Fatal(err)
	}
	return members
}
