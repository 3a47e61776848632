// Package prompt reads SQL statements from a person at a terminal: with line
// editing, a history that outlives the process, and completion of columns and
// keywords. [Run] gives each statement to a function and knows nothing else
// about how it is answered:
//
//	err := prompt.Run(ctx, prompt.Options{
//		In: os.Stdin, Out: os.Stdout, // in raw mode
//		Answer: func(ctx context.Context, statement dialect.Statement) error {
//			…
//		},
//	})
package prompt
