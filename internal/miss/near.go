package miss

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/condition"
	"github.com/trailq/trailq/internal/humanize"
)

// describe says that the part matches nothing, and which value is near.
func (p *part) describe() string {
	asked := strings.Join(p.asked, ", ")
	switch {
	case p.name == "":
		return "no event matches " + asked
	case p.values == nil, p.hasField && len(p.seen) == 0:
		return fmt.Sprintf("no %s is %s", p.name, asked)
	case len(p.seen) == 0 && len(p.keys) > 0:
		return p.describeKeys()
	case len(p.seen) == 0:
		return "no event has " + p.name
	}
	text := fmt.Sprintf("no %s is %s", p.name, asked)
	for _, one := range p.asked {
		if near := nearValue(p.seen, one); near != "" {
			return fmt.Sprintf("%s; %s has %s", text, near, humanize.Thousands(p.seen[near]))
		}
	}
	if len(p.seen) <= fewValues {
		return text + "; there is " + strings.Join(slices.Sorted(maps.Keys(p.seen)), ", ")
	}
	return text
}

// fewValues is how many values are listed where none is near.
const fewValues = 5

// describeKeys says that no event has the field, and which field is near.
func (p *part) describeKeys() string {
	dot := strings.LastIndexByte(p.name, '.')
	text := "no event has " + p.name
	if near := nearValue(p.keys, p.name[dot+1:]); near != "" {
		return fmt.Sprintf("%s; %s is in %s", text, p.name[:dot+1]+near, humanize.Thousands(p.keys[near]))
	}
	return text
}

// nearValue returns the value nearest to the one that was asked for, empty if none is
// near: the same in another case, part of it, or a few letters away. Of several, the
// most frequent counts.
func nearValue(counts map[string]int64, asked string) string {
	lower := strings.ToLower(asked)
	values := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	for _, pattern := range []string{lower, "*/" + lower, "*" + lower + "*"} {
		for _, value := range values {
			if condition.MatchGlob(pattern, strings.ToLower(value)) {
				return value
			}
		}
	}
	if near := condition.Nearest(asked, values); near != "" {
		return near
	}
	return nearName(values, asked)
}

// nearName returns the value whose last part, such as the name in an ARN, is nearest.
func nearName(values []string, asked string) string {
	names := make(map[string]string)
	for _, value := range values {
		name, _, isService := strings.Cut(value, ".amazonaws.com")
		if !isService {
			name = value[strings.LastIndexByte(value, '/')+1:]
		}
		if _, known := names[name]; !known {
			names[name] = value
		}
	}
	return names[condition.Nearest(asked, slices.Sorted(maps.Keys(names)))]
}
