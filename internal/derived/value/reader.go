package value

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/extract"
	"github.com/trailq/trailq/internal/fact"
	"github.com/trailq/trailq/internal/records"
	"github.com/trailq/trailq/internal/report"
)

// Reader reads the values of the record that an extractor has read last. It is for one
// goroutine.
type Reader struct {
	extract *extract.Extractor
	callers *callers
	columns []func() derived.Value
	values  []derived.Value
	certain bool

	request, response, details, additional *scalars

	source, region, recipient, category, errorCode, errorMessage int // slots of texts
	first                                                        int // of the first resource
	owners                                                       [mostOwners]int

	lambdaVersion, secretSuffix *regexp.Regexp
	objects                     records.Scanner
	fields                      []records.Field
	texts                       []byte // where texts are put together
}

// mostOwners bounds how many resources can name the owner.
const mostOwners = 2

// scalars finds scalars in the JSON of a field.
type scalars struct {
	*extract.Scalars
	source int // its slot
}

// NewReader returns a Reader of columns of package derived.
func NewReader(columns []derived.Column, x *extract.Extractor) *Reader {
	r := &Reader{extract: x, callers: newCallers(x)}
	at := func(key string) *scalars { return &scalars{extract.NewScalars(), x.Slot(key)} }
	r.request, r.response, r.details, r.additional = at("requestParameters"), at("responseElements"), at("serviceEventDetails"), at("additionalEventData")
	r.source, r.region, r.recipient = x.Slot("eventSource"), x.Slot("awsRegion"), x.Slot("recipientAccountId")
	r.category, r.errorCode, r.errorMessage = x.Slot("eventCategory"), x.Slot("errorCode"), x.Slot("errorMessage")
	r.first = x.Slot("resources", "[0]")
	r.owners = [mostOwners]int{x.Slot("resources", "[0]", "accountId"), x.Slot("resources", "[1]", "accountId")}
	read := map[string]func() derived.Value{
		"bytes_in":      r.bytesAt("bytesTransferredIn"),
		"bytes_out":     r.bytesAt("bytesTransferredOut"),
		"failure":       r.bindFailure(),
		"bucket":        r.request.textAt("bucketName"),
		"folder":        r.bindFolder(),
		"resource":      r.bindResource(),
		"host":          r.request.textAt("Host"),
		"storage_class": r.request.textAt("x-amz-storage-class"),
		"request_payer": r.request.textAt("x-amz-request-payer"),
		"owner":         func() derived.Value { return textValue(firstText(r.readText(r.owners[0]), r.readText(r.owners[1]))) },
	}
	for _, column := range columns {
		if column.Scan != nil {
			read[column.Name] = r.callers.addColumn(column.Scan)
		}
		r.columns = append(r.columns, read[column.Name])
	}
	return r
}

// Forget forgets the record before, whose memory the values of the next one can share.
func (r *Reader) Forget() { r.callers.identity = nil }

// Read returns the values of the record, which the extractor has read, in the order of the columns, good until the next
// one, and whether they are certain. Their texts are parts of the record's memory, or new.
func (r *Reader) Read(record *trailq.Record) (values []derived.Value, certain bool) {
	r.callers.readIdentity(record)
	r.values, r.certain = r.values[:0], true
	for _, s := range []*scalars{r.request, r.response, r.details, r.additional} {
		s.Read(r.extract.Value(s.source), r.extract.HasEscapes())
		r.certain = r.certain && s.Certain()
	}
	for _, read := range r.columns {
		if !r.certain {
			break
		}
		r.values = append(r.values, read())
	}
	return r.values, r.certain
}

// readText returns the text of a field, nil for NULL.
func (r *Reader) readText(slot int) []byte { return extract.Text(r.extract.Value(slot)) }

// textAt returns the function that reads a text.
func (s *scalars) textAt(path ...string) func() derived.Value {
	slot := s.Slot(path...)
	return func() derived.Value { return textValue(s.Text(slot)) }
}

// textValue returns the value of a text.
func textValue(text []byte) derived.Value { return derived.Value{Text: text, Known: text != nil} }

// isPlain reports whether text is ASCII without control characters: functions of SQL and of
// Go count characters and match patterns in it alike.
func isPlain(text []byte) bool {
	for _, c := range text {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

// bytesAt returns the function that reads a number of bytes: see [report.Measures].
func (r *Reader) bytesAt(key string) func() derived.Value {
	slot := r.additional.Slot(key)
	return func() derived.Value {
		text := r.additional.Text(slot)
		if text == nil || string(r.readText(r.category)) == "NetworkActivity" {
			return derived.Value{}
		}
		whole, fraction, isDecimal := strings.Cut(string(text), ".")
		n, err := strconv.ParseUint(whole, 10, 64)
		// Rounding, exponents and what is no number are the engine's.
		if err != nil || len(whole) > mostDigits || isDecimal && fraction == "" || strings.Trim(fraction, "0") != "" {
			r.certain = false
			return derived.Value{}
		}
		return derived.Value{Number: int64(n), Known: n <= report.MostBytes}
	}
}

// mostDigits is how many digits any whole number keeps as a floating point number.
const mostDigits = 15

// bindFailure returns the function that reads the name of the failure: see [fact.Failure.Name].
func (r *Reader) bindFailure() func() derived.Value {
	login, user, credential := r.response.Slot("ConsoleLogin"), r.details.Slot("UserAuthentication"), r.details.Slot("CredentialVerification")
	return func() derived.Value {
		code := r.readText(r.errorCode)
		if len(code) > 0 && string(code) != "Success" {
			return textValue(code)
		}
		if message := r.readText(r.errorMessage); len(code) == 0 && len(message) > 0 {
			return textValue(message)
		}
		for _, text := range [][]byte{r.response.Text(login), r.details.Text(user), r.details.Text(credential)} {
			if string(text) == "Failure" {
				return textValue([]byte(fact.FailedSignIn))
			}
		}
		return derived.Value{}
	}
}

// bindFolder returns the function that reads the first folder of the key: see
// [report.KeyFolder].
func (r *Reader) bindFolder() func() derived.Value {
	key, prefix := r.request.Slot("key"), r.request.Slot("prefix")
	return func() derived.Value {
		text := firstText(r.request.Text(key), r.request.Text(prefix))
		if text == nil {
			return derived.Value{}
		}
		folder := text[:bytes.IndexByte(text, '/')+1]
		// A mark behind the slash could belong to the same character.
		isMarked := len(folder) < len(text) && text[len(folder)] >= utf8.RuneSelf
		r.certain = r.certain && !isMarked && isPlain(folder)
		return textValue(folder)
	}
}

// firstText returns the first text that is not NULL.
func firstText(texts ...[]byte) []byte {
	for _, text := range texts {
		if text != nil {
			return text
		}
	}
	return nil
}
