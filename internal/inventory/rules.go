package inventory

import (
	"strings"

	"github.com/trailq/trailq/internal/price"
)

// ReadRules returns the rules that texts say: bucket/prefix=CLASS, or the name of an S3
// Inventory. Rules count before an inventory.
func ReadRules(texts []string) ([]price.StorageRule, error) {
	var rules, read []price.StorageRule
	for _, text := range texts {
		if strings.Contains(text, "=") && !strings.HasSuffix(text, ".json") {
			rule, err := price.ParseStorageRule(text)
			if err != nil {
				return nil, err
			}
			rules = append(rules, rule)
			continue
		}
		report, err := Read(text)
		if err != nil {
			return nil, err
		}
		read = append(read, report.Rules...)
	}
	return append(read, rules...), nil
}
