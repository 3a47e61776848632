package dialect

import "github.com/trailq/trailq/internal/dialect/syntax"

// writeTablesAsSelects writes TABLE name as SELECT * FROM name, which means the same, so that
// the name can be that of the logs.
func writeTablesAsSelects(statement syntax.Statement) {
	syntax.Walk(statement, func(n syntax.Node) bool {
		if q, ok := n.(*syntax.Query); ok {
			writeTableAsSelect(&q.Body)
		}
		return true
	})
}

func writeTableAsSelect(body *syntax.Body) {
	switch b := (*body).(type) {
	case *syntax.SetOperation:
		writeTableAsSelect(&b.Left)
		writeTableAsSelect(&b.Right)
	case *syntax.TableBody:
		*body = &syntax.Select{Pos: b.Pos, Items: []*syntax.SelectItem{{Pos: b.Pos, Star: true}}, From: []syntax.Relation{b.Table}}
	}
}
