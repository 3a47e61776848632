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
	where, others := c.splitTraits()
	sentence := c.String()
	if callers := d.describeCallers(c); callers != "" {
		sentence += ", " + callers
	}
	if where != "" {
		sentence += ", " + where
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

// splitTraits returns where the events of a cause came from, which belongs into its
// sentence, and the other traits.
func (c *cause) splitTraits() (where string, others []string) {
	all := c.listTraits()
	if i := slices.IndexFunc(all, func(t string) bool { return strings.HasPrefix(t, "from ") }); i >= 0 {
		return all[i], slices.Delete(slices.Clone(all), i, i+1)
	}
	return "", all
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
