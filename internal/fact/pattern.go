package fact

import (
	"regexp"
	"strings"
)

// wholeName matches names that are complete: an ARN, the name of a service, and a
// principal ID with the name of its session.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
var wholeName = regexp.MustCompile(`^(arn:.*[^:/]|[a-z0-9.-]+\.amazonaws\.com(\.cn)?|a[a-z]{3}[a-z0-9]{12,}:.+)$`)

// roleSessions matches the common part of the ARNs of all sessions of a role.
var roleSessions = regexp.MustCompile(`^arn:[^/]*:assumed-role/[^/]+$`)

// CallerPatterns returns the patterns, in lower case, one of which a name of a caller
// must match if the text is asked for. In them * stands for any characters and ? for
// one. A complete name stands for itself alone, so that user/bob is not user/bobby;
// any other text without * and ? can be any part of a name.
func CallerPatterns(text string) []string {
	text = strings.ToLower(text)
	switch {
	case strings.ContainsAny(text, "*?"):
		return []string{text}
	case roleSessions.MatchString(text):
		return []string{text, text + "/*"}
	case wholeName.MatchString(text):
		return []string{text}
	}
	return []string{"*" + text + "*"}
}
