package cli

import (
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/complete"
	"github.com/trailq/trailq/internal/topic"
)

// completionSources returns what shells are offered.
func completionSources(env *Environment) complete.Sources {
	sources := complete.Sources{
		Getenv: env.Getenv, Fields: offerNames(ask.DimensionNames()),
		Own: map[string][]complete.Word{"cost": offerNames(ask.CostNames())},
	}
	for _, one := range topic.All("") {
		sources.Topics = append(sources.Topics, complete.Word{Text: one.Name, Means: one.Short})
	}
	return sources
}

func offerNames(names []ask.ShortName) []complete.Word {
	var words []complete.Word
	for _, short := range names {
		words = append(words, complete.Word{Text: short.Name, Means: short.Means})
	}
	return words
}
