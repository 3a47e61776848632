package complete

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// profiles returns the names of the profiles in the AWS CLI's files; see
// https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html.
func profiles(getenv func(string) string) []Word {
	home := getenv("HOME")
	var words []Word
	for _, file := range []struct{ variable, name, prefix string }{
		{"AWS_CONFIG_FILE", "config", "profile "},
		{"AWS_SHARED_CREDENTIALS_FILE", "credentials", ""},
	} {
		path := getenv(file.variable)
		if path == "" {
			path = filepath.Join(home, ".aws", file.name)
		}
		for _, name := range readSections(path, file.prefix) {
			if word := (Word{name, "of " + path}); !slices.ContainsFunc(words, func(known Word) bool { return known.Text == name }) {
				words = append(words, word)
			}
		}
	}
	return words
}

// readSections returns the names of a file's sections, "default" or with the prefix.
func readSections(path, prefix string) []string {
	file, err := os.Open(path)
	if err != nil {
		return nil // there are none to offer
	}
	defer file.Close() //nolint:errcheck // it was only read
	var names []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if !strings.HasPrefix(line, "[") || !strings.HasSuffix(line, "]") {
			continue
		}
		section := strings.Join(strings.Fields(line[1:len(line)-1]), " ")
		if name, found := strings.CutPrefix(section, prefix); found || section == "default" {
			names = append(names, name)
		}
	}
	return names
}
