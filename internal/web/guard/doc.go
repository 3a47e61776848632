// Package guard lets one person's browser, and nothing else, talk to a server on this
// machine. Other users of the machine, pages of other sites and names that lead to this
// machine are refused:
//
//	g := guard.New(listener.Addr())
//	fmt.Println(g.NewLaunch())
//	server := http.Server{Handler: g.Protect(pages)}
//
// An address with a code, which works once and for a minute, gives the browser a cookie;
// without the cookie there is no answer.
package guard
