package dialect

import (
	"unicode/utf8"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// tokenKind says what a token is, as syntax.TokenKind does.
type tokenKind int

const (
	endToken      tokenKind = iota // the end of the text; its before holds what is left
	wordToken                      // a name or keyword; also names that begin with a digit
	quotedToken                    // "name" or `name`
	stringToken                    // 'text'
	numberToken                    // 1, 1.5, 1e9
	operatorToken                  // everything else
	rawToken                       // text that the rewriter made, final as it is
)

// token is a piece of SQL. The text of before and text of all tokens in turn
// is the source again, byte for byte.
type token struct {
	kind   tokenKind
	text   string
	before string // white space and comments in front
	offset int    // of text in the source
}

// lex cuts source into tokens; the last is the end.
func lex(source string) ([]token, error) {
	list, err := syntax.Tokenize(source)
	if err != nil {
		return nil, placeError(source, err)
	}
	tokens := make([]token, len(list))
	end := 0
	for i, t := range list {
		tokens[i] = token{kind: tokenKind(t.Kind), text: t.Text, before: source[end:t.Offset], offset: t.Offset}
		end = t.EndOffset()
	}
	return tokens, nil
}

// printedTokens returns a statement as tokens, without comments.
func printedTokens(statement syntax.Statement) []token {
	return spacedTokens(syntax.PrintTokens(statement))
}

// spacedTokens returns tokens with a space in place of what stood in front.
func spacedTokens(list []syntax.Token) []token {
	tokens := make([]token, len(list), len(list)+1)
	for i, t := range list {
		tokens[i] = token{kind: tokenKind(t.Kind), text: t.Text, offset: t.Offset}
		if t.Space {
			tokens[i].before = " "
		}
	}
	return tokens
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isNameByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
}
