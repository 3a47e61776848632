package dialect

import "strings"

// collectFormats learns from the literals beside a partition column how the
// table's owner writes days: dt = '2023-11-01', day >= '2023/11/01'. A DDL
// that declares a format wins.
func collectFormats(nodes []node, table Table, formats map[string]string) {
	declared := map[string]bool{}
	for _, c := range table.Columns {
		if c.Partition != NoPartition && c.Format != "" {
			declared[strings.ToLower(c.Name)] = true
		}
	}
	walkFormats(nodes, declared, formats)
}

func walkFormats(nodes []node, declared map[string]bool, formats map[string]string) {
	names := partitionNames()
	for i, n := range nodes {
		walkFormats(n.kids, declared, formats)
		if !n.isName() || declared[n.name()] {
			continue
		}
		switch names[n.name()] {
		case DayPartition, DayOfMonthPartition, MonthPartition:
			if format := comparedFormat(nodes, i); format != "" && format != "yyyy/MM/dd" || format != "" && names[n.name()] != DayPartition {
				formats[n.name()] = format
			}
		}
	}
}

// comparedFormat returns the format of the literals that the name at i is
// compared with; "" if they show none.
func comparedFormat(nodes []node, i int) string {
	if i+1 < len(nodes) && (isComparison(nodes[i+1]) || nodes[i+1].is("between", "in", "like", "not")) {
		for _, n := range nodes[i+2 : min(i+7, len(nodes))] {
			if n.is("or") {
				break
			}
			if format := formatInside(n); format != "" {
				return format
			}
			if n.is("and") && !nodes[i+1].is("between") {
				break
			}
		}
	}
	if i > 1 && isComparison(nodes[i-1]) {
		return formatInside(nodes[i-2])
	}
	return ""
}

// formatInside looks for a literal in a node and its brackets.
func formatInside(n node) string {
	if n.kind == stringToken {
		return formatOf(n.value())
	}
	for _, kid := range n.kids {
		if format := formatInside(kid); format != "" {
			return format
		}
	}
	return ""
}

// formatOf returns the pattern of a day (2023/11/01), of a month (2023-11),
// or of a pattern of date_format or format_datetime.
func formatOf(text string) string {
	text = strings.TrimSuffix(text, "%")
	if strings.Contains(text, "%") {
		text = strings.NewReplacer("%Y", "yyyy", "%m", "MM", "%d", "dd", "%H", "HH").Replace(text)
	} else {
		for _, format := range []string{
			"yyyy/MM/dd", "yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd/HH", "yyyy-MM-dd-HH", "yyyyMMddHH",
			"yyyy/MM", "yyyy-MM", "yyyyMM",
		} {
			if shape(text) == shape(format) {
				return format
			}
		}
	}
	if strings.HasPrefix(text, "yyyy") && strings.Contains(text, "MM") && strings.Trim(text, "yMdH/-_.") == "" {
		return text
	}
	return ""
}

// shape writes every digit, and every letter of a pattern, as 0.
func shape(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || strings.ContainsRune("yMdH", r) {
			return '0'
		}
		return r
	}, text)
}
