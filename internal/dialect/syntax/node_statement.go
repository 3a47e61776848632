package syntax

type (
	// Explain is EXPLAIN [ANALYZE] [(…)] Statement.
	Explain struct {
		Pos
		Analyze   bool
		Statement Statement
	}

	// Create is CREATE TABLE Name AS Query, or CREATE VIEW.
	Create struct {
		Pos
		View        bool
		Replace     bool
		IfNotExists bool
		Name        []Name
		Columns     []Name
		Query       *Query
	}

	// Insert is INSERT INTO Name [(Columns)] Query.
	Insert struct {
		Pos
		Name    []Name
		Columns []Name
		Query   *Query
	}

	// Drop is DROP TABLE or DROP VIEW.
	Drop struct {
		Pos
		View     bool
		IfExists bool
		Name     []Name
	}

	// Describe is DESCRIBE Table, or SHOW COLUMNS FROM Table.
	Describe struct {
		Pos
		Table *Table
	}

	// ShowTables is SHOW TABLES.
	ShowTables struct{ Pos }
)

// CheckAnalyze refuses EXPLAIN ANALYZE, which runs its query
// (https://trino.io/docs/current/sql/explain-analyze.html).
func (s *Explain) CheckAnalyze() *Error {
	if !s.Analyze {
		return nil
	}
	return NewError(s.Start(), "EXPLAIN ANALYZE is not available, because it runs the query: EXPLAIN alone shows the plan")
}
