//go:build cgo

package duck

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
)

// unnestQueries have UNNESTs in all forms whose elements can be put into a
// subquery, and in some that look like them. Trino itself has no answer to most: as
// Athena's documentation they give a row one name. {} stands at the end of FROM.
func unnestQueries() []string {
	return []string{
		"SELECT l.eventid, t.r.type FROM logs l CROSS JOIN UNNEST(l.resources) AS t(r){} ORDER BY l.eventid, t.r.type",
		"SELECT resource.type, count(*) AS n, count(DISTINCT eventid) FROM logs CROSS JOIN UNNEST(resources) AS t(resource){} WHERE resource.arn LIKE 'arn:aws:s3:::%' GROUP BY resource.type ORDER BY 2 DESC, 1",
		"SELECT eventid, resource.type AS resource FROM logs, UNNEST(resources) AS t(resource){} ORDER BY resource DESC, 1",
		"SELECT resource FROM logs, UNNEST(resources) AS t(resource){} ORDER BY resource.arn, resource.type, eventid",
		"SELECT x.resources.type FROM logs CROSS JOIN UNNEST(resources) AS x(resources){} ORDER BY 1",
		"SELECT resource.arn FROM logs CROSS JOIN UNNEST(resources) AS resource(resource){} ORDER BY 1",
		"SELECT t.arn, eventid FROM logs CROSS JOIN UNNEST(resources) AS t(arn, accountid, type){} ORDER BY 1, 2",
		"SELECT l.eventid, n, upper(r.type) AS type FROM logs AS l CROSS JOIN UNNEST(resources) WITH ORDINALITY AS t(r, n){} WHERE t.n > 1 ORDER BY n, 1",
		"SELECT r.accountid, part, count(*) FROM logs CROSS JOIN UNNEST(resources) AS t(r) CROSS JOIN UNNEST(split(t.r.arn, ':')) AS u(part){} WHERE part LIKE 'a%' GROUP BY 1, 2 ORDER BY 1, 2",
		"SELECT DISTINCT eventid FROM logs CROSS JOIN UNNEST(resources) AS t(r){} ORDER BY eventid",
		"SELECT r FROM (SELECT r.type AS r FROM logs CROSS JOIN UNNEST(resources) AS t(r){}) s WHERE r LIKE '%Bucket' ORDER BY r",
		"SELECT eventid FROM logs CROSS JOIN UNNEST(resources) AS t(r){} WHERE EXISTS (SELECT 1 FROM (VALUES ('AWS::S3::Bucket')) AS wanted(type) WHERE wanted.type = r.type) ORDER BY 1",
		"SELECT eventid FROM logs CROSS JOIN UNNEST(resources) AS t(r){} WHERE r.type IN (SELECT x.r FROM (VALUES ('AWS::S3::Bucket')) AS x(r)) ORDER BY 1",
		"SELECT type FROM (SELECT r.type FROM logs CROSS JOIN UNNEST(resources) AS t(r){} UNION ALL SELECT eventname FROM logs WHERE errorcode IS NULL) u ORDER BY type",
		"SELECT r.type AS kind FROM logs CROSS JOIN UNNEST(resources) AS t(r){} UNION SELECT x FROM logs CROSS JOIN UNNEST(ARRAY['a']) AS t(x){} ORDER BY kind",
		"SELECT x FROM logs CROSS JOIN UNNEST(ARRAY['a', eventname]) AS t(x){} UNION SELECT x FROM logs CROSS JOIN UNNEST(ARRAY['b']) AS t(x){} ORDER BY x",
		"SELECT r.type, min(eventid) FROM logs CROSS JOIN UNNEST(resources) AS t(r){} GROUP BY r.type HAVING count(r.arn) > 0 ORDER BY r.type",
		"SELECT account, r.type, useridentity.arn, \"$record_number\" FROM logs CROSS JOIN UNNEST(resources) AS t(r){} WHERE year = '2023' AND r.type LIKE '%Object' ORDER BY 1, 2, 3, 4",
		"SELECT m.k, v, count(*) FROM logs CROSS JOIN UNNEST(map(ARRAY['name', 'region'], ARRAY[eventname, awsregion])) AS m(k, v){} GROUP BY 1, 2 ORDER BY 1, 2",
		"SELECT eventid, transform(ARRAY[x], r -> r || x) FROM logs CROSS JOIN UNNEST(ARRAY[eventname]) AS t(x) CROSS JOIN UNNEST(ARRAY['no']) AS u(r){} ORDER BY 1",
		"SELECT count(*), count(r), count(t.r.arn) FROM logs CROSS JOIN UNNEST(resources) AS t(r){}",
		"SELECT x, (SELECT count(*) FROM logs i CROSS JOIN UNNEST(i.resources) AS t(r){} WHERE r.type = o.x) FROM (SELECT DISTINCT r.type AS x FROM logs CROSS JOIN UNNEST(resources) AS t(r){}) o ORDER BY 1",
		"SELECT element_at(p.v, 1) FROM logs CROSS JOIN UNNEST(ARRAY[split(eventname, 't')]) AS p(v){} ORDER BY 1",
		"WITH parts AS (SELECT eventid AS id, split(eventid, '-') AS ids FROM logs) SELECT p.id, t.id FROM parts p CROSS JOIN UNNEST(p.ids) AS t(id){} ORDER BY p.id, t.id",
		"SELECT l.eventid, t.l FROM logs l CROSS JOIN UNNEST(ARRAY['x']) AS t(l){} ORDER BY 1",
	}
}

// An UNNEST in a subquery gives what a join gives. Where another table follows,
// which has one row, UNNEST is a join.
func TestUnnest(t *testing.T) {
	db := openDB(t, trailq.Dir(someLogs), Options{})
	subqueries := 0
	for _, text := range unnestQueries() {
		flat, rows := ask(t, db, strings.ReplaceAll(text, "{}", ""))
		joined, want := ask(t, db, strings.ReplaceAll(text, "{}", ", (VALUES (1)) AS joined(one)"))
		if len(want) == 0 || strings.Contains(joined.SQL, `AS "unnest.`) {
			t.Errorf("%s\nis no join with rows: %s", text, joined.SQL)
		}
		if strings.Contains(flat.SQL, `AS "unnest.`) {
			subqueries++
		}
		if diff := cmp.Diff(joined.Table.Columns, flat.Table.Columns); diff != "" {
			t.Errorf("%s\ncolumns (-join +subquery):\n%s", text, diff)
		}
		if diff := cmp.Diff(want, rows); diff != "" {
			t.Errorf("%s\n(-join +subquery):\n%s\n%s", text, diff, flat.SQL)
		}
	}
	if others := len(unnestQueries()) - subqueries; others != 2 {
		t.Errorf("%d queries have no UNNEST in a subquery, want 2: the one that names its column further in, and the one whose column is called as the table", others)
	}
}
