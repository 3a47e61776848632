package dialect

// clause is a part of a query: SELECT and its list, FROM and its tables, …
// The first clause of a query may have no keyword.
type clause struct {
	keyword string // in lower case; "" for what stands before any keyword
	head    []node // the keyword's nodes
	body    []node
}

// clauses cuts the nodes of a query at the keywords of one level.
func clauses(nodes []node) []clause {
	var list []clause
	current := clause{}
	for i := 0; i < len(nodes); {
		keyword, length := clauseKeyword(nodes, i)
		if length == 0 {
			current.body = append(current.body, nodes[i])
			i++
			continue
		}
		if current.keyword != "" || len(current.body) > 0 {
			list = append(list, current)
		}
		current = clause{keyword: keyword, head: nodes[i : i+length : i+length]}
		i += length
	}
	return append(list, current)
}

// clauseKeyword says which clause begins at i, and with how many nodes.
func clauseKeyword(nodes []node, i int) (string, int) {
	n := nodes[i]
	if n.kind != wordToken || n.group || i > 0 && (nodes[i-1].isOperator(".") || nodes[i-1].is("as")) {
		return "", 0
	}
	next := func(k int, words ...string) bool { return i+k < len(nodes) && nodes[i+k].is(words...) }
	switch {
	case n.is("with") && i == 0:
		if next(1, "recursive") {
			return "with", 2
		}
		return "with", 1
	case n.is("select"):
		if next(1, "all", "distinct") {
			return "select", 2
		}
		return "select", 1
	case n.is("from"):
		if i > 0 && nodes[i-1].is("distinct") && i > 1 && nodes[i-2].is("is", "not") {
			return "", 0
		}
		return "from", 1
	case n.is("where", "having", "limit", "offset"):
		return nodes[i].name(), 1
	case n.is("group", "order") && next(1, "by"):
		return nodes[i].name(), 2
	case n.is("fetch") && next(1, "first", "next"):
		return "fetch", 2
	case n.is("window") && next(2, "as"):
		return "window", 1
	case n.is("union", "except", "intersect"):
		if next(1, "all", "distinct") {
			return "set", 2
		}
		return "set", 1
	case n.is("values") && (i == 0 || nodes[i-1].is("union", "except", "intersect", "all")):
		return "values", 1
	}
	return "", 0
}

// isQuery says whether the nodes of a group are a query.
func isQuery(nodes []node) bool {
	if len(nodes) == 0 {
		return false
	}
	if nodes[0].parens() {
		return isQuery(nodes[0].kids) && (len(nodes) == 1 || nodes[1].is("union", "except", "intersect", "order", "limit"))
	}
	return nodes[0].is("select", "with", "values") || nodes[0].is("table") && len(nodes) > 1 && nodes[1].isName()
}
