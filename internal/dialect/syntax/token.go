package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// TokenKind says what a token is.
type TokenKind uint8

// The kinds of tokens.
const (
	End        TokenKind = iota // the end of the text
	Word                        // a name or keyword; also a name that begins with a digit
	QuotedName                  // "name" or `name`
	String                      // 'text'
	Number                      // 1, 1.5, 1e9
	Operator                    // everything else
)

// Token is a piece of SQL.
type Token struct {
	Text   string // as written
	Offset int    // in the source
	Kind   TokenKind
	Space  bool // white space or a comment stands in front
}

// EndOffset returns where the token ends in its source.
func (t Token) EndOffset() int { return t.Offset + len(t.Text) }

// IsWord reports whether the token is a keyword, which is given in upper case.
func (t Token) IsWord(keyword string) bool {
	return t.Kind == Word && len(t.Text) == len(keyword) && strings.EqualFold(t.Text, keyword)
}

// IsOneOf reports whether the token is one of some keywords.
func (t Token) IsOneOf(keywords ...string) bool {
	for _, k := range keywords {
		if t.IsWord(k) {
			return true
		}
	}
	return false
}

// IsOperator reports whether the token is an operator.
func (t Token) IsOperator(text string) bool { return t.Kind == Operator && t.Text == text }

// IsName reports whether a token can be a name.
func (t Token) IsName() bool {
	return t.Kind == QuotedName || t.Kind == Word && !IsReserved(t.Text) && !IsDigit(t.Text[0])
}

// Tokenize cuts a text into tokens, without white space and comments. The last
// is End.
// https://trino.io/docs/current/language/reserved.html and SqlBase.g4.
func Tokenize(source string) ([]Token, error) {
	l := lexer{source: source}
	tokens := make([]Token, 0, len(source)/4+1)
	for {
		start := l.at
		if err := l.skipSpace(); err != nil {
			return nil, err
		}
		space := l.at > start
		kind, end, err := l.scanToken()
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, Token{Kind: kind, Text: source[l.at:end], Offset: l.at, Space: space})
		if l.at = end; kind == End {
			return tokens, nil
		}
	}
}

// lexer is the state of Tokenize.
type lexer struct {
	source string
	at     int
}

// skipSpace passes white space and comments. Comments do not nest, and a carriage
// return ends a line, as in Trino.
func (l *lexer) skipSpace() error {
	for l.at < len(l.source) {
		rest := l.source[l.at:]
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case unicode.IsSpace(r) || r == '\ufeff':
			l.at += size
		case strings.HasPrefix(rest, "--"):
			if end := strings.IndexAny(rest, "\r\n"); end >= 0 {
				l.at += end
			} else {
				l.at += len(rest)
			}
		case strings.HasPrefix(rest, "/*"):
			end := strings.Index(rest[2:], "*/")
			if end < 0 {
				return NewError(l.at, "this comment is not closed: */ is missing")
			}
			l.at += end + 4
		default:
			return nil
		}
	}
	return nil
}

// scanToken returns the kind and the end of the token at l.at.
func (l *lexer) scanToken() (TokenKind, int, error) {
	rest := l.source[l.at:]
	if rest == "" {
		return End, l.at, nil
	}
	switch c := rest[0]; {
	case c == '\'':
		return l.scanQuoted(String, l.at)
	case c == '"' || c == '`':
		return l.scanQuoted(QuotedName, l.at)
	case len(rest) > 2 && (c == 'U' || c == 'u') && rest[1] == '&' && rest[2] == '\'':
		return l.scanQuoted(String, l.at+2)
	case IsDigit(c) || c == '.' && len(rest) > 1 && IsDigit(rest[1]) && !l.isAfterName():
		return l.scanNumber()
	}
	if r, _ := utf8.DecodeRuneInString(rest); isNameStart(r) {
		return Word, l.at + nameLength(rest), nil
	}
	return Operator, l.at + operatorLength(rest), nil
}

// isAfterName reports whether the byte before is part of a name, so that a dot
// selects a field and begins no number.
func (l *lexer) isAfterName() bool {
	if l.at == 0 {
		return false
	}
	c := l.source[l.at-1]
	return c == '"' || c == '`' || c == ')' || c == ']' || IsDigit(c) || IsNameByte(c)
}

// scanQuoted scans from the quote at start to the closing one; a doubled quote
// stands for one.
func (l *lexer) scanQuoted(kind TokenKind, start int) (TokenKind, int, error) {
	quote := l.source[start]
	for i := start + 1; i < len(l.source); i++ {
		if l.source[i] != quote {
			continue
		}
		if i+1 < len(l.source) && l.source[i+1] == quote {
			i++
			continue
		}
		return kind, i + 1, nil
	}
	what := "string"
	if kind == QuotedName {
		what = "quoted name"
	}
	return End, 0, NewError(l.at, "this %s is not closed: %c is missing", what, quote)
}

// scanNumber scans a number, or a name that begins with a digit.
func (l *lexer) scanNumber() (TokenKind, int, error) {
	i := l.at
	digits := func() {
		for i < len(l.source) && IsDigit(l.source[i]) {
			i++
		}
	}
	digits()
	if i < len(l.source) && l.source[i] == '.' {
		i++
		digits()
	}
	if i < len(l.source) && (l.source[i] == 'e' || l.source[i] == 'E') {
		mark := i
		i++
		if i < len(l.source) && (l.source[i] == '+' || l.source[i] == '-') {
			i++
		}
		if i < len(l.source) && IsDigit(l.source[i]) {
			digits()
		} else {
			i = mark
		}
	}
	if n := nameLength(l.source[i:]); n > 0 {
		return Word, i + n, nil
	}
	return Number, i, nil
}

// nameLength returns the length of the run of name characters text starts with.
func nameLength(text string) int {
	for i, r := range text {
		if !isNameStart(r) && !(r >= '0' && r <= '9') {
			return i
		}
	}
	return len(text)
}

// operatorLength returns the length of the operator text starts with.
func operatorLength(text string) int {
	if len(text) > 1 {
		switch text[:2] {
		case "<>", "!=", "<=", ">=", "||", "->", "=>", "::":
			return 2
		}
	}
	_, size := utf8.DecodeRuneInString(text)
	return size
}

// IsDigit reports whether a byte is one of 0 to 9.
func IsDigit(c byte) bool { return c >= '0' && c <= '9' }

// IsNameByte reports whether a byte can be part of a name, at its start too.
func IsNameByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
}

func isNameStart(r rune) bool {
	return r == '_' || r != utf8.RuneError && unicode.IsLetter(r)
}

// Unquote returns the text between quotes, in which a doubled quote is one.
func Unquote(text string) string {
	if len(text) < 2 {
		return text
	}
	quote := text[:1]
	return strings.ReplaceAll(text[1:len(text)-1], quote+quote, quote)
}
