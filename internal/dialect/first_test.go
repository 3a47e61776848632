package dialect

import (
	"strings"
	"testing"
)

// The first elements of resources are columns of their own where nothing else of the
// column is wanted, and only where the reader fills them; so are their accounts.
func TestFirstResource(t *testing.T) {
	for sql, want := range map[string]string{
		"SELECT element_at(resources, 1).arn FROM t":                                                         `"resources[0]"`,
		"SELECT count(*) FROM t WHERE element_at(resources, 1).accountid = '111122223333'":                   `"resources[0].accountid"`,
		"SELECT element_at(x.resources, 1).type FROM t AS x":                                                 `"resources[0]"`,
		"SELECT element_at(resources, 2).arn FROM t":                                                         `"resources[1]"`,
		"SELECT element_at(resources, 2).accountid FROM t":                                                   `"resources[1].accountid"`,
		"SELECT element_at(resources, 3).accountid FROM t":                                                   "",
		"SELECT element_at(resources, -1).arn FROM t":                                                        "",
		"SELECT element_at(resources, 1).arn FROM t GROUP BY resources":                                      "",
		"SELECT *, element_at(resources, 1).arn FROM t":                                                      "",
		"SELECT element_at(resources, 1).arn FROM (SELECT resources FROM t)":                                 "",
		"SELECT element_at(resources, 1).arn FROM (SELECT filter(resources, r -> true) AS resources FROM t)": "",
	} {
		query, err := Rewrite(sql, Options{Flavor: Athena, Scalars: true})
		if err != nil {
			t.Errorf("%s: %v", sql, err)
		} else if strings.Contains(query.SQL, `"resources[`) != (want != "") || !strings.Contains(query.SQL, want) {
			t.Errorf("%s becomes %s", sql, query.SQL)
		}
		stored, err := Rewrite(sql, Options{Flavor: Athena})
		if err != nil || strings.Contains(stored.SQL, `"resources[`) {
			t.Errorf("%s becomes %v without a reader: %v", sql, stored, err)
		}
	}
}
