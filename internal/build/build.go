// Package build says which build of trailq this is.
package build

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// DescribeVersion returns the release, or the module's version, with the commit and
// the platform that it was built from and for.
func DescribeVersion(release string) string {
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

// engineModule names the module of the engine's client, whose version has DuckDB's in it.
const engineModule = "github.com/duckdb/duckdb-go-bindings"

// FindEngine returns the version of DuckDB that is part of the build.
func FindEngine() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	for _, module := range info.Deps {
		if module.Path == engineModule {
			return spellEngine(module.Version)
		}
	}
	return "(none)"
}

// spellEngine returns the version of DuckDB that a version of its client is for: v0.10506.0
// is for 1.5.6.
func spellEngine(module string) string {
	var major, minor, patch int
	if n, _ := fmt.Sscanf(module, "v0.%1d%2d%2d.", &major, &minor, &patch); n < 3 {
		return module
	}
	return fmt.Sprintf("%d.%d.%d", major, minor, patch)
}
