//go:build cgo

package cli

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sampleVariants returns arguments of the reports that find something in the sample
// logs, beside those of reportVariants: SOURCE is the logs.
func sampleVariants() []string {
	return []string{
		"top SOURCE --by eventName,errorCode --errors-only -n 0",
		"top SOURCE --by caller,ip,object -n 0 --dedup",
		"top SOURCE --by caller,bucket --account 444455556666 --sum bytesOut -n 0",
		"timeline SOURCE --by account,region --event-name Get*,Put*",
		"timeline SOURCE --by bucket --sum bytesOut --dedup --from 2023-11-01 --to 2023-11-02T12:00",
		"cost SOURCE --ip-ranges ../../testdata/ip-ranges.json --by class,bucket -n 0",
		"cost SOURCE --ip-ranges ../../testdata/ip-ranges.json --dedup --by caller --tiered",
		"cost SOURCE --from 2023-11-01T06:00 --to 2023-11-02 --by day,requestClass -n 0",
		"diff SOURCE --before 2023-11-01 --after 2023-11-02 --account 111122223333",
		"diff SOURCE --before 2023-11-01 --after 2023-11-02 --measure bytesOut --ip-ranges ../../testdata/ip-ranges.json",
		"diff SOURCE --before 2023-11-01 --after 2023-11-02 --measure dollars -n 0",
		"diff SOURCE --before 2023-11-01 --after 2023-11-02 --measure dollars --ip-ranges ../../testdata/ip-ranges.json --dedup -n 0 -o json",
		"diff SOURCE --before 2023-11-02T06 --after 2023-11-02T18 --measure dollars -o table",
		"who SOURCE --tree --dedup",
		"who SOURCE --tree -n 0 --account 444455556666",
		"who SOURCE arn:aws:iam::*:role/* -n 0",
		"who SOURCE * --as role -n 0",
		"who SOURCE * --as session -n 0 --dedup",
		"who SOURCE * --as user",
		"who SOURCE * --as source-identity",
		"who SOURCE ASIA* -n 0",
		"who SOURCE 0.0.0.0/0 --errors-only",
		"who SOURCE *.amazonaws.com --from 2023-11-01 --to 2023-11-02",
	}
}

// agreeingVariants returns arguments of all reports.
func agreeingVariants() []string {
	lines := sampleVariants()
	for _, name := range slices.Sorted(maps.Keys(reportVariants())) {
		for i, variant := range reportVariants()[name] {
			if strings.HasPrefix(variant, "other") { // two sources, which have to be logs
				continue
			}
			lines = append(lines, name+" SOURCE "+variant)
			if i == 0 {
				lines = append(lines, name+" SOURCE SOURCE --from 2023-11-01T12:00 --event-name Get*,Assume* --region us-*"+variant)
			}
		}
	}
	return lines
}

// readings are the parts of a summary that tell what had to be read, and how long
// it took: files of logs and of Parquet are skipped by different things.
var readings = regexp.MustCompile(`(?m)^[\d,]+( of [\d,]+)? events?( read)? from [\d,]+ files?( \([^)]*\))?|, [\d.]+ m?s$`)

// duplicates are counted in Parquet only where the answer needs it.
var duplicates = regexp.MustCompile(`(?m), [\d,]+ duplicates?$`)

// bounds are the numbers of notes that count what can lie outside of two windows, too,
// as far as it was read.
var bounds = regexp.MustCompile(`(?m)^note: up to [\d,]+ call`)

// lackings are the words by which Parquet tells of what it lacks, where the logs
// tell of what is damaged.
var lackings = regexp.MustCompile(`it could not be converted: |(?m)^note: (a record that could not be converted|.trailq convert. tries log files again that could not be converted;) .*\n`)

// Every report says of Parquet what it says of the logs, to the byte.
func TestReportsAgreeOnParquet(t *testing.T) {
	checkReportsAgree(t, "../../testdata/logs", 0, agreeingVariants())
}

// So it is where some of the logs are damaged.
func TestReportsAgreeOnDamaged(t *testing.T) {
	logs := filepath.Join(t.TempDir(), "logs")
	if err := os.CopyFS(logs, os.DirFS("../../testdata/logs")); err != nil {
		t.Fatal(err)
	}
	damage := func(of, name string, change func(string) string) {
		content, err := os.ReadFile(filepath.Join(logs, of))
		if err == nil {
			err = os.WriteFile(filepath.Join(logs, name), []byte(change(string(content))), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	const one = "AWSLogs/111122223333/CloudTrail/eu-west-1/2023/11/02/111122223333_CloudTrail_eu-west-1_20231102T1005Z_JIvLvWc77PQ70Y6I.json.gz"
	damage(one, "cut.json.gz", func(content string) string { return content[:len(content)-10] })
	damage(one, "none.json", func(string) string { return "no log" })
	damage(one, "rejected.json", func(string) string { return `[{"eventName":"Odd"},7]` })
	checkReportsAgree(t, logs, 3, fewVariants())
}

// checkReportsAgree asks the logs, and what they are converted to, which ends with
// a code.
func checkReportsAgree(t *testing.T, logs string, converted int, lines []string) {
	parquet := filepath.Join(t.TempDir(), "parquet")
	if code, _, stderr := runCommand(t.Context(), nil, "convert", logs, parquet, "--quiet"); code != converted {
		t.Fatalf("convert: exit code %d: %s", code, stderr)
	}
	found := make(map[string]bool)
	for _, line := range lines {
		name, _, _ := strings.Cut(line, " ")
		ask := func(source string) (int, string, string) {
			arguments := strings.Fields(strings.ReplaceAll(line, "SOURCE", source))
			code, stdout, stderr := runCommand(t.Context(), nil, append(arguments, "--output", "json")...)
			said := readings.ReplaceAllString(lackings.ReplaceAllString(stderr, ""), "")
			said = bounds.ReplaceAllString(said, "note: up to N call")
			if name != "cost" {
				said = duplicates.ReplaceAllString(said, "")
			}
			return code, stdout, sortedLines(strings.NewReplacer(logs, "SOURCE", parquet, "SOURCE").Replace(said))
		}
		code, want, said := ask(logs)
		parquetCode, got, parquetSaid := ask(parquet)
		if code == int(exitUsage) || code != parquetCode || want != got || said != parquetSaid {
			one, other := parting(want+said, got+parquetSaid)
			t.Errorf("trailq %s\nlogs:    exit code %d, %q\nParquet: exit code %d, %q", line, code, one, parquetCode, other)
		}
		if want != "" && !json.Valid([]byte(want)) {
			t.Errorf("trailq %s: its JSON is not one document", line)
		}
		found[name] = found[name] || code == converted && strings.Count(want, "\n") > 1
	}
	for _, name := range reportCommands() {
		if !found[name] {
			t.Errorf("trailq %s answered nothing: two empty answers prove nothing", name)
		}
	}
}

// sortedLines returns the lines sorted: the order of warnings is up to chance.
func sortedLines(text string) string {
	lines := strings.Split(text, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// parting returns the lines at which two texts start to differ.
func parting(a, b string) (string, string) {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			return as[i], bs[i]
		}
	}
	return as[len(as)-1], bs[len(bs)-1]
}
