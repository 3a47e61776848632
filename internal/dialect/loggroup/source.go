package loggroup

import (
	"fmt"
	"strings"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

// addConditions adds the conditions of a table's name to those of the SELECT that reads it.
func (t *translator) addConditions(s *syntax.Select, relation syntax.Relation, isOuter bool) {
	switch r := relation.(type) {
	case *syntax.Join:
		t.addConditions(s, r.Left, isOuter || r.Kind == "right" || r.Kind == "full")
		t.addConditions(s, r.Right, isOuter || r.Kind == "left" || r.Kind == "full")
	case *syntax.ParenRelation:
		t.addConditions(s, r.Relation, isOuter)
	case *syntax.Table:
		name := r.Path[len(r.Path)-1]
		if !name.Quoted || !strings.HasSuffix(strings.TrimSpace(name.Text), ")") {
			return
		}
		conditions, err := t.readSource(r, name)
		switch {
		case err != nil:
			t.failAt(name, err.Error())
		case isOuter && len(conditions) > 0:
			t.failAt(name, "filterIndex is not available on that side of an outer join: write its conditions in ON")
		}
		for _, condition := range conditions {
			if s.Where != nil {
				condition = &syntax.Binary{Pos: name.Pos, Operator: "and", Left: condition, Right: syntax.NewParen(s.Where)}
			}
			s.Where = condition
		}
	}
}

// readSource reads the operators in a table's name: logGroups(…), dataSource(…) and
// filterIndex(…), of which only the last says something about events.
func (t *translator) readSource(table *syntax.Table, name syntax.Name) ([]syntax.Expression, error) {
	tokens, err := syntax.Tokenize(name.Text)
	if err != nil {
		return nil, fmt.Errorf("the name of this source is not readable: %w", err)
	}
	var found []syntax.Expression
	for tokens[0].Kind != syntax.End {
		operator := strings.ToLower(tokens[0].Text)
		length := callLength(tokens)
		if length == 0 {
			return nil, fmt.Errorf("a source is the name of a log group, or logGroups(…), dataSource(…) or filterIndex(…)")
		}
		switch operator {
		case "loggroups", "datasource":
		case "filterindex":
			r := &indexReader{tokens: tokens[2 : length-1], table: table, at: name}
			if found = append(found, r.readConditions()...); r.isWrong {
				return nil, fmt.Errorf("filterIndex expects 'field' = value or 'field' IN [values], with commas between")
			}
		default:
			return nil, fmt.Errorf("there is no %s(…): a source is a log group, logGroups(…), dataSource(…) or filterIndex(…)", tokens[0].Text)
		}
		tokens = tokens[length:]
	}
	return found, nil
}

// callLength returns how many tokens a name with its brackets takes; 0 if none.
func callLength(tokens []syntax.Token) int {
	if tokens[0].Kind != syntax.Word || !tokens[1].IsOperator("(") {
		return 0
	}
	for i, token := range tokens {
		if token.IsOperator(")") {
			return i + 1
		}
	}
	return 0
}

// indexReader reads the conditions of filterIndex.
type indexReader struct {
	tokens  []syntax.Token
	table   *syntax.Table
	at      syntax.Name
	isWrong bool
}

// next takes a token; the last is repeated as an End.
func (r *indexReader) next() syntax.Token {
	if len(r.tokens) == 0 {
		return syntax.Token{Kind: syntax.End}
	}
	token := r.tokens[0]
	r.tokens = r.tokens[1:]
	return token
}

// readConditions reads 'field' = value, 'field' IN [values], ….
func (r *indexReader) readConditions() []syntax.Expression {
	var found []syntax.Expression
	for len(r.tokens) > 0 && !r.isWrong {
		field := r.makeField(r.next())
		switch token := r.next(); {
		case token.IsOperator("="):
			found = append(found, &syntax.Binary{Pos: r.at.Pos, Operator: "=", Left: field, Right: r.makeValue(r.next())})
		case token.IsWord("IN"):
			found = append(found, &syntax.In{Pos: r.at.Pos, Operand: field, List: r.readList()})
		default:
			r.isWrong = true
		}
		if len(r.tokens) > 0 && !r.next().IsOperator(",") {
			r.isWrong = true
		}
	}
	return found
}

// readList reads [values].
func (r *indexReader) readList() []syntax.Expression {
	var values []syntax.Expression
	r.isWrong = r.isWrong || !r.next().IsOperator("[")
	for !r.isWrong {
		values = append(values, r.makeValue(r.next()))
		token := r.next()
		if token.IsOperator("]") {
			return values
		}
		r.isWrong = r.isWrong || !token.IsOperator(",")
	}
	return values
}

// makeField returns a field of the table, whose place stands for its own.
func (r *indexReader) makeField(token syntax.Token) syntax.Expression {
	name := syntax.Name{Pos: r.at.Pos, Text: r.readText(token), Quoted: true}
	if alias := r.table.Alias; alias != nil {
		return &syntax.Field{Base: &syntax.Reference{Name: alias.Name}, Name: name}
	}
	return &syntax.Reference{Name: name}
}

// makeValue returns a value as the text that all fields are.
func (r *indexReader) makeValue(token syntax.Token) syntax.Expression {
	return syntax.NewText(r.at, r.readText(token))
}

// readText returns what a token says.
func (r *indexReader) readText(token syntax.Token) string {
	switch token.Kind {
	case syntax.String, syntax.QuotedName:
		quote := token.Text[:1]
		return strings.ReplaceAll(token.Text[1:len(token.Text)-1], quote+quote, quote)
	case syntax.Number, syntax.Word:
		return token.Text
	}
	r.isWrong = true
	return ""
}
