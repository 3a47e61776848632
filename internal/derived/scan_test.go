//go:build cgo

package derived_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/trailtest"
)

// The scan gives what the expression gives, of each record.
func TestScannedColumns(t *testing.T) {
	sources := map[string]string{"sample": "../../testdata/logs", "hostile": hostileIdentities(t)}
	if !testing.Short() {
		sources["real"] = trailtest.RealLogs(t)
	}
	for name, folder := range sources {
		db, err := duck.Open(t.Context(), trailq.Dir(folder), duck.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		pairs := map[string]string{`"$identity"`: report.IdentityNumber().String()}
		for _, column := range derived.ScannedColumns() {
			pairs[`"`+column.HiddenName()+`"`] = column.SQL
		}
		for i, column := range report.IdentityTexts() {
			pairs[fmt.Sprintf(`trino_tuple_text("$identity", %d)`, i)] = column.SQL.String()
		}
		for scanned, sql := range pairs {
			condition := fmt.Sprintf(`(%s) IS DISTINCT FROM %s`, sql, scanned)
			values := askOne(t, db, fmt.Sprintf(`SELECT count(*), count(%[2]s), count(CASE WHEN %[1]s THEN 1 END), min(CASE WHEN %[1]s THEN record END) FROM cloudtrail_logs`, condition, scanned))
			if values[0] == "0" || values[1] == "0" && name == "hostile" || values[2] != "0" {
				t.Errorf("%s: of %s events %s have %s; it is another one in %s: %s", name, values[0], values[1], scanned, values[2], values[3])
			}
		}
	}
}

// askOne asks for one row.
func askOne(t *testing.T, db *duck.DB, question string) (values []string) {
	t.Helper()
	statements, err := dialect.Split(question)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := db.Query(t.Context(), statements[0])
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range answer.Table.Rows {
		if err != nil {
			t.Fatal(err)
		}
		for _, value := range row {
			values = append(values, string(value.AppendText(nil)))
		}
	}
	return values
}

// hostileIdentities returns a folder of records whose identities have fields in all
// combinations: missing ones, and those that are empty, twice there, or no texts.
func hostileIdentities(t *testing.T) string {
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(texts ...string) string { return texts[random.IntN(len(texts))] }
	odd := []string{`""`, "null", "7", "1.50", "true", `{"a":"b"}`, `["AROA:x"]`, `" "`, `"\u0000"`, `"\ud800"`, `"` + "\x80" + `"`, `"\x"`, `"a\/b"`, "\"a\nb\"", `"ü"`}
	field := func(name string, usual ...string) string {
		one := func() string {
			return fmt.Sprintf(`"%s":%s`, pick(name, name, name, strings.ToUpper(name), `\u00`+fmt.Sprintf("%02x", name[0])+name[1:]), pick(append(usual, odd...)...))
		}
		switch random.IntN(8) {
		case 0, 1, 2:
			return `"other":1`
		case 3:
			return one() + "," + one()
		}
		return one()
	}
	arns := []string{
		`"arn:aws:sts::1:assumed-role/r/s"`, `"arn:aws:sts::1:assumed-role/r"`, `"a/b:assumed-role/c/d"`, `":assumed-role/"`, `":assumed-role/:sts::assumed-role/:sts:/x"`,
		`"arn:aws:iam::1:user/a:sts:/b"`, `"x:assumed-role\/é\n/s"`, `"arn:aws:sts::1:federated-user/x"`, `"` + "\x80" + `:assumed-role/` + "\x81" + `/s"`,
	}
	var records []string
	for range 4000 {
		types := []string{`"AssumedRole"`, `"AWSService"`, `"AWSAccount"`, `"IdentityCenterUser"`, `"WebIdentityUser"`, `"SAMLUser"`, `"IAMUser"`, `"\u0041WSService"`}
		issuer := fmt.Sprintf(`{%s}`, field("arn", `"arn:aws:iam::1:role/r"`, `"x"`))
		fields := []string{
			field("type", append(types, types...)...), field("accountId", `"1"`, `"ANONYMOUS_PRINCIPAL"`, `"ANONYMOUS_PRINCIPAL"`), field("userName", `"u"`),
			field("principalId", `"AROA1:s"`, `"AIDA"`, `"AIDAX"`, `"aroa1:s"`, `"A:s"`, `"AROA::"`), field("invokedBy", `"s3.amazonaws.com"`), field("accessKeyId", `"AKIA1"`),
			`"onBehalfOf":` + pick(`{`+field("userId", `"id"`)+`}`, "null", `"x"`, "[]"),
		}
		if random.IntN(2) == 0 {
			fields = append(fields, field("arn", append(arns, arns...)...))
		}
		if random.IntN(4) == 0 {
			session := strings.Join([]string{`"sessionIssuer":` + issuer, field("sourceIdentity", `"s"`), field("ec2RoleDelivery", `"2.0"`), `"attributes":{` + field("creationDate", `"2023-11-01T00:00:00Z"`) + `}`, `"webIdFederationData":{` + field("federatedProvider", `"p"`) + `}`}, ",")
			fields = append(fields, `"sessionContext":`+pick(`{"sessionIssuer":`+issuer+`}`, `{`+session+`}`, `{`+session+`}`, `{"sessionIssuer":`+issuer+`,"sessionIssuer":{}}`, `{"sessionIssuer":[`+issuer+`]}`, "null", `"x"`))
		}
		random.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
		records = append(records, fmt.Sprintf(`{"eventName":"N","userIdentity":%s}`, pick("{"+strings.Join(fields, ",")+"}", "{"+strings.Join(fields, ",")+"}", "{"+strings.Join(fields, ",")+"}", "null", `"arn"`, "[]", "{}")))
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "hostile.json"), []byte(trailtest.Envelope(records...)), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}
