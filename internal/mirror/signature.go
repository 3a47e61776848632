package mirror

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// CloudTrail signs its digests, and puts the signature into the metadata of the object,
// which a file does not have. The index keeps it in a line of its own: this word, the
// signature in hexadecimal, nothing and the name, separated by tabs. It is no line about
// a version, since those have a number in the second place.
const signatureWord = "signature"

// appendSignature appends the line about a digest's signature. One without a signature
// is written too: it takes back that of an earlier version.
func appendSignature(index []byte, signature, name string) []byte {
	return fmt.Appendf(index, "%s\t%s\t\t%s\n", signatureWord, signature, name)
}

// Signatures finds the signatures of digests that copyings have kept. The zero value is
// ready to use, from any goroutine.
type Signatures struct {
	mu      sync.Mutex
	folders map[string]map[string]string // folder → name → signature
}

// Find returns the signature of the digest at a path, in hexadecimal, or an empty text
// if none was kept.
func (s *Signatures) Find(path string) string {
	folder, name := filepath.Split(path)
	s.mu.Lock()
	defer s.mu.Unlock()
	known, found := s.folders[folder]
	if !found {
		// Without a readable index there are no signatures, which is then the answer.
		index, _ := os.ReadFile(filepath.Join(folder, indexName))
		known = parseSignatures(index)
		if s.folders == nil {
			s.folders = map[string]map[string]string{}
		}
		s.folders[folder] = known
	}
	return known[name]
}

// parseSignatures returns the signatures in an index by the names of files.
func parseSignatures(index []byte) map[string]string {
	signatures := map[string]string{}
	for line := range bytes.Lines(index) {
		fields := strings.SplitN(string(line), "\t", 4)
		if len(fields) != 4 || fields[0] != signatureWord || fields[2] != "" {
			continue
		}
		if name, whole := strings.CutSuffix(fields[3], "\n"); whole {
			signatures[name] = fields[1]
		}
	}
	return signatures
}
