package reporttest

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"regexp"
	"strings"
	"testing"

	"github.com/trailq/trailq"
)

// Record is a record as encoding/json reads it.
type Record = map[string]any

// At returns the value at the end of a path of keys and indexes, nil if it is
// missing.
func At(value any, steps ...any) any {
	for _, step := range steps {
		switch step := step.(type) {
		case string:
			o, _ := value.(Record)
			value = o[step]
		case int:
			a, _ := value.([]any)
			if step >= len(a) {
				return nil
			}
			value = a[step]
		}
	}
	return value
}

// Text returns how SQL shows a value, and false for NULL.
func Text(value any) (string, bool) {
	switch value := value.(type) {
	case nil:
		return "", false
	case string:
		return value, true
	case json.Number:
		return value.String(), true
	}
	out := new(bytes.Buffer)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err)
	}
	return strings.TrimSpace(out.String()), true
}

// FirstOf returns the first value that is present and not empty.
func FirstOf(values ...any) any {
	for _, value := range values {
		if s, ok := Text(value); ok && s != "" {
			return value
		}
	}
	return nil
}

// cutText returns the start of a text.
func cutText(value any, n int) any {
	s, ok := value.(string)
	if !ok {
		return nil
	}
	return s[:min(n, len(s))]
}

// Dimensions returns what each name means, in Go.
func Dimensions() map[string]func(r Record) any {
	identity := func(r Record, steps ...any) any { return At(r["userIdentity"], steps...) }
	path := func(steps ...any) func(Record) any { return func(r Record) any { return At(r, steps...) } }
	issuer := func(r Record) any { return identity(r, "sessionContext", "sessionIssuer") }
	return map[string]func(r Record) any{
		"eventSource":     path("eventSource"),
		"eventName":       path("eventName"),
		"readOnly":        path("readOnly"),
		"managementEvent": path("managementEvent"),
		"error":           failureName,
		"mfa":             mfaUsed,
		"ip":              path("sourceIPAddress"),
		"region":          path("awsRegion"),
		"vpce":            path("vpcEndpointId"),
		"bucket":          path("requestParameters", "bucketName"),
		"tls":             path("tlsDetails", "tlsVersion"),
		"resource":        func(r Record) any { return FirstOf(At(r, "resources", 0, "ARN"), Resource(r)) },
		"day":             func(r Record) any { return cutText(r["eventTime"], 10) },
		"minute":          func(r Record) any { return cutText(r["eventTime"], 16) },
		"account":         func(r Record) any { return FirstOf(r["recipientAccountId"], identity(r, "accountId")) },
		"caller":          callerName,
		"role": func(r Record) any {
			if At(issuer(r), "type") != "Role" {
				return nil
			}
			return At(issuer(r), "arn")
		},
		"service": func(r Record) any {
			s, ok := r["eventSource"].(string)
			if !ok {
				return nil
			}
			return strings.ReplaceAll(s, ".amazonaws.com", "")
		},
		"userIdentity.sessionContext.attributes.mfaAuthenticated": path("userIdentity", "sessionContext", "attributes", "mfaAuthenticated"),
		"requestParameters.filterSet.items[0].name":               path("requestParameters", "filterSet", "items", 0, "name"),
		"requestParameters.maxResults":                            path("requestParameters", "maxResults"),
		"additionalEventData.bytesTransferredOut":                 path("additionalEventData", "bytesTransferredOut"),
	}
}

// callerName returns the name of the caller, kind by kind.
func callerName(r Record) any {
	identity := func(steps ...any) any { return At(r["userIdentity"], steps...) }
	account := identity("accountId")
	names := []any{identity("userName"), identity("principalId")}
	switch identity("type") {
	case "AWSService":
		names = []any{identity("invokedBy"), identity("principalId"), identity("userName")}
	case "IdentityCenterUser":
		names = []any{identity("onBehalfOf", "userId"), identity("principalId"), identity("userName")}
	case "AWSAccount":
		names = []any{identity("principalId"), identity("userName"), identity("onBehalfOf", "userId"), account}
		if account == "ANONYMOUS_PRINCIPAL" {
			names = []any{account}
		}
	case "WebIdentityUser", "SAMLUser":
		names = []any{identity("principalId"), identity("userName")}
	}
	arn := identity("arn")
	if session := regexp.MustCompile(`^([^/]*):sts:([^/]*):assumed-role/([^/]*)`).FindStringSubmatch(Words(r, "userIdentity", "arn")); session != nil {
		arn = session[1] + ":iam:" + session[2] + ":role/" + session[3]
	}
	all := append([]any{identity("sessionContext", "sessionIssuer", "arn"), arn}, names...)
	return FirstOf(append(all, identity("onBehalfOf", "userId"), identity("invokedBy"), account, identity("type"))...)
}

// failureName returns the name of the failure of a call, nil for one that succeeded.
func failureName(r Record) any {
	code, message := FirstOf(r["errorCode"]), FirstOf(r["errorMessage"])
	switch failure := "Failure"; {
	case code != nil && code != "Success":
		return code
	case code == nil && message != nil:
		return message
	case At(r, "responseElements", "ConsoleLogin") == failure,
		At(r, "serviceEventDetails", "UserAuthentication") == failure,
		At(r, "serviceEventDetails", "CredentialVerification") == failure:
		return "Failed authentication"
	}
	return nil
}

// mfaUsed returns whether a session started with MFA, or a sign-in used it.
func mfaUsed(r Record) any {
	switch At(r, "additionalEventData", "MFAUsed") {
	case "Yes":
		return "true"
	case "No":
		return "false"
	}
	return At(r, "userIdentity", "sessionContext", "attributes", "mfaAuthenticated")
}

// Key returns a text that tells a name from none, for keys of maps.
func Key(name string, ok bool) string {
	if !ok {
		return "NULL"
	}
	return "=" + name
}

// Decoded yields the events that match and can be used, each with its record as
// encoding/json reads it; numbers are as they are written.
func Decoded(t *testing.T, source trailq.Source, filter trailq.Filter) iter.Seq2[*trailq.Event, Record] {
	return func(yield func(*trailq.Event, Record) bool) {
		t.Helper()
		for event, err := range trailq.Events(t.Context(), source, trailq.Options{Filter: filter}) {
			var bad *trailq.FileError
			if errors.As(err, &bad) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			var record Record
			Decode(t, event.Raw, &record)
			if !yield(event, record) {
				return
			}
		}
	}
}

// Decode reads JSON, with numbers as they are written.
func Decode(t *testing.T, text []byte, into any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		t.Fatal(err)
	}
}

// Number returns the value of a number, zero for anything else.
func Number(t *testing.T, value any) float64 {
	t.Helper()
	written, ok := value.(json.Number)
	if !ok {
		return 0
	}
	n, err := written.Float64()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// NullableNumber returns a JSON number, and reports whether it is null instead.
func NullableNumber(value any) (n float64, null bool) {
	if value == nil {
		return 0, true
	}
	n, _ = value.(json.Number).Float64()
	return n, false
}

// Words returns a text of a record as SQL has it, "" for NULL.
func Words(r Record, steps ...any) string {
	s, _ := Text(At(r, steps...))
	return s
}
