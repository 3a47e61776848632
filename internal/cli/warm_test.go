//go:build cgo

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Kept columns answer as the logs do, to the byte, whatever the command.
func TestKeptColumnsAgree(t *testing.T) {
	logs, cache := filepath.Join(t.TempDir(), "logs"), t.TempDir()
	if err := os.CopyFS(logs, os.DirFS("../../testdata/logs")); err != nil {
		t.Fatal(err)
	}
	variables := map[string]string{"TRAILQ_CACHE": cache}
	if code, _, said := runIn(t, variables, "top", logs, "--warm"); code != 0 || !strings.Contains(said, "are kept in ") {
		t.Fatalf("exit code %d: %s", code, said)
	}
	lines := append(fewVariants(),
		"events SOURCE",
		"events SOURCE --fields $path,$record,eventTime,eventName -o csv",
		"events SOURCE --sort time --dedup",
		"events SOURCE --newest -n 50",
		"events SOURCE --event-name Get* --from 2023-11-01T06:00 --to 2023-11-02",
		"sql SOURCE SELECT\teventname,count(*)\tAS\tn\tFROM\tcloudtrail_logs\tGROUP\tBY\t1\tORDER\tBY\t1",
	)
	for _, line := range lines {
		if strings.Contains(line, "SOURCE SOURCE") {
			continue // those are other sources
		}
		arguments := strings.Split(strings.ReplaceAll(line, "SOURCE", logs), " ")
		code, want, _ := runIn(t, nil, arguments...)
		warmCode, got, said := runIn(t, variables, arguments...)
		if code != warmCode || got != want || want == "" || code == int(exitUsage) {
			t.Errorf("trailq %s\nlogs: exit code %d, %d bytes; columns: exit code %d, %d bytes: %s", line, code, len(want), warmCode, len(got), said)
		}
		if !strings.Contains(said, "note: answered from the kept columns of ") {
			t.Errorf("trailq %s: not from columns: %s", line, said)
		}
	}
}

// fewVariants returns the arguments of each report once, and all of them for TRAILQ_SOAK.
func fewVariants() []string {
	if os.Getenv("TRAILQ_SOAK") != "" {
		return agreeingVariants()
	}
	var lines []string
	some := make(map[string]int)
	for _, line := range agreeingVariants() {
		name, _, _ := strings.Cut(line, " ")
		if some[name]++; some[name] == 1 {
			lines = append(lines, line)
		}
	}
	return lines
}
