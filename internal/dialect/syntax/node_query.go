package syntax

// Statement is a whole statement.
type Statement interface {
	Node
	print(*printer)
	visitParts(*Visitor)
}

type (
	// Query is a body with what surrounds it.
	Query struct {
		Pos
		With    *With
		Body    Body
		OrderBy []SortItem
		Offset  Expression
		Limit   *Limit
	}

	// With is WITH [RECURSIVE] and its tables.
	With struct {
		Pos
		Recursive bool
		Tables    []*CommonTable
	}

	// CommonTable is Name [(Columns)] AS (Query).
	CommonTable struct {
		Name    Name
		Columns []Name
		Query   *Query
	}

	// Limit is LIMIT Count, or FETCH FIRST Count ROWS with Fetch set.
	Limit struct {
		Pos
		Count    Expression // nil for ALL, and for FETCH FIRST ROW
		Fetch    bool
		WithTies bool
	}
)

// Body is what a query is made of.
type Body interface {
	Node
	print(*printer)
	visitParts(*Visitor)
}

type (
	// Select is one SELECT with its clauses.
	Select struct {
		Pos
		Quantifier string // "", "all" or "distinct"
		Items      []*SelectItem
		From       []Relation
		Where      Expression
		GroupBy    *GroupBy
		Having     Expression
		Windows    []NamedWindow
	}

	// SelectItem is an expression with its alias; or a star, of Expression
	// where that is not nil.
	SelectItem struct {
		Pos
		Expression Expression
		Alias      *Name
		Star       bool
		Columns    []Name // of a star
	}

	// GroupBy is GROUP BY and its elements.
	GroupBy struct {
		Pos
		Quantifier string
		Elements   []GroupElement
	}

	// GroupElement is an expression, or one of ROLLUP, CUBE and GROUPING SETS.
	GroupElement struct {
		Pos
		Kind  string // "", "rollup", "cube" or "grouping sets"
		Items []Expression
	}

	// NamedWindow is WINDOW name AS (…).
	NamedWindow struct {
		Name   Name
		Window *Window
	}

	// SetOperation is Left UNION Right; also INTERSECT and EXCEPT.
	SetOperation struct {
		Pos
		Operator    string // union, intersect or except
		Quantifier  string // "", "all" or "distinct"
		Left, Right Body
	}

	// Values is VALUES and its rows.
	Values struct {
		Pos
		Rows []Expression
	}

	// TableBody is TABLE name.
	TableBody struct {
		Pos
		Table *Table
	}

	// ParenBody is a query in brackets.
	ParenBody struct {
		Pos
		Query *Query
	}
)

// Relation is a part of FROM.
type Relation interface {
	Node
	print(*printer)
	visitParts(*Visitor)
}

type (
	// Table is a table's name.
	Table struct {
		Pos
		Path  []Name
		Alias *Alias
	}

	// Derived is a subquery in FROM.
	Derived struct {
		Pos
		Lateral bool
		Query   *Query
		Alias   *Alias
	}

	// Unnest is UNNEST(Arguments) [WITH ORDINALITY].
	Unnest struct {
		Pos
		Arguments  []Expression
		Ordinality bool
		Alias      *Alias
	}

	// ParenRelation is joins in brackets.
	ParenRelation struct {
		Pos
		Relation Relation
		Alias    *Alias
	}

	// Sampled is Relation TABLESAMPLE Method (Percentage).
	Sampled struct {
		Pos
		Relation   Relation
		Method     string
		Percentage Expression
	}

	// Join is Left JOIN Right.
	Join struct {
		Pos
		Kind        string // cross, inner, left, right or full
		Natural     bool
		Left, Right Relation
		On          Expression
		Using       []Name
	}

	// Alias is [AS] Name [(Columns)].
	Alias struct {
		Name    Name
		Columns []Name
	}
)
