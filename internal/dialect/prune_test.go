package dialect

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestBounds(t *testing.T) {
	now := time.Date(2023, 11, 15, 12, 0, 0, 0, time.UTC)
	at := func(text string) time.Time {
		if text == "" {
			return time.Time{}
		}
		for _, layout := range []string{"2006-01-02", "2006-01-02T15:04:05"} {
			if parsed, err := time.Parse(layout, text); err == nil {
				return parsed
			}
		}
		t.Fatalf("bad time %q", text)
		return time.Time{}
	}
	all := []string(nil)
	for _, c := range []struct {
		where             string
		from, to          string
		fromDay, toDay    string
		accounts, regions []string
	}{
		// eventtime as text
		{"eventtime >= '2023-11-01T00:00:00Z'", "2023-11-01", "", "", "", all, all},
		{"eventtime > '2023-11-01' AND eventtime < '2023-11-02'", "2023-11-01", "2023-11-03", "", "", all, all},
		{"eventtime BETWEEN '2023-11-01T10:00:00Z' AND '2023-11-01T11:30:00Z'", "2023-11-01T10:00:00", "2023-11-01T11:30:01", "", "", all, all},
		{"'2023-11-01T10:00:00Z' <= eventtime", "2023-11-01T10:00:00", "", "", "", all, all},
		{"eventtime LIKE '2023-11-01T1%'", "2023-11-01", "2023-11-02", "", "", all, all},
		{"eventtime LIKE '%x'", "", "", "", "", all, all},
		{"substr(eventtime, 1, 7) = '2023-10'", "2023-10-01", "2023-11-01", "", "", all, all},
		{"eventtime > '2023-11-01 10:00:00'", "2023-11-01", "", "", "", all, all}, // as text, all of the day is greater
		{"eventtime > 'START_TIME'", "", "", "", "", all, all},
		{"eventtime IN ('2023-11-01T10:00:00Z', '2023-11-03T10:00:00Z')", "2023-11-01T10:00:00", "2023-11-03T10:00:01", "", "", all, all},
		{"eventtime <> '2023-11-01T10:00:00Z'", "", "", "", "", all, all},
		{"NOT eventtime > '2023-11-01'", "", "", "", "", all, all},
		{"eventtime NOT BETWEEN '2023-11-01' AND '2023-11-02'", "", "", "", "", all, all},
		// eventtime as a timestamp
		{"from_iso8601_timestamp(eventtime) >= TIMESTAMP '2023-11-01 10:00:00'", "2023-11-01T09:59:00", "", "", "", all, all},
		{"from_iso8601_timestamp(eventtime) > now() - interval '7' day", "2023-11-08T11:59:00", "", "", "", all, all},
		{"from_iso8601_timestamp(eventtime) > date_add('hour', -2, current_timestamp)", "2023-11-15T09:59:00", "", "", "", all, all},
		{"date(from_iso8601_timestamp(eventtime)) = DATE '2023-11-01'", "2023-10-31T23:59:00", "2023-11-02T01:00:00", "", "", all, all},
		{"from_iso8601_timestamp(eventtime) AT TIME ZONE 'Asia/Tokyo' > TIMESTAMP '2023-11-01 10:00:00'", "", "", "", "", all, all},
		// partition columns
		{"year = '2023' AND month = '11'", "", "", "2023-11-01", "2023-12-01", all, all},
		{"year = '2023' AND month = '11' AND day = '05'", "", "", "2023-11-05", "2023-11-06", all, all},
		{"day = '05' AND (year = '2023') AND month = '11'", "", "", "2023-01-01", "2024-01-01", all, all},
		{"year = '2023' AND month = '12' AND day BETWEEN '05' AND '31'", "", "", "2023-12-05", "2024-01-01", all, all},
		{"year = '2023' AND month IN ('02', '04')", "", "", "2023-02-01", "2023-05-01", all, all},
		{"year = '####' AND month = '##'", "", "", "", "", all, all},
		{"month = '11'", "", "", "", "", all, all},
		{"year = '23'", "", "", "", "", all, all},
		{`"timestamp" BETWEEN '2023/11/01' AND '2023/11/03'`, "", "", "2023-11-01", "2023-11-04", all, all},
		{"dt = '2023-11-01'", "", "", "2023-11-01", "2023-11-02", all, all},
		{"day >= '2023/11/01'", "", "", "2023-11-01", "", all, all},
		{"date_partition >= date_format(date_add('day',-30,current_timestamp), '%Y/%m/%d')", "", "", "2023-10-15", "", all, all},
		{"account = '111122223333' AND region IN ('eu-west-1', 'us-east-1')", "", "", "", "", []string{"111122223333"}, []string{"eu-west-1", "us-east-1"}},
		{"recipientaccountid = '111122223333'", "", "", "", "", all, all}, // the path can say another
		{"useridentity.accountid = '111122223333' AND awsregion = 'us-east-1'", "", "", "", "", all, all},
		{"account = '1' AND account = '2'", "", "", "", "", []string{}, all},
		{"account NOT IN ('1')", "", "", "", "", all, all},
		{"account = upper('x')", "", "", "", "", all, all},
		// OR unites
		{"eventtime < '2023-10-01T00:00:00Z' OR eventtime > '2023-11-01T00:00:00Z'", "", "", "", "", all, all},
		{"(account = '1' OR account = '2') AND eventtime > '2023-11-01T00:00:00Z'", "2023-11-01", "", "", "", []string{"1", "2"}, all},
		{"account = '1' OR eventname = 'x'", "", "", "", "", all, all},
		{"(eventtime > '2023-11-01T00:00:00Z' AND account = '1') OR (eventtime > '2023-11-05T00:00:00Z' AND account = '2')", "2023-11-01", "", "", "", []string{"1", "2"}, all},
		{"CASE WHEN eventtime > '2023-11-01' THEN true ELSE true END", "", "", "", "", all, all},
	} {
		query, err := Rewrite("SELECT 1 FROM logs WHERE "+c.where, Options{Now: now, Flavor: Athena})
		if err != nil {
			t.Errorf("%s: %v", c.where, err)
			continue
		}
		want := Bounds{From: at(c.from), To: at(c.to), FromDay: at(c.fromDay), ToDay: at(c.toDay), Accounts: c.accounts, Regions: c.regions}
		if !sameBounds(query.Bounds, want) {
			t.Errorf("%s\n%+v\nwant %+v", c.where, query.Bounds, want)
		}
	}
}

