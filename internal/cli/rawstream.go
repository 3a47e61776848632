package cli

import (
	"bytes"
	"io"
)

// rawEnvironment returns the environment with its terminal in raw mode, where the end
// of a line does not return to the first column by itself.
func rawEnvironment(env *Environment) *Environment {
	raw := *env
	raw.Stdout, raw.Stderr = rawStream{env.Stdout}, rawStream{env.Stderr}
	raw.Terminal = func(stream any) (int, bool) {
		if s, ok := stream.(rawStream); ok {
			stream = s.out
		}
		return env.terminal(stream)
	}
	return &raw
}

// withoutPager returns an environment whose streams are the terminal's own.
func (e *Environment) withoutPager() *Environment {
	if e.pager == nil {
		return e
	}
	plain := *e
	plain.Stdout, plain.Stderr, plain.pager = e.pager.Stdout, e.pager.Stderr, nil
	return &plain
}

// rawStream writes CR LF for LF.
type rawStream struct{ out io.Writer }

func (s rawStream) Write(p []byte) (int, error) {
	if _, err := s.out.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	return len(p), nil
}
