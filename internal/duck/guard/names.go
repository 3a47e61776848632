package guard

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/schema"
)

// listNames returns the names of columns that a query can use: all texts in its tree, or
// nil, which stands for all names, where it can use columns that it does not name.
func listNames(tree any) schema.Names {
	n := nameList{names: make(schema.Names), tables: make(schema.Names)}
	n.addNode(tree)
	if n.all || slices.ContainsFunc(n.last, n.tables.Has) {
		return nil
	}
	return n.names
}

type nameList struct {
	all    bool
	names  schema.Names
	tables schema.Names // that FROM names, and their aliases
	last   []string     // parts of references to columns: as the name of a table, one is a whole row
}

func (n *nameList) addNode(node any) {
	switch node := node.(type) {
	case string:
		n.names[strings.ToLower(node)] = true
	case []any:
		for _, child := range node {
			n.addNode(child)
		}
	case map[string]any:
		n.addObject(node)
		for _, child := range node {
			n.addNode(child)
		}
	}
}

func (n *nameList) addObject(node map[string]any) {
	switch textOf(node, "type") {
	case "STAR", "POSITIONAL_REFERENCE", "SHOW_REF", "PIVOT":
		n.all = true
	case "JOIN":
		n.all = n.all || textOf(node, "ref_type") == "NATURAL"
	case "BASE_TABLE":
		n.all = n.all || node["column_name_alias"] != nil // which are names by place
		n.tables[strings.ToLower(textOf(node, "table_name"))] = true
		n.tables[strings.ToLower(textOf(node, "alias"))] = true
	case "COLUMN_REF":
		if parts, _ := node["column_names"].([]any); len(parts) > 0 {
			text, _ := parts[len(parts)-1].(string)
			n.last = append(n.last, text)
		}
	}
}
