package browsertests

import (
	_ "embed"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
)

//go:embed axe/axe.min.js
var axe string

var update = flag.Bool("update", false, "write the accessibility trees into testdata")

// What axe checks: all rules, or those about colours, which are what differs between light and dark.
const (
	allRules   = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`
	colourOnly = `{ type: "rule", values: ["color-contrast", "link-in-text-block"] }`
)

// assertAccessible runs axe over the page: WCAG 2.2 A and AA, and best practice. Of long lists and tables it looks at
// the first three rows, since the others are made by the same code.
func (p *tab) assertAccessible(name, rules string) {
	p.t.Helper()
	if !evaluate[bool](p, `typeof axe !== "undefined"`) {
		p.do(chromedp.Evaluate[chromedp.Void](axe))
	}
	found := evaluate[[]string](p, `axe.run({ include: document, exclude: ["tbody tr:nth-child(n+4)", ".facet li:nth-child(n+4)", ".tree li li li li:nth-child(n+2)", ".tree > ul > li:nth-child(n+3)"].filter((s) => document.querySelector(s)) }, { resultTypes: ["violations"], runOnly: `+rules+` })
		.then(({ violations }) => violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + v.help + ": " + n.target.join(" ") + ": " + n.html.slice(0, 160) + " " + n.any.map((a) => a.message).join("; ").slice(0, 200))))`)
	for i, violation := range found {
		if i == 8 {
			p.t.Errorf("%s: … and %d more", name, len(found)-i)
			break
		}
		p.t.Errorf("%s: axe: %s", name, violation)
	}
}

// changing matches what differs from run to run.
var changing = regexp.MustCompile(`\d+(\.\d+)? m?s\b`)

// assertTree compares the accessibility tree, as text, with the one in testdata.
func (p *tab) assertTree(name string) {
	p.t.Helper()
	tree, err := chromedp.Call(p.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		p.t.Fatal(err)
	}
	got := changing.ReplaceAllString(printTree(tree.Nodes), "N ms")
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			p.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		p.t.Fatal(err)
	}
	if got != string(want) {
		p.t.Errorf("%s: the accessibility tree has changed (go test -update writes it):\n%s", name, firstDifference(string(want), got))
	}
}

// printTree prints the nodes that assistive technology is told about, one a line, indented by depth. What is deep in
// long lists is cut: the first lines of each say enough.
func printTree(nodes []*accessibility.Node) string {
	byID := map[accessibility.NodeID]*accessibility.Node{}
	for _, node := range nodes {
		byID[node.NodeID] = node
	}
	var out strings.Builder
	var visit func(node *accessibility.Node, depth int)
	visit = func(node *accessibility.Node, depth int) {
		role, name := axText(node.Role), axText(node.Name)
		if !node.Ignored && role != "generic" && role != "InlineTextBox" && role != "none" && role != "StaticText" {
			fmt.Fprintf(&out, "%s%s", strings.Repeat("  ", depth), role)
			if name != "" {
				fmt.Fprintf(&out, " %q", name)
			}
			out.WriteByte('\n')
			depth++
		} else if role == "StaticText" && !node.Ignored && strings.TrimSpace(name) != "" {
			fmt.Fprintf(&out, "%s%q\n", strings.Repeat("  ", depth), name)
			return
		}
		for i, id := range node.ChildIDs {
			if i == longest {
				fmt.Fprintf(&out, "%s… %d more\n", strings.Repeat("  ", depth), len(node.ChildIDs)-i)
				break
			}
			if child := byID[id]; child != nil {
				visit(child, depth)
			}
		}
	}
	if len(nodes) > 0 {
		visit(nodes[0], 0)
	}
	return out.String()
}

const longest = 10

func axText(value *accessibility.Value) string {
	if value == nil {
		return ""
	}
	text := string(value.Value)
	return strings.Trim(text, `"`)
}

func firstDifference(want, got string) string {
	wantLines, gotLines := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(wantLines), len(gotLines)) {
		var a, b string
		if i < len(wantLines) {
			a = wantLines[i]
		}
		if i < len(gotLines) {
			b = gotLines[i]
		}
		if a != b {
			return fmt.Sprintf("line %d\n- %s\n+ %s", i+1, a, b)
		}
	}
	return ""
}
