package otheraccount

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/trailq/trailq"
)

func TestFind(t *testing.T) {
	folder := t.TempDir()
	for account, record := range map[string]string{
		"111122223333": `{"eventName":"a","recipientAccountId":"111122223333"}`,
		"444455556666": `{"eventName":"b","recipientAccountId":"777788889999"}`,
		"222233334444": `{"eventName":"c"}`,
	} {
		place := filepath.Join(folder, "AWSLogs", account, "CloudTrail", "eu-west-1", "2023", "11", "01")
		if err := os.MkdirAll(place, 0o700); err != nil {
			t.Fatal(err)
		}
		name := account + "_CloudTrail_eu-west-1_20231101T0005Z_abcdefghijklmnop.json"
		if err := os.WriteFile(filepath.Join(place, name), []byte(`{"Records":[`+record+`]}`), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	only := trailq.Dir(filepath.Join(folder, "AWSLogs", "111122223333"))
	for name, c := range map[string]struct {
		source trailq.Source
		filter trailq.Filter
		want   bool
	}{
		"no account":      {trailq.Dir(folder), trailq.Filter{}, false},
		"another account": {trailq.Dir(folder), trailq.Filter{Accounts: []string{"777788889999"}}, true},
		"a condition":     {trailq.Dir(folder), trailq.Filter{Where: []string{"recipientAccountId=777788889999"}}, true},
		"records agree":   {only, trailq.Filter{Accounts: []string{"777788889999"}}, false},
		"all are read":    {trailq.Dir(folder), trailq.Filter{Accounts: []string{"*"}}, false},
	} {
		if got := Find(t.Context(), c.source, &c.filter); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
