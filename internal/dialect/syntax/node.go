package syntax

import "strings"

// Pos is where a node begins in the source, in bytes.
type Pos int

// Start returns where the node begins.
func (p Pos) Start() int { return int(p) }

// Node is a part of a statement.
type Node interface {
	// Start returns where the node begins in the source. A node made of an
	// operator begins where the operator does.
	Start() int
}

// Name is a name as written.
type Name struct {
	Pos
	Text   string // without quotes
	Quoted bool
}

// Key returns the name in lower case: names are compared without regard to
// case, quoted or not.
func (n Name) Key() string { return strings.ToLower(n.Text) }

// Expression is anything that has a value.
type Expression interface {
	Node
	print(*printer)
	visitParts(*Visitor)
}

type (
	// Reference is a name alone: a column, or a lambda's parameter.
	Reference struct{ Name }

	// Field is Base.Name: a column of a table, or a field of a row.
	Field struct {
		Base Expression
		Name Name
	}

	// StringLiteral is 'text'.
	StringLiteral struct {
		Pos
		Value string
	}

	// NumberLiteral is 1, 1.5 or 1e9.
	NumberLiteral struct {
		Pos
		Text string
	}

	// BooleanLiteral is TRUE or FALSE.
	BooleanLiteral struct {
		Pos
		Value bool
	}

	// NullLiteral is NULL.
	NullLiteral struct{ Pos }

	// TypedLiteral is a type's name before a text: DATE '2023-11-01'; of
	// X'ff' the name is x.
	TypedLiteral struct {
		Pos
		Type  string // in lower case
		Value *StringLiteral
	}

	// IntervalLiteral is INTERVAL '7' DAY.
	IntervalLiteral struct {
		Pos
		Negative bool
		Value    *StringLiteral
		From, To string // in lower case; To is often empty
	}

	// Parameter is a question mark.
	Parameter struct{ Pos }

	// CurrentValue is CURRENT_DATE and the like.
	CurrentValue struct {
		Pos
		Name      string // in lower case
		Precision string
	}

	// Unary is - or + before an operand.
	Unary struct {
		Pos
		Operator string
		Operand  Expression
	}

	// Binary is an operator between two operands: arithmetic, ||, a
	// comparison, AND and OR. The operator is in lower case.
	Binary struct {
		Pos
		Operator    string
		Left, Right Expression
	}

	// Not is NOT before an operand.
	Not struct {
		Pos
		Operand Expression
	}

	// Between is Operand [NOT] BETWEEN Low AND High.
	Between struct {
		Pos
		Negated            bool
		Operand, Low, High Expression
	}

	// In is Operand [NOT] IN (List) or IN (Query).
	In struct {
		Pos
		Negated bool
		Operand Expression
		List    []Expression
		Query   *Query
	}

	// Like is Operand [NOT] LIKE Pattern [ESCAPE Escape].
	Like struct {
		Pos
		Negated                  bool
		Operand, Pattern, Escape Expression
	}

	// IsNull is Operand IS [NOT] NULL.
	IsNull struct {
		Pos
		Negated bool
		Operand Expression
	}

	// IsDistinct is Left IS [NOT] DISTINCT FROM Right.
	IsDistinct struct {
		Pos
		Negated     bool
		Left, Right Expression
	}

	// Quantified is Left Operator ALL (Query); also ANY and SOME.
	Quantified struct {
		Pos
		Operator, Quantifier string
		Left                 Expression
		Query                *Query
	}

	// Exists is EXISTS (Query).
	Exists struct {
		Pos
		Query *Query
	}

	// Subquery is a query as a value.
	Subquery struct {
		Pos
		Query *Query
	}

	// Paren is an expression in brackets.
	Paren struct {
		Pos
		Inner Expression
	}

	// Row is (a, b), or ROW(a, b) with Keyword set.
	Row struct {
		Pos
		Keyword bool
		Items   []Expression
	}

	// Array is ARRAY[a, b].
	Array struct {
		Pos
		Items []Expression
	}

	// Subscript is Base[Index].
	Subscript struct {
		Pos
		Base, Index Expression
	}

	// AtTimeZone is Operand AT TIME ZONE Zone.
	AtTimeZone struct {
		Pos
		Operand, Zone Expression
	}

	// Lambda is x -> Body or (x, y) -> Body.
	Lambda struct {
		Pos
		Parameters []Name
		Body       Expression
	}

	// Cast is CAST(Operand AS Type), or TRY_CAST.
	Cast struct {
		Pos
		Try     bool
		Operand Expression
		Type    *Type
	}

	// Case is CASE [Operand] WHEN … THEN … [ELSE …] END.
	Case struct {
		Pos
		Operand Expression
		Whens   []When
		Else    Expression
	}

	// When is an arm of a Case.
	When struct {
		Pos
		Condition, Result Expression
	}

	// Extract is EXTRACT(Field FROM Operand).
	Extract struct {
		Pos
		Field   Name
		Operand Expression
	}

	// PositionIn is POSITION(Needle IN Operand).
	PositionIn struct {
		Pos
		Needle, Operand Expression
	}

	// Trim is TRIM([LEADING] [Characters] FROM Operand).
	Trim struct {
		Pos
		Side       string // in lower case; may be empty
		Characters Expression
		Operand    Expression
	}

	// SubstringFrom is SUBSTRING(Operand FROM First [FOR Length]).
	SubstringFrom struct {
		Pos
		Operand, First, Length Expression
	}

	// Call is a function's call with all that can follow it.
	Call struct {
		Pos
		Name        []Name
		Distinct    bool
		Star        bool // count(*)
		Arguments   []Expression
		OrderBy     []SortItem
		WithinGroup []SortItem
		Filter      Expression
		Nulls       string // "", "ignore" or "respect"
		Over        *Window
	}

	// Window is OVER (…), or OVER name.
	Window struct {
		Pos
		Name        *Name
		PartitionBy []Expression
		OrderBy     []SortItem
		Frame       *Frame
	}

	// Frame is a window's frame: ROWS BETWEEN … AND ….
	Frame struct {
		Pos
		Unit     string // rows, range or groups
		From, To *FrameBound
	}

	// FrameBound is an end of a Frame.
	FrameBound struct {
		Pos
		Value     Expression // nil for UNBOUNDED and CURRENT ROW
		Direction string     // preceding, following or current row
	}

	// JSONCall is JSON_VALUE, JSON_QUERY or JSON_EXISTS with their clauses.
	JSONCall struct {
		Pos
		Name      string // in lower case
		Input     Expression
		Path      *StringLiteral
		Passing   []Passing
		Returning *Type
		Clauses   []JSONClause
	}

	// Passing is a value that a JSON path can name.
	Passing struct {
		Value Expression
		Name  Name
	}

	// JSONClause is a clause of words behind a JSON path, as ERROR ON EMPTY; of
	// DEFAULT x ON EMPTY the words are ON EMPTY.
	JSONClause struct {
		Pos
		Words   string // in lower case
		Default Expression
	}
)

// Start returns where the base begins.
func (e *Field) Start() int { return e.Base.Start() }

// Type is a type's name with its parameters.
type Type struct {
	Pos
	Name       string      // in lower case
	Parameters []*Type     // of array and map
	Fields     []TypeField // of row
	Sizes      []string    // of varchar(5) and decimal(20, 0)
	Zone       string      // "", "with" or "without" (TIME ZONE)
}

// TypeField is a field of a row; its name may be empty.
type TypeField struct {
	Name Name
	Type *Type
}

// SortItem is an item of ORDER BY.
type SortItem struct {
	Expression Expression
	Order      string // "", "asc" or "desc"
	Nulls      string // "", "first" or "last"
}
