package dialect

import (
	"slices"
	"strings"
)

// ParseDDL reads a user's own CREATE EXTERNAL TABLE statements for Athena and
// returns the tables as [Options] and [Views] take them: their names, the
// order of their columns and their partition columns, with the format that
// partition projection declares for days. Columns that no CloudTrail record
// has are NULL. A text of the documented table that the DDL has as a boolean,
// integer, timestamp or map is one; other types are the documented table's.
// https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html
func ParseDDL(text string) ([]Table, error) {
	statements, err := Split(text)
	if err != nil {
		return nil, err
	}
	var tables []Table
	for _, s := range statements {
		nodes, err := parseTree(s.source, spacedTokens(s.tokens))
		if err != nil {
			return nil, err
		}
		p := ddlParser{source: s.source, nodes: nodes}
		t, err := p.table()
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	if len(tables) == 0 {
		return nil, &Error{Message: "there is no CREATE EXTERNAL TABLE"}
	}
	return tables, nil
}

// TakeDefinitions takes what sets up tables on Athena out of a script, as published
// files have it before their queries: the first CREATE EXTERNAL TABLE, which is
// returned, and CREATE DATABASE, MSCK, ALTER and USE, which mean nothing here.
func TakeDefinitions(statements []Statement) (queries []Statement, table *Table, err error) {
	for _, s := range statements {
		words := ""
		for _, t := range s.tokens[:min(3, len(s.tokens))] {
			words += strings.ToLower(t.Text) + " "
		}
		switch first, _, _ := strings.Cut(words, " "); {
		case strings.HasPrefix(words, "create external table "):
			tables, err := ParseDDL(s.Text)
			if err != nil {
				return nil, nil, err
			}
			if table == nil {
				table = &tables[0]
			}
		case strings.HasPrefix(words, "create database "), strings.HasPrefix(words, "create schema "), first == "msck", first == "alter", first == "use":
		default:
			queries = append(queries, s)
		}
	}
	return queries, table, nil
}

// ddlParser reads one statement.
type ddlParser struct {
	source string
	nodes  []node
	at     int
}

func (p *ddlParser) peek() node {
	if p.at < len(p.nodes) {
		return p.nodes[p.at]
	}
	return node{token: token{offset: len(p.source)}}
}

// accept passes keywords that follow each other.
func (p *ddlParser) accept(words ...string) bool {
	for i, w := range words {
		if p.at+i >= len(p.nodes) || !p.nodes[p.at+i].is(w) {
			return false
		}
	}
	p.at += len(words)
	return true
}

func (p *ddlParser) table() (Table, error) {
	if !p.accept("create", "external", "table") && !p.accept("create", "table") {
		return Table{}, errorAt(p.source, p.peek().offset, "CREATE EXTERNAL TABLE is expected here")
	}
	p.accept("if", "not", "exists")
	name, err := p.name()
	if err != nil {
		return Table{}, err
	}
	if !p.peek().parens() {
		return Table{}, errorAt(p.source, p.peek().offset, "the columns of %s are expected here, in brackets", name)
	}
	columns := columnsOf(p.peek().kids)
	p.at++
	partitions, properties := p.rest()
	return newTable(name, columns, partitions, properties), nil
}

// name reads [database.]table.
func (p *ddlParser) name() (string, error) {
	for {
		length := gluedName(p.nodes[p.at:])
		if length == 0 {
			return "", errorAt(p.source, p.peek().offset, "a table's name is expected here")
		}
		name := gluedText(p.nodes[p.at : p.at+length])
		p.at += length
		if !p.peek().isOperator(".") {
			return name, nil
		}
		p.at++
	}
}

// rest finds PARTITIONED BY (…) and TBLPROPERTIES (…).
func (p *ddlParser) rest() (partitions []string, properties map[string]string) {
	for p.at < len(p.nodes) {
		switch {
		case p.accept("partitioned", "by") && p.peek().parens():
			for _, c := range columnsOf(p.peek().kids) {
				partitions = append(partitions, c.name)
			}
		case p.accept("tblproperties") && p.peek().parens():
			properties = propertiesOf(p.peek().kids)
		default:
			p.at++
		}
	}
	return partitions, properties
}

// ddlColumn is a column with the first word of its type.
type ddlColumn struct{ name, typeName string }

// columnsOf returns the columns of a list. Types have commas in <>, so a part
// counts only where those are closed.
func columnsOf(nodes []node) []ddlColumn {
	var columns []ddlColumn
	depth := 0
	start := true
	for i, n := range nodes {
		switch {
		case n.isOperator("<"):
			depth++
		case n.isOperator(">"):
			depth--
		case n.isOperator(",") && depth == 0:
			start = true
			continue
		case start && n.isName():
			c := ddlColumn{name: n.name()}
			if i+1 < len(nodes) {
				c.typeName = strings.ToLower(nodes[i+1].text)
			}
			columns = append(columns, c)
		}
		start = false
	}
	return columns
}

// typedExpression returns a text column as the type that the DDL gives it.
func (c ddlColumn) typedExpression() string {
	switch c.typeName {
	case "boolean":
		return "TRY_CAST(" + c.name + " AS BOOLEAN)"
	case "tinyint", "smallint", "int", "integer", "bigint":
		return "TRY_CAST(" + c.name + " AS BIGINT)"
	case "timestamp":
		return lakeTime(c.name)
	case "map":
		return lakeMap(c.name)
	}
	return c.name
}

// propertiesOf reads 'key' = 'value', …; Athena takes either kind of quote.
func propertiesOf(nodes []node) map[string]string {
	properties := map[string]string{}
	for _, part := range split(nodes) {
		if len(part) == 3 && part[1].isOperator("=") {
			properties[strings.ToLower(unquote(part[0].text))] = unquote(part[2].text)
		}
	}
	return properties
}

// newTable makes the table of names.
func newTable(name string, columns []ddlColumn, partitions []string, properties map[string]string) Table {
	t := Table{Name: name}
	scan := map[string]Type{}
	for _, c := range slices.Concat(athenaColumns(), otherColumns()) {
		if c.Origin == FromField || c.Origin == FromRecord {
			scan[c.Name] = c.Type
		}
	}
	for _, column := range columns {
		c := TableColumn{Name: column.name, Expression: "CAST(NULL AS VARCHAR)"}
		switch known, ok := scan[column.name]; {
		case ok && known.Kind == Text:
			c.Expression = column.typedExpression()
		case ok:
			c.Expression = column.name
		}
		t.Columns = append(t.Columns, c)
	}
	for _, partition := range partitions {
		t.Columns = append(t.Columns, ProjectedColumn(partition, properties))
	}
	return t
}

// ProjectedColumn makes a partition column: by its projection where that tells, or
// by the path's template, or by its name.
func ProjectedColumn(name string, properties map[string]string) TableColumn {
	prefix := "projection." + name + "."
	c := partitionColumn(name, "")
	if properties[prefix+"type"] == "date" {
		c.Partition, c.Format = DayPartition, properties[prefix+"format"]
	}
	if c.Partition == NoPartition {
		c.Partition = templatePartition(name, properties["storage.location.template"])
	}
	c.Expression = partitionExpression(c.Partition, c.Format)
	return c
}

// templatePartition finds a column in a template as
// s3://bucket/AWSLogs/${account}/CloudTrail/${region}/${day}.
func templatePartition(name, template string) Partition {
	parts := strings.Split(template, "/")
	i := slices.Index(parts, "${"+name+"}")
	cloudTrail := slices.IndexFunc(parts, func(s string) bool { return strings.HasPrefix(s, "CloudTrail") })
	if i < 0 || cloudTrail < 0 {
		return NoPartition
	}
	switch i - cloudTrail {
	case -1:
		return AccountPartition
	case 1:
		return RegionPartition
	case 2:
		if i == len(parts)-1 || parts[i+1] == "" {
			return DayPartition
		}
		return YearPartition
	case 3:
		return MonthPartition
	case 4:
		return DayOfMonthPartition
	}
	return NoPartition
}
