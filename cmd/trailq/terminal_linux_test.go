package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/trailq/trailq/internal/trailtest"
)

// hostile is text that does something to a terminal, or makes it show something
// else: a cleared screen, a title, colours, bells, 8-bit controls, changes of the
// direction of writing, characters without width, line ends, a formula. It has
// wide characters and marks, too, which are harmless.
const hostile = "=a\x1b[2J\x1b]0;owned\x07\x1b[31;1m\x00\b\r\n\t\x7f\u009b2J\u202eb\u2066c\u200bd\ufeff\u2028\U000e0041 é東京🙂e\u0301"

// terminalCommand is a command, whose arguments can name files of the test by
// FOLDER/, and the exit code that it documents.
type terminalCommand struct {
	code      int
	arguments []string
}

// The commands that write tables, each to be run in all formats.
func tableCommands() []terminalCommand {
	return []terminalCommand{
		{3, []string{"events", "FOLDER/logs"}},
		{0, []string{"events", "FOLDER/good", "--fields", "file,eventName,userAgent,errorCode,errorMessage,requestParameters,userIdentity.arn,sourceIPAddress"}},
		{0, []string{"top", "FOLDER/good", "--by", "userAgent,errorCode,awsRegion"}},
		{3, []string{"top", "FOLDER/logs", "--sum", "bytesOut"}},
		{0, []string{"cost", "FOLDER/good", "--by", "caller,bucket"}},
		{0, []string{"timeline", "FOLDER/good", "--by", "eventName,userAgent"}},
		{0, []string{"who", "FOLDER/good", "AKIAIOSFODNN7EXAMPLE"}},
		{0, []string{"who", "FOLDER/good", "--tree"}},
		{0, []string{"diff", "FOLDER/good", "--before", "2023-11-01", "--after", "2023-11-02"}},
		{0, []string{"diff", "FOLDER/good", "--before", "2023-11-01", "--after", "2023-11-02", "--measure", "dollars"}},
		{0, []string{"sql", "FOLDER/good", "SELECT useragent, errormessage, useridentity.arn AS \"" + strings.ReplaceAll(hostile, "\x00", "") + "\", requestparameters FROM cloudtrail_logs"}},
		{0, []string{"sql", "FOLDER/good", "SELECT errorcode, count(*) AS n, array_agg(eventname) FROM cloudtrail_logs GROUP BY 1; SELECT 1 AS one"}},
	}
}

// The commands that write something else: SQL, errors, hints, warnings, notes,
// summaries and help.
func otherCommands() []terminalCommand {
	// Arguments of a process cannot contain a zero byte.
	text := strings.ReplaceAll(hostile, "\x00", "")
	commands := []terminalCommand{
		{2, []string{text}},
		{2, []string{"events", "FOLDER/good", "--" + text}},
		{2, []string{"events", "FOLDER/good", "-o", text}},
		{2, []string{"events", "FOLDER/good", "--fields", text}},
		{2, []string{"events", "FOLDER/good", "--from", text}},
		{2, []string{"events", "FOLDER/good", "--account", text}},
		{2, []string{"events", "FOLDER/" + text}}, // no glob, because of its brackets
		{4, []string{"events", "FOLDER/absent" + strings.ReplaceAll(text, "[", "")}},
		{0, []string{"events", "FOLDER/good", "--caller", text, "--summary", "json"}},
		{1, []string{"events", "FOLDER/good", "--caller", "absent" + text, "--exit-status"}},
		{3, []string{"events", "FOLDER/logs", "--summary", "json"}},
		{0, []string{"events", "FOLDER/logs", "--dry-run"}},
		{2, []string{"top", "FOLDER/good", "--by", text}},
		{2, []string{"top", "FOLDER/good", "--sum", text}},
		{2, []string{"cost", "FOLDER/good", "--prices", "FOLDER/hostile.json"}},
		{2, []string{"cost", "FOLDER/good", "--ip-ranges", "FOLDER/hostile.json"}},
		{2, []string{"cost", "FOLDER/good", "--ip-ranges", "FOLDER/" + text}},
		{2, []string{"diff", "FOLDER/good", "--before", text, "--after", "2023-11"}},
		{2, []string{"timeline", "FOLDER/good", "--every", text}},
		{0, []string{"who", "FOLDER/good", "absent" + text}},
		{0, []string{"sql", "FOLDER/good", "SELECT '" + text + "' FROM absent"}},
		{2, []string{"sql", "FOLDER/good", "SELECT \"" + text + "\" FROM cloudtrail_logs"}},
		{2, []string{"sql", "FOLDER/good", "SELECT " + text}},
		{2, []string{"sql", "FOLDER/good", "SELECT json_extract_scalar('{}', '" + text + "')"}},
		{2, []string{"sql", "FOLDER/good", "SELECT CAST(useragent AS bigint) FROM cloudtrail_logs"}},
		{2, []string{"sql", "FOLDER/good", "-f", "FOLDER/hostile.json"}},
		{2, []string{"sql", "FOLDER/good", "--ddl", "FOLDER/hostile.json", "SELECT 1"}},
		{0, []string{"sql", "FOLDER/good", "--show-sql", "SELECT '" + text + "' FROM cloudtrail_logs"}},
		{0, []string{"top", "FOLDER/good", "--caller", text, "--show-sql"}},
		{0, []string{"top", "FOLDER/good", "--caller", text, "--show-sql=engine"}},
		{0, []string{"cost", "FOLDER/good", "--caller", text, "--show-sql"}},
		{0, []string{"diff", "FOLDER/good", "--before", "2023-11-01", "--after", "2023-11-02", "--caller", text, "--show-sql"}},
		{0, []string{"timeline", "FOLDER/good", "--caller", text, "--show-sql"}},
		{0, []string{"who", "FOLDER/good", text, "--show-sql"}},
		{3, []string{"convert", "FOLDER/logs", "FOLDER/parquet" + text}},
		{3, []string{"top", "FOLDER/parquet" + text}},
		{2, []string{"sync", text, "FOLDER/copy"}},
		{2, []string{"help", text}},
		{0, []string{"help"}},
		{0, []string{"--version"}},
	}
	for _, name := range []string{"events", "top", "cost", "timeline", "who", "diff", "sql", "convert", "sync"} {
		commands = append(commands, terminalCommand{0, []string{"help", name}})
	}
	return commands
}

