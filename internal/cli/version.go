package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// describeVersion returns the release, or the module's version, with the commit and
// the platform that it was built from and for.
func describeVersion(release string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = new(debug.BuildInfo)
	}
	if release == "" {
		release = info.Main.Version
	}
	if release == "" {
		release = "(devel)"
	}
	settings := make(map[string]string)
	for _, setting := range info.Settings {
		settings[setting.Key] = setting.Value
	}
	var commit []string
	if revision := settings["vcs.revision"]; revision != "" {
		commit = append(commit, "commit "+revision[:min(12, len(revision))])
	}
	if settings["vcs.modified"] == "true" {
		commit = append(commit, "modified")
	}
	if at := settings["vcs.time"]; at != "" {
		commit = append(commit, at)
	}
	commit = append(commit, runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
	return fmt.Sprintf("trailq %s (%s)", release, strings.Join(commit, ", "))
}
