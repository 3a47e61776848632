package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/build"
	"github.com/trailq/trailq/internal/tariff"
)

func newVersion(env *Environment) *cobra.Command {
	command := &cobra.Command{
		Use:     "version",
		Short:   "Print the release, the engine, the date of the prices and the build",
		Long:    "Print the release and its build, the version of the engine, and the date of the built-in prices.",
		Example: "  trailq version",
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			list, err := new(tariff.Prices).ReadList()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(env.Stdout, "%s\nengine: DuckDB %s\nprices: of %s\n",
				build.DescribeVersion(env.Version), build.FindEngine(), list.Date)
			return err
		},
	}
	addGroups(env, command, nil)
	return command
}