func sameBounds(a, b Bounds) bool {
	return a.From.Equal(b.From) && a.To.Equal(b.To) && a.FromDay.Equal(b.FromDay) && a.ToDay.Equal(b.ToDay) &&
		(a.Accounts == nil) == (b.Accounts == nil) && slices.Equal(a.Accounts, b.Accounts) &&
		(a.Regions == nil) == (b.Regions == nil) && slices.Equal(a.Regions, b.Regions)
}

func TestBoundsOfSeveralPlaces(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2023, 11, d, 0, 0, 0, 0, time.UTC) }
	for sql, want := range map[string]Bounds{
		// Each place reads what it needs: the union.
		"SELECT 1 FROM logs WHERE eventtime >= '2023-11-01T00:00:00Z' UNION SELECT 1 FROM logs WHERE eventtime >= '2023-11-05T00:00:00Z'": {From: day(1)},
		"SELECT 1 FROM logs WHERE account = '1' UNION SELECT 1 FROM logs":                                                                 {},
		"WITH a AS (SELECT * FROM logs WHERE account = '1') SELECT 1 FROM a WHERE account = '2'":                                          {Accounts: []string{"1"}},
		"SELECT 1 FROM logs WHERE account = '1' AND eventid IN (SELECT eventid FROM logs WHERE account = '2')":                            {Accounts: []string{"1", "2"}},
		// A condition on one of two tables says nothing of the other.
		"SELECT 1 FROM logs a JOIN logs b ON a.eventid = b.eventid WHERE a.account = '1'":                          {},
		"SELECT 1 FROM logs a JOIN logs b ON a.eventid = b.eventid WHERE a.account = '1' AND b.account = '2'":      {Accounts: []string{"1", "2"}},
		"SELECT 1 FROM logs a LEFT JOIN logs b ON a.eventid = b.eventid AND b.account = '2' WHERE a.account = '1'": {},
		// A name that UNNEST gives is not the column.
		"SELECT 1 FROM logs CROSS JOIN UNNEST(ARRAY['1']) AS t(account) WHERE account = '1'": {},
		// Lake's times are timestamps.
		"SELECT 1 FROM 5e2676f8-9fce-46ef-8142-3e36a94e6691 WHERE eventtime > '2023-11-01 00:00:00'":        {From: day(1)},
		"SELECT 1 FROM 5e2676f8-9fce-46ef-8142-3e36a94e6691 WHERE eventtime > '2023-11-01 00:00:00 +05:00'": {},
		"SELECT 1 FROM (VALUES 1) AS t(a) WHERE a = 1":                                                      {},
	} {
		query, err := Rewrite(sql, Options{})
		if err != nil {
			t.Errorf("%s: %v", sql, err)
		} else if !sameBounds(query.Bounds, want) {
			t.Errorf("%s\n%+v\nwant %+v", sql, query.Bounds, want)
		}
	}
}

// TestBoundsHoldEveryMatch compares texts as the engine does and checks that
// no event that matches lies outside of the bounds.
func TestBoundsHoldEveryMatch(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	when := func() time.Time {
		return time.Date(2023, time.Month(10+random.IntN(3)), 1+random.IntN(31), random.IntN(24), random.IntN(60), random.IntN(60), 0, time.UTC)
	}
	const layout = "2006-01-02T15:04:05Z"
	for range 2000 {
		literal := when().Format(layout)
		literal = literal[:random.IntN(len(literal)+1)] + []string{"", "", "Z", " 10:00", "zzz", ".5Z", "-"}[random.IntN(7)]
		operator := []string{"=", "<", "<=", ">", ">="}[random.IntN(5)]
		query, err := Rewrite("SELECT 1 FROM logs WHERE eventtime "+operator+" '"+literal+"'", Options{Flavor: Athena})
		if err != nil {
			t.Fatal(err)
		}
		for range 50 {
			event := when()
			order := strings.Compare(event.Format(layout), literal)
			matches := map[string]bool{"=": order == 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]
			b := query.Bounds
			inside := (b.From.IsZero() || !event.Before(b.From)) && (b.To.IsZero() || event.Before(b.To))
			if matches && !inside {
				t.Fatalf("eventtime %s '%s' holds for %v, outside of %+v", operator, literal, event, b)
			}
		}
	}
}
