package diff

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/phrase"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/suspect"
	"github.com/trailq/trailq/internal/table"
)

// cause is a cause with everything that the answer says about it.
type cause struct {
	explain.Cause
	rank       int
	except     []*cause // earlier ones, whose events it does not have
	dimensions []explain.Dimension
	series     series
	marks      []mark
	span       timeSpan
	changed    []suspect.Write // what was changed just before
}

// Name returns the cause's column in timeline.sql.
func (c *cause) Name() report.Name { return report.Name(fmt.Sprintf("cause%d", c.rank)) }

// First returns the column of the earliest clock in a step.
func (c *cause) First() report.Name { return c.Name() + "First" }

// Last returns the column of the latest clock in a step.
func (c *cause) Last() report.Name { return c.Name() + "Last" }

// SQL returns the condition that an event belongs to the cause, over the columns of
// trailq_changes and trailq_classes.
func (c *cause) SQL() report.Expression {
	all := c.conditionsSQL()
	for _, other := range c.except {
		all = joinConditions(all, report.Expressionf("CASE WHEN %v THEN FALSE ELSE TRUE END", other.conditionsSQL()))
	}
	return all
}

// conditionsSQL returns the cause's own conditions, without regard to earlier
// causes.
func (c *cause) conditionsSQL() report.Expression {
	all := report.Expression{}
	for _, condition := range c.Conditions {
		one := c.valueSQL(condition)
		if c.replaces(condition) {
			one = report.AnyOf([]report.Expression{one, c.valueSQL(*c.Replaced)})
		}
		all = joinConditions(one, all)
	}
	return all
}

// valueSQL returns the condition that an event has a value.
func (c *cause) valueSQL(condition explain.Condition) report.Expression {
	sql, value := allDimensions()[condition.Dimension].SQL, c.valueOf(condition)
	if value == "" {
		return report.Expressionf("%v IS NULL", sql)
	}
	return report.Expressionf("%v = %v", sql, report.QuoteText(value))
}

// replaces reports whether the value of a condition took the place of another one.
func (c *cause) replaces(condition explain.Condition) bool {
	return c.Replaced != nil && c.Replaced.Dimension == condition.Dimension
}

func (c *cause) valueOf(condition explain.Condition) string {
	return c.dimensions[condition.Dimension].Values[condition.Value]
}

// phraseCondition returns a condition in words, and its place among others in a
// sentence.
func (c *cause) phraseCondition(condition explain.Condition) (words string, place int) {
	d := allDimensions()[condition.Dimension]
	value := c.valueOf(condition)
	if value == "" {
		return d.none, d.place
	}
	switch d.Name {
	case "caller":
		value = phrase.Caller(value)
	case "class":
		value = phrase.Class(value)
	case "resource":
		value = phrase.Resource(value)
	}
	return fmt.Sprintf(d.phrase, value), d.place
}

// listPhrases returns the conditions in words.
func (c *cause) listPhrases() []string {
	conditions := slices.Clone(c.Conditions)
	slices.SortStableFunc(conditions, func(a, b explain.Condition) int {
		_, first := c.phraseCondition(a)
		_, second := c.phraseCondition(b)
		return cmp.Compare(first, second)
	})
	var all []string
	for _, condition := range conditions {
		words, _ := c.phraseCondition(condition)
		if c.replaces(condition) {
			gone, _ := c.phraseCondition(*c.Replaced)
			words += ", no longer " + gone
		}
		all = append(all, words)
	}
	for _, other := range c.except {
		all = append(all, fmt.Sprintf("apart from cause %d", other.rank))
	}
	return all
}

// String returns the cause in words: "s3:GetObject by role exporter on data/raw/".
func (c *cause) String() string {
	words := strings.Join(c.listPhrases(), " ")
	if !slices.ContainsFunc(c.Conditions, func(x explain.Condition) bool { return c.dimensions[x.Dimension].Name == "call" }) {
		words = "calls " + words
	}
	return words
}

// listTraits say what else the events have. A trait that follows from another one,
// as a network from an address, and what they do not have, is left to the
// columns.
func (c *cause) listTraits() []string {
	var all []string
	said := make(map[int]bool)
	for _, condition := range c.Conditions {
		_, place := c.phraseCondition(condition)
		said[place] = true
	}
	for _, trait := range c.Traits {
		words, place := c.phraseCondition(trait.Condition)
		if said[place] || c.valueOf(trait.Condition) == "" {
			continue
		}
		said[place] = true
		words = strings.TrimPrefix(words, "that ")
		if trait.Share < 1 {
			words += fmt.Sprintf(" (%.0f %%)", math.Floor(100*trait.Share))
		}
		all = append(all, words)
	}
	return all
}

// jsonTrait is a condition or a trait as data.
type jsonTrait struct {
	Dimension string   `json:"dimension"`
	Value     *string  `json:"value"`              // null for having none
	Replaced  string   `json:"replaced,omitempty"` // the value whose place it took
	Share     *float64 `json:"share,omitempty"`
}

// conditionsJSON returns the conditions as data.
func (c *cause) conditionsJSON() table.Value {
	all := []jsonTrait{}
	for _, condition := range c.Conditions {
		one := c.describeCondition(condition, nil)
		if c.replaces(condition) {
			one.Replaced = c.valueOf(*c.Replaced)
		}
		all = append(all, one)
	}
	return asJSON(all)
}

// exceptJSON returns the ranks of the earlier causes whose events the cause leaves
// out.
func (c *cause) exceptJSON() table.Value {
	ranks := []int{}
	for _, other := range c.except {
		ranks = append(ranks, other.rank)
	}
	return asJSON(ranks)
}

// traitsJSON returns the traits as data.
func (c *cause) traitsJSON() table.Value {
	all := []jsonTrait{}
	for _, trait := range c.Traits {
		share := math.Floor(1e6*trait.Share) / 1e6
		all = append(all, c.describeCondition(trait.Condition, &share))
	}
	return asJSON(all)
}

func (c *cause) describeCondition(condition explain.Condition, share *float64) jsonTrait {
	data := jsonTrait{Dimension: c.dimensions[condition.Dimension].Name, Share: share}
	if value := c.valueOf(condition); value != "" {
		data.Value = &value
	}
	return data
}

// asJSON returns data as a JSON value. Marshalling it must not fail.
func asJSON(data any) table.Value {
	raw, err := json.Marshal(data)
	if err != nil {
		panic(err) // texts and numbers always have JSON
	}
	return table.JSON(raw)
}
