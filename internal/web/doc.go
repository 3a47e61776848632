// Package web is a face of package ask: a page in the browser, served to one person on
// this machine. It answers in JSON what the page asks for, with the words of the command
// line's flags as the parameters of its addresses:
//
//	server := web.NewServer(web.Options{Sources: []string{"logs/"}})
//	if err := server.Open(ctx); err != nil {
//		return err
//	}
//	defer server.Close()
//	err := server.Serve(ctx, listener, door.Protect)
//
// A table of all events is kept in memory (package facet). What it cannot answer,
// reports and SQL, reads the logs as the commands do.
package web