// hostileFolder returns a folder with hostile logs: good ones, whose values are
// hostile, in good and in logs, and in logs others that cannot be read, with
// hostile names.
func hostileFolder(t *testing.T) string {
	t.Helper()
	var records []string
	for i := range 40 {
		record := map[string]any{
			"eventVersion": "1.09", "eventID": fmt.Sprintf("00000000-0000-4000-8000-%012d", i),
			"eventTime":   time.Date(2023, 11, 1, i, 0, 0, 0, time.UTC).Format(time.RFC3339),
			"eventSource": "s3.amazonaws.com", "eventName": "GetObject" + hostile, "awsRegion": "eu-west-1" + hostile,
			"sourceIPAddress": hostile, "userAgent": hostile + strings.Repeat("x", i), "errorCode": hostile, "errorMessage": hostile,
			"recipientAccountId": "111122223333",
			"userIdentity": map[string]any{"type": "AssumedRole", "arn": "arn:aws:sts::111122223333:assumed-role/a/" + hostile,
				"accountId": hostile, "accessKeyId": "AKIAIOSFODNN7EXAMPLE", "principalId": "AROA:" + hostile},
			"requestParameters":   map[string]any{"bucketName": hostile, "key": hostile + "/" + hostile, hostile: hostile},
			"additionalEventData": map[string]any{"bytesTransferredOut": 1_000_000_000 * i},
		}
		if i == 20 {
			record["errorMessage"] = hostile + strings.Repeat("y", 50_000)
		}
		text, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, string(text))
	}
	name := strings.NewReplacer("\x00", "", "/", "").Replace(hostile) + ".json"
	whole := []byte(trailtest.Envelope(records...))
	invalid := []byte(strings.Replace(records[0], "GetObject", "Get\xff\xfe\x9bObject", 1))
	folder := t.TempDir()
	trailtest.Tree{
		"good/" + name: whole, "logs/" + name: whole, "logs/invalid" + name: invalid,
		"logs/cut" + name: whole[:len(whole)/2], "logs/foreign" + name: []byte(hostile),
		"logs/keys" + name: []byte(`{"` + "\\u001b[2J\u202e" + `":1}`), "logs/gzip" + name: []byte("\x1f\x8b" + hostile),
		"logs/record" + name: []byte(`{"Records":[` + records[0] + `,"\u001b[2J"]}`),
		"hostile.json":       []byte("{\"" + hostile + "\":1,"),
	}.Write(t, folder)
	return folder
}

// Nothing that logs, names, queries or flags contain reaches a terminal, whatever
// the command writes: no raw control character, no line of a table wider than the
// terminal, and the exit code is the documented one. The test runs each command in
// one format at one width; with TRAILQ_SOAK set, in all of them.
func TestTerminal(t *testing.T) {
	folder := hostileFolder(t)
	soak := os.Getenv("TRAILQ_SOAK") != ""
	formats := []string{"table", "jsonl", "json", "csv", "tsv", "markdown"}
	widths := []int{20, 80, 200, 0}
	run := 0
	for i, command := range tableCommands() {
		for f, format := range formats {
			for w, columns := range widths {
				if chosen := format == "table" && w == i%3 || f == 1+i%5 && w == 0; !soak && !chosen {
					continue
				}
				run++
				command := terminalCommand{command.code, append(slices.Clone(command.arguments), "-o", format)}
				command.check(t, folder, columns)
			}
		}
	}
	for i, command := range otherCommands() {
		for w, columns := range widths {
			if soak || w == i%len(widths) {
				run++
				command.check(t, folder, columns)
			}
		}
	}
	t.Logf("%d commands", run)
}

