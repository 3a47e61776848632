package dialect

import (
	"strings"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// render writes tokens as text and notes where each came from.
func render(tokens []syntax.Token) (string, []mark) {
	var b strings.Builder
	marks := make([]mark, len(tokens))
	last := byte(' ')
	for i, token := range tokens {
		if i > 0 && (token.Space || isGluing(last) && isGluing(token.Text[0])) {
			b.WriteByte(' ')
		}
		marks[i] = mark{output: b.Len(), source: token.Offset}
		b.WriteString(token.Text)
		last = token.Text[len(token.Text)-1]
	}
	return b.String(), marks
}

// isGluing reports whether a byte would become one token with another such beside it.
func isGluing(c byte) bool {
	return syntax.IsNameByte(c) || syntax.IsDigit(c) || c == '\'' || c == '"' || c >= utf8.RuneSelf
}
