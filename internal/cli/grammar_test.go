package cli

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/report"
)

// reportVariants returns arguments of each command that answers by reports, such
// that all parts of its SQL are in one of them. Filters are added to the first.
func reportVariants() map[string][]string {
	return map[string][]string{
		"top": {
			"", "-n 0", "--sum bytesOut", "--sum bytesIn -n 3 --dedup",
			"--by resources[1].ARN,userIdentity.sessionContext.webIdFederationData.attributes.x,requestParameters.a[0].b-c",
		},
		"cost": {
			"", "--tiered", "--by class", "--by caller,requestClass -n 0", "--by object,class,day --tiered --dedup", "--by requestClass,class",
		},
		"diff": {
			"other", "other/*.json", "other --before 2023-10 --after 2023-11", // two sources take every filter
			"--before 2023-11-01 --after 2023-11-02", "--before 2023-11-01 --after 2023-11-03 --measure bytesOut -n 0 --dedup",
			"--after 2023-10 --before 2023-12 --measure bytesIn", "--at 2023-11-01T02:00",
			"--before 2023-11-01 --after 2023-11-02 --measure dollars --dedup", "other --measure dollars",
		},
		"timeline": {
			"", "--every minute", "--every 5m", "--every hour", "--every day", "--every day --errors-only", "--dedup",
			"--by caller", "--by caller,eventName -n 3", "--by ip -n 0 --sum bytesOut --every 5m", "--by ip --sum bytesIn --write-only",
		},
		"who": {
			"--tree", "alice", "ali* --dedup -n 0", "alice --as source-identity", "arn:aws:iam::111122223333:role/deploy", "AKIAIOSFODNN7EXAMPLE",
			"AROAIOSFODNN7EXAMPLE", "192.0.2.0/24", "lambda.amazonaws.com", "111122223333",
		},
	}
}

// filterVariants returns flags that any of them takes.
func filterVariants() []string {
	return []string{
		"--from 2023-11-01 --to 2023-11-02T09:30 --account 111122223333 --region us-*,eu-west-? --event-source s3,kms",
		"--event-name Get*,Put_% --caller alice --caller AIDA* --errors-only --read-only",
		"--source-ip 192.0.2.1,198.51.100.0/24,*.amazonaws.com,2001:db8::/32 --write-only",
	}
}

// reportCommands returns the names of the commands that answer by reports: those
// whose SQL Athena takes.
func reportCommands() []string {
	var names []string
	env := &Environment{Getenv: func(string) string { return "" }}
	for _, command := range newRoot(env).Commands() {
		if flag := command.Flags().Lookup("show-sql"); flag != nil && flag.NoOptDefVal == ask.SQLForAthena {
			names = append(names, command.Name())
		}
	}
	return names
}

// No report escapes the grammar.
func TestReportVariantsAreComplete(t *testing.T) {
	commands := reportCommands()
	if len(commands) < 2 {
		t.Fatalf("commands that answer by reports: %q", commands)
	}
	for _, name := range commands {
		if len(reportVariants()[name]) == 0 {
			t.Errorf("trailq %s has no variants for the grammar: add them to reportVariants", name)
		}
	}
	for name := range reportVariants() {
		if !slices.Contains(commands, name) {
			t.Errorf("there is no report %s", name)
		}
	}
}

// The SQL of every report is what Trino's grammar has, and so Athena. make
// grammar installs what checks it.
func TestGrammar(t *testing.T) {
	arguments := []string{}
	for name, variants := range reportVariants() {
		for _, variant := range variants {
			arguments = append(arguments, name+" logs "+variant)
		}
		for _, filter := range filterVariants() {
			arguments = append(arguments, name+" logs "+variants[0]+" "+filter)
		}
	}
	for _, short := range report.ShortNames() {
		name, _, _ := strings.Cut(short.Name, ", ")
		arguments = append(arguments, "top logs --by "+name)
	}
	texts := make([]string, len(arguments))
	for i, line := range arguments {
		code, stdout, stderr := runCommand(t.Context(), nil, append(strings.Fields(line), "--show-sql")...)
		if code != 0 || stdout == "" {
			t.Fatalf("trailq %s --show-sql: exit code %d: %s", line, code, stderr)
		}
		texts[i] = stdout
	}
	for i, mistakes := range trinoMistakes(t, texts) {
		for _, mistake := range mistakes {
			t.Errorf("trailq %s --show-sql: %s\n%s", arguments[i], mistake, texts[i])
		}
	}
}

// What Trino does not have is found: a grammar that takes anything would prove
// nothing. The engine has all of these.
func TestGrammarRefuses(t *testing.T) {
	texts := []string{
		"SELEC 1",
		"SELECT eventname::varchar FROM cloudtrail_logs",
		"SELECT * EXCLUDE (eventname) FROM cloudtrail_logs",
		"SELECT list_transform(resources, lambda r: r.arn) FROM cloudtrail_logs",
		"SELECT eventname, count(*) FROM cloudtrail_logs GROUP BY ALL",
		"SELECT eventname FROM cloudtrail_logs QUALIFY row_number() OVER () = 1",
		"FROM cloudtrail_logs",
		"SELECT {'a': 1}",
		"SELECT count(*) FILTER (WHERE x FROM cloudtrail_logs",
	}
	for i, mistakes := range trinoMistakes(t, texts) {
		if len(mistakes) == 0 {
			t.Errorf("Trino's grammar takes %s", texts[i])
		}
	}
}

// trinoMistakes asks Trino's grammar what is wrong with each text.
func trinoMistakes(t *testing.T, texts []string) [][]string {
	t.Helper()
	const checker = "../../scripts/grammar/dist/check.mjs"
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no node")
	}
	if _, err := os.Stat(checker); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the grammar is not installed: make grammar")
	}
	input, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), node, checker)
	command.Stdin = strings.NewReader(string(input))
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var mistakes [][]string
	if err := json.Unmarshal(output, &mistakes); err != nil || len(mistakes) != len(texts) {
		t.Fatalf("%d answers to %d texts: %v", len(mistakes), len(texts), err)
	}
	return mistakes
}