// check runs the command on two terminals of that many columns, one for the answer
// and one for all else.
func (c terminalCommand) check(t *testing.T, folder string, columns int) {
	t.Helper()
	arguments := make([]string, len(c.arguments))
	for i, argument := range c.arguments {
		arguments[i] = strings.ReplaceAll(argument, "FOLDER", folder)
	}
	command := trailqCommand(t, arguments...)
	command.Env = append(os.Environ(), "TERM=xterm", "PAGER=cat", "LANG=C.UTF-8", "TMPDIR="+t.TempDir())
	stdout, stderr, code := runOnTerminals(t, command, columns)
	name := fmt.Sprintf("%q at %d columns", c.arguments, columns)
	if code != c.code {
		t.Errorf("%s: exit code %d, want %d: %s", name, code, c.code, stderr)
	}
	checkHarmless(t, name, stdout)
	checkHarmless(t, name+", standard error", stderr)
	if columns > 0 && slices.Contains(c.arguments, "table") {
		checkWidth(t, name, stdout, columns)
	}
}

// ownSequences matches the sequences that trailq itself writes: to erase the
// progress line, for styles and, at the prompt, to edit the line.
var ownSequences = regexp.MustCompile("\r\x1b\\[K|\x1b\\[(3[1-6]|[0-2])m|\x1b\\[(K|[0-9]*[ABCD]|\\?2004[hl])")

// At the prompt, answers, errors and warnings are harmless, too.
func TestTerminalPrompt(t *testing.T) {
	folder := hostileFolder(t)
	command := trailqCommand(t, "sql", filepath.Join(folder, "logs"))
	command.Env = append(os.Environ(), "TERM=xterm", "PAGER=cat", "LANG=C.UTF-8", "TMPDIR="+t.TempDir(), "HOME="+t.TempDir())
	control, terminal, err := openTerminal(80)
	if err != nil {
		t.Skip("no pseudo terminal: ", err)
	}
	defer control.Close()
	command.Stdin = terminal
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true} // as a shell starts it
	for _, line := range []string{
		"SELECT useragent, errormessage, useridentity.arn FROM cloudtrail_logs LIMIT 3;",
		"SELECT CAST(useragent AS bigint) FROM cloudtrail_logs;",
		"SELECT absent;", ".absent", ".quit",
	} {
		io.WriteString(control, line+"\r")
	}
	stdout, stderr, code := runOnTerminals(t, command, 80)
	terminal.Close()
	if code != 0 || !strings.Contains(stdout, `=a\u001b[2J`) || !strings.Contains(stderr, "owned") {
		t.Errorf("exit code %d, want 0; %q; %q", code, stdout, stderr)
	}
	checkHarmless(t, "prompt", strings.ReplaceAll(stdout, "\r", ""))
	checkHarmless(t, "prompt, standard error", strings.ReplaceAll(stderr, "\r", ""))
}

// checkHarmless fails on a character that does anything but show.
func checkHarmless(t *testing.T, name, output string) {
	t.Helper()
	output = strings.ReplaceAll(ownSequences.ReplaceAllString(output, ""), "\r\n", "\n")
	if !utf8.ValidString(output) {
		t.Errorf("%s: not UTF-8: %q", name, output)
	}
	for i, r := range output {
		if r != '\n' && r != '\t' && !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r) {
			t.Errorf("%s: %U in %q", name, r, output[max(0, i-60):min(len(output), i+20)])
			return
		}
	}
}

// checkWidth fails on a line of a table that is too wide. Rows that stand upright
// are whole, because that is how a narrow terminal shows whole values.
func checkWidth(t *testing.T, name, output string, columns int) {
	t.Helper()
	output = ownSequences.ReplaceAllString(output, "")
	if strings.Contains(output, "-- row 1\r\n") {
		return
	}
	for line := range strings.SplitSeq(output, "\r\n") {
		if wide := displayWidth(line); wide > columns {
			t.Errorf("%s: a line of %d: %q", name, wide, line)
			return
		}
	}
}

// displayWidth returns the columns that a terminal needs for a line: two for wide
// characters, none for marks.
func displayWidth(line string) int {
	sum := 0
	for _, r := range line {
		switch kind := width.LookupRune(r).Kind(); {
		case unicode.In(r, unicode.Mn, unicode.Me):
		case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
			sum += 2
		default:
			sum++
		}
	}
	return sum
}

// runOnTerminals runs a command with a pseudo terminal each for its standard output
// and standard error, and returns what they received and the exit code.
func runOnTerminals(t *testing.T, command *exec.Cmd, columns int) (stdout, stderr string, code int) {
	t.Helper()
	var received [2]bytes.Buffer
	var reading sync.WaitGroup
	var terminals [2]*os.File
	for i := range terminals {
		control, terminal, err := openTerminal(columns)
		if err != nil {
			t.Skip("no pseudo terminal: ", err)
		}
		defer control.Close()
		terminals[i] = terminal
		reading.Go(func() { io.Copy(&received[i], control) }) // ends in an error when nobody has the terminal open
	}
	command.Stdout, command.Stderr = terminals[0], terminals[1]
	err := command.Run()
	for _, terminal := range terminals {
		terminal.Close()
	}
	reading.Wait()
	return received[0].String(), received[1].String(), exitCode(err)
}
