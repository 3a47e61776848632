// Package phrase says names, shares and times as people do: role exporter, table
// orders, 94 %, 3h. It knows neither SQL nor reports.
package phrase

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/address"
)

// Caller returns the ARN of a role or user as people say it: role NAME.
func Caller(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" {
		return arn
	}
	if parts[5] == "root" {
		return "root of " + parts[4]
	}
	kind, path, named := strings.Cut(parts[5], "/")
	if !named || parts[2] != "iam" {
		return arn
	}
	return kind + " " + path[strings.LastIndexByte(path, '/')+1:]
}

// Resource returns an ARN as people say it: table NAME, key ID.
func Resource(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" {
		return arn
	}
	kind, name, named := strings.Cut(strings.Replace(parts[5], ":", "/", 1), "/")
	switch {
	case parts[2] == "sqs":
		return "queue " + parts[5]
	case parts[2] == "sns":
		return "topic " + parts[5]
	case !named:
		return parts[5]
	case kind == "log-group":
		kind = "log group"
	}
	return kind + " " + name
}

// Class returns words for where calls of a class came from.
func Class(class string) string {
	switch address.Class(class) {
	case address.OtherRegion:
		return "from another region"
	case address.VPCEndpoint:
		return "through a VPC endpoint"
	case address.Service:
		return "from an AWS service"
	case address.Unknown:
		return "from an origin that the logs do not tell"
	}
	return "from the " + class
}

// Percent returns a share for people.
func Percent(share float64) string {
	switch percent := 100 * share; {
	case percent < 1:
		return "less than 1 %"
	case percent > 99 && share < 1:
		return "over 99 %"
	default:
		return fmt.Sprintf("%.0f %%", percent)
	}
}

// Shorten cuts a text that is longer than most characters.
func Shorten(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// Wrap breaks a text into lines, at spaces where there are any.
func Wrap(text string, width int) []string {
	var lines []string
	line := ""
	const unbroken = "\u00a0%" // a number stays with its sign
	for word := range strings.SplitSeq(strings.ReplaceAll(text, " %", unbroken), " ") {
		word = strings.ReplaceAll(word, unbroken, " %")
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			lines, line = append(lines, line), word
			continue
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// Bars returns one character for each bar, whose height is in proportion to
// most. Nothing is a space, or a point in ASCII; the smallest amount gets the
// lowest bar.
func Bars(bars []float64, most float64, ascii bool) string {
	heights := []rune(" ▁▂▃▄▅▆▇█")
	if ascii {
		heights = []rune(".:-=+*#%@")
	}
	var drawn strings.Builder
	for _, bar := range bars {
		height := 0
		if bar > 0 {
			height = max(int(math.Round(bar/most*float64(len(heights)-1))), 1)
		}
		drawn.WriteRune(heights[height])
	}
	return drawn.String()
}

// Duration returns a duration in whole minutes, hours or days: 40m, 3h, 2d.
func Duration(d time.Duration) string {
	text := d.String()
	text = strings.TrimSuffix(text, "0s")
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// Program returns a user agent without its versions.
func Program(agent string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '.' {
			return -1
		}
		return r
	}, agent)
}
