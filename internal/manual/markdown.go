package manual

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/topic"
)

// Style is what pages are made for.
type Style int

// The styles: Web is GitHub's Markdown, and Man is what go-md2man makes manual pages of.
const (
	Web Style = iota
	Man
)

// WritePages writes a page for each command and topic to a folder, which must be there.
func WritePages(folder string, root *cobra.Command, topics []topic.Topic, style Style) error {
	for name, text := range pages(root, topics, style) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil { //nolint:gosec // everybody can read the manual
			return err
		}
	}
	return nil
}

// pages returns the pages by the names of their files.
func pages(root *cobra.Command, topics []topic.Topic, style Style) map[string]string {
	made := map[string]string{style.fileName("trailq"): overviewPage(root, topics, style)}
	for _, command := range listCommands(root) {
		made[style.fileName(joinPath(command))] = commandPage(command, style)
	}
	for _, one := range topics {
		p := newPage(style, "trailq-"+one.Name, one.Short)
		p.addText(one.Text)
		made[style.fileName("trailq-"+one.Name)] = p.String()
	}
	return made
}

// fileName returns the name of a page's file.
func (s Style) fileName(page string) string {
	if s == Man {
		return page + ".1.md"
	}
	if page == "trailq" {
		return "README.md"
	}
	return strings.TrimPrefix(page, "trailq-") + ".md"
}

// listCommands returns the commands that have a page, with those below them.
func listCommands(command *cobra.Command) []*cobra.Command {
	var all []*cobra.Command
	for _, one := range command.Commands() {
		if one.Hidden || one.Name() == "help" || one.Name() == "completion" {
			continue
		}
		all = append(append(all, one), listCommands(one)...)
	}
	return all
}

// joinPath returns the name of a command's page, such as trailq-prices-update.
func joinPath(command *cobra.Command) string {
	return strings.ReplaceAll(command.CommandPath(), " ", "-")
}

// overviewPage lists the commands and topics.
func overviewPage(root *cobra.Command, topics []topic.Topic, style Style) string {
	p := newPage(style, "trailq", root.Short)
	p.addText(root.Long)
	p.addHead("Synopsis")
	p.addCode("trailq COMMAND SOURCE… [flags]")
	p.addHead("Examples")
	p.addCode(dedent(root.Example))
	for _, group := range root.Groups() {
		p.addHead(strings.TrimSuffix(group.Title, ":"))
		for _, command := range listCommands(root) {
			if command.GroupID == group.ID {
				p.addReference(joinPath(command), command.Short)
			}
		}
	}
	p.addHead("Topics")
	for _, one := range topics {
		p.addReference("trailq-"+one.Name, one.Short)
	}
	return p.String()
}

// commandPage returns the page of a command.
func commandPage(command *cobra.Command, style Style) string {
	p := newPage(style, joinPath(command), command.Short)
	p.addHead("Synopsis")
	p.addCode(command.UseLine())
	p.addHead("Description")
	p.addText(command.Long)
	if command.HasExample() {
		p.addHead("Examples")
		p.addCode(dedent(command.Example))
	}
	for _, group := range ListGroups(command) {
		p.addHead("Flags: " + strings.ToLower(group.Title[:1]) + group.Title[1:])
		group.Flags.VisitAll(func(flag *pflag.Flag) {
			if !flag.Hidden {
				p.addFlag(flag)
			}
		})
	}
	p.addHead("Exit codes")
	p.addCode(dedent(strings.TrimRight(DescribeExitCodes(command), "\n")))
	return p.String()
}

// page is a page that grows.
type page struct {
	strings.Builder
	style Style
}

func newPage(style Style, name, short string) *page {
	p := &page{style: style}
	if style == Man {
		fmt.Fprintf(p, "%% %s 1 \"\" \"trailq\" \"User commands\"\n\n# NAME\n\n%s - %s\n\n", strings.ToUpper(name), name, escape(short))
		return p
	}
	fmt.Fprintf(p, "# %s\n\n%s.\n\n", strings.Replace(name, "-", " ", 1), escape(short))
	return p
}

func (p *page) addHead(title string) {
	if text := p.String(); !strings.HasSuffix(text, "\n\n") {
		p.WriteString("\n") // it follows a list
	}
	if p.style == Man {
		fmt.Fprintf(p, "# %s\n\n", strings.ToUpper(title))
		return
	}
	fmt.Fprintf(p, "## %s\n\n", title)
}

func (p *page) addCode(text string) { fmt.Fprintf(p, "```\n%s\n```\n\n", text) }

// addReference adds a line about another page.
func (p *page) addReference(name, short string) {
	if p.style == Man {
		fmt.Fprintf(p, "**%s**(1)\n: %s\n\n", name, escape(short))
		return
	}
	fmt.Fprintf(p, "- [%s](%s): %s\n", strings.Replace(name, "-", " ", 1), p.style.fileName(name), escape(short))
}

// addFlag adds a flag with its help.
func (p *page) addFlag(flag *pflag.Flag) {
	value, text := pflag.UnquoteUsage(flag)
	name := "--" + flag.Name
	if flag.Shorthand != "" {
		name = "-" + flag.Shorthand + ", " + name
	}
	if value != "" {
		name += " " + value
	}
	if p.style == Man {
		fmt.Fprintf(p, "**%s**\n: %s\n\n", escape(name), escape(text))
		return
	}
	fmt.Fprintf(p, "- `%s`: %s\n", name, escape(text))
}

// addText adds a text of the help: its paragraphs, and as code what is indented in it.
func (p *page) addText(text string) {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for len(lines) > 0 {
		indented := strings.HasPrefix(lines[0], "  ")
		end := slices.IndexFunc(lines, func(line string) bool { return line == "" || strings.HasPrefix(line, "  ") != indented })
		if end < 0 {
			end = len(lines)
		}
		switch block := strings.Join(lines[:end], "\n"); {
		case block == "":
		case indented:
			p.addCode(dedent(block))
		default:
			p.WriteString(escape(block) + "\n\n")
		}
		for lines = lines[end:]; len(lines) > 0 && lines[0] == ""; {
			lines = lines[1:]
		}
	}
}

// dedent returns lines without the two spaces before them.
func dedent(text string) string {
	return strings.TrimPrefix(strings.ReplaceAll(text, "\n  ", "\n"), "  ")
}

// escape returns a text in which nothing means anything to Markdown.
func escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "<", "&lt;", "[", `\[`, "`", "\\`").Replace(text)
}
