package diff

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/phrase"
	"github.com/trailq/trailq/internal/suspect"
	"github.com/trailq/trailq/internal/table"
)

// sentenceWidth is how many characters a line about a cause has, so that a terminal
// of 80 shows it whole.
const sentenceWidth = 73

// longestValue is how many characters of a value are shown, such as a user agent.
const longestValue = 2*sentenceWidth - 20

// causesText returns the causes for people: a sentence for each, then what supports
// it.
func (d *Comparison) causesText() *table.Table {
	answer := &table.Table{
		Name:    "causes",
		Title:   d.describeChange(),
		Columns: []table.Column{{Name: "cause"}, {Name: "what", Whole: true}},
	}
	var rows [][]table.Value
	for _, c := range d.causes {
		for i, line := range d.describeCause(c) {
			number := table.Value{}
			if i == 0 {
				number = table.Int(int64(c.rank))
			}
			rows = append(rows, []table.Value{number, table.Text(line)})
		}
	}
	answer.Rows = table.All(rows)
	return answer
}

// describeCause returns the lines about a cause.
func (d *Comparison) describeCause(c *cause) []string {
	prefixes := []string{"from "}
	if slices.ContainsFunc(d.causes, func(other *cause) bool { return other != c && other.String() == c.String() }) {
		prefixes = append(prefixes, "in account ", "in ") // such as of tables of one name in two regions
	}
	told, others := c.splitTraits(prefixes)
	sentence := c.String()
	if callers := d.describeCallers(c); callers != "" {
		sentence += ", " + callers
	}
	for _, trait := range told {
		sentence += ", " + trait
	}
	sentence += ": " + d.describeAmounts(c)
	if when := d.describeSpan(c); when != "" {
		sentence += ", " + when
	}
	lines := phrase.Wrap(sentence+".", sentenceWidth)
	if changed := suspect.Describe(c.changed, c.span.since); changed != "" {
		lines = append(lines, phrase.Wrap(changed, sentenceWidth)...)
	}
	for i, trait := range others {
		label := []string{"also ", "     "}[min(i, 1)]
		for j, line := range phrase.Wrap(phrase.Shorten(trait, longestValue), sentenceWidth-len(label)-2) {
			if j > 0 {
				label = "       "
			}
			lines = append(lines, label+line)
		}
	}
	return lines
}

// splitTraits returns the traits that belong into the sentence about a cause, the first with
// each prefix, and the others.
func (c *cause) splitTraits(prefixes []string) (told, others []string) {
	for _, trait := range c.listTraits() {
		i := slices.IndexFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(trait, prefix) })
		if i < 0 {
			others = append(others, trait)
			continue
		}
		told, prefixes = append(told, trait), slices.Delete(slices.Clone(prefixes), i, i+1)
	}
	return told, others
}

// describeAmounts says how a cause changed: "rose from 60 to 1,366 events (+1,306, 99 %
// of what moved)".
func (d *Comparison) describeAmounts(c *cause) string {
	before, after := d.ratio*c.Before, c.After
	var words string
	switch kindOf(before, after, 1) {
	case "new":
		words = fmt.Sprintf("%s, none before", d.formatAmount(after))
	case "gone":
		words = fmt.Sprintf("%s before, none after", d.formatAmount(before))
	case "grown":
		words = fmt.Sprintf("rose from %s to %s", d.formatNumber(before), d.formatAmount(after))
	default:
		words = fmt.Sprintf("fell from %s to %s", d.formatNumber(before), d.formatAmount(after))
	}
	share := math.Abs(after-before) / d.movedByCauses()
	if math.IsNaN(share) || math.IsInf(share, 0) {
		return words
	}
	return fmt.Sprintf("%s (%s, %s of what moved)", words, d.formatSigned(after-before), phrase.Percent(share))
}

// describeSpan returns the time of a cause in words.
func (d *Comparison) describeSpan(c *cause) string {
	const layout = "2006-01-02 15:04"
	var words []string
	if !c.span.since.IsZero() {
		words = append(words, "since "+c.span.since.Format(layout))
	}
	if !c.span.until.IsZero() {
		words = append(words, "until "+c.span.until.Format(layout))
	}
	if len(words) == 0 {
		return ""
	}
	return fmt.Sprintf("%s UTC (to %s)", strings.Join(words, " "), describeResolution(d.spanResolution(c)))
}

// describeResolution says how exact a time is.
func describeResolution(text string) string {
	if unit, isUnit := map[string]string{"1m": "the minute", "1h": "the hour", "1d": "the day"}[text]; isUnit {
		return unit
	}
	return "within " + text
}

// describeThreshold says what would have been a cause.
func (d *Comparison) describeThreshold() string {
	least := explain.LeastShare * max(d.explanation.After, d.explanation.Growth*d.explanation.Before)
	return fmt.Sprintf("to count as one, a group of events must change by at least %s (%.1f %% of all), at least double or halve compared with the rest, and change by more than such groups usually do",
		d.formatAmount(math.Ceil(least)), 100*explain.LeastShare)
}
