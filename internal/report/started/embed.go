package started

import "embed"

//go:embed *.sql
var files embed.FS
