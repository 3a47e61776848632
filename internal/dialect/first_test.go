package dialect

import (
	"strings"
	"testing"
)

// The first element of resources is a column of its own where nothing else of the
// column is wanted, and only where the reader fills it.
func TestFirstResource(t *testing.T) {
	for sql, want := range map[string]bool{
		"SELECT element_at(resources, 1).arn FROM t":                                                         true,
		"SELECT count(*) FROM t WHERE element_at(resources, 1).accountid = '111122223333'":                   true,
		"SELECT element_at(x.resources, 1).type FROM t AS x":                                                 true,
		"SELECT element_at(resources, 2).arn FROM t":                                                         false,
		"SELECT element_at(resources, -1).arn FROM t":                                                        false,
		"SELECT element_at(resources, 1).arn FROM t GROUP BY resources":                                      false,
		"SELECT *, element_at(resources, 1).arn FROM t":                                                      false,
		"SELECT element_at(resources, 1).arn FROM (SELECT resources FROM t)":                                 false,
		"SELECT element_at(resources, 1).arn FROM (SELECT filter(resources, r -> true) AS resources FROM t)": false,
	} {
		query, err := Rewrite(sql, Options{Flavor: Athena, Scalars: true})
		if err != nil {
			t.Errorf("%s: %v", sql, err)
		} else if strings.Contains(query.SQL, `"resources[0]"`) != want {
			t.Errorf("%s becomes %s", sql, query.SQL)
		}
		stored, err := Rewrite(sql, Options{Flavor: Athena})
		if err != nil || strings.Contains(stored.SQL, `"resources[0]"`) {
			t.Errorf("%s becomes %v without a reader: %v", sql, stored, err)
		}
	}
}
