package report

import (
	"github.com/trailq/trailq/internal/dialect/schema"

	"strings"

	"github.com/trailq/trailq/internal/condition"
	"github.com/trailq/trailq/internal/fieldpath"
)

// WhereConditions returns the conditions of Filter.Where as SQL. An unknown field is
// a [*FieldError].
func WhereConditions(texts []string) ([]Expression, error) {
	var conditions []Expression
	for _, text := range texts {
		c, err := condition.Parse(text)
		if err != nil {
			return nil, err
		}
		sql, err := whereCondition(c)
		if err != nil {
			return nil, err
		}
		conditions = append(conditions, sql)
	}
	return conditions, nil
}

// whereCondition returns a condition as SQL that is never NULL.
func whereCondition(c *condition.Condition) (Expression, error) {
	sql, err := fieldCondition(c)
	if err != nil {
		return Expression{}, err
	}
	return applyNegation(sql, c), nil
}

// applyNegation returns the condition that sql is without its negation, as SQL that is
// never NULL where it is negated.
func applyNegation(sql Expression, c *condition.Condition) Expression {
	switch {
	case c.Negated:
		return Expressionf("NOT coalesce(%s, false)", sql)
	case strings.Contains(sql.sql, " OR "):
		return Expressionf("(%s)", sql)
	}
	return sql
}

// ConditionOn returns a condition on a value, in place of the field that it names.
func ConditionOn(value Expression, c *condition.Condition) Expression {
	return applyNegation(matchesGlob(value.sql, c.Glob), c)
}

// fieldCondition returns the condition without its negation, NULL where a field is.
func fieldCondition(c *condition.Condition) (Expression, error) {
	if element, found := elementCondition(c); found {
		return element, nil
	}
	d, err := ParseDimension(c.Field)
	if err != nil {
		return Expression{}, err
	}
	whole := matchesGlob(d.SQL.sql, c.Glob)
	if column, path, free := freePath(c.Field); free {
		return Expressionf("%s OR %s", whole, anyElement(column, path, c.Glob)), nil
	}
	return whole, nil
}

// matchesGlob returns the condition that a text matches a pattern or, without one, is
// not empty.
func matchesGlob(sql, glob string) Expression {
	if glob == "" {
		return Expressionf("%s <> ''", sql)
	}
	return MatchesAny(sql, []string{glob})
}

// elementCondition returns the condition on a field of any element of an array of
// structs, such as resources.ARN, and reports whether the field is one.
func elementCondition(c *condition.Condition) (Expression, bool) {
	path, err := fieldpath.Parse(c.Field)
	if err != nil {
		return Expression{}, false
	}
	var keys []string
	for key, index := range path.Steps() {
		if index >= 0 {
			return Expression{}, false
		}
		keys = append(keys, key)
	}
	column, ok := topLevel(keys[0])
	if !ok || len(keys) != 2 || column.Type.Kind != schema.List {
		return Expression{}, false
	}
	for _, field := range column.Type.Element.Fields {
		if strings.EqualFold(field.Key, keys[1]) {
			return Expressionf("any_match(%s, element -> %s)", column.Name, matchesGlob("element."+field.Name, c.Glob)), true
		}
	}
	return Expression{}, false
}

// freePath returns the column of a path into free JSON, and the rest of the path for
// SQL's JSON functions, which look into arrays.
// https://trino.io/docs/current/functions/json.html#json-path-language
func freePath(field string) (column string, path Text, free bool) {
	parsed, err := fieldpath.Parse(field)
	if err != nil || isShortName(field) {
		return "", "", false
	}
	steps := "lax $"
	for key, index := range parsed.Steps() {
		switch {
		case column == "":
			c, ok := topLevel(key)
			if !ok || c.Type.Kind != schema.Text {
				return "", "", false
			}
			column = c.Name
		case index >= 0:
			return "", "", false // it means one value
		default:
			steps += `."` + key + `"`
		}
	}
	return column, Text(steps + "[*]"), steps != "lax $"
}

func isShortName(name string) bool {
	for _, short := range shortNameList() {
		if strings.EqualFold(short, name) {
			return true
		}
	}
	return false
}

// anyElement returns the condition that an element of an array matches, where arrays
// are on the way of the path or at its end. Most JSON has none, and is ruled out first.
func anyElement(column string, path Text, glob string) Expression {
	const element = "coalesce(json_extract_scalar(element, '$'), nullif(json_format(element), 'null'))"
	return Expressionf("strpos(%[1]s, '[') > 0 AND any_match(CAST(json_parse(json_query(%[1]s, %[2]v WITH ARRAY WRAPPER)) AS array(json)), element -> %[3]v)",
		column, path, matchesGlob(element, glob))
}
