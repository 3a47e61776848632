package s3source

import "errors"

// progress finds a server that repeats itself: a listing would never end.
//
// It compares each page with one that it remembers, and remembers the pages whose
// number is a power of 2 (Brent's algorithm), so that it finds every cycle but keeps
// only one page in memory. No object is in two pages of a listing; a folder can be,
// on some servers.
type progress struct {
	pages      int
	emptyPages int    // in a row, at the end
	last       string // the key of the last page, if it ended with an object
	token, key string // of the remembered page; the key is that of its last object
}

const (
	// noteEmptyPages is after how many empty pages in a row the user is told.
	noteEmptyPages = 200
	// maxEmptyPages is after how many a listing fails. S3 sends an empty page for 1,000
	// delete markers.
	maxEmptyPages = 100_000
)

var (
	errAnswerSize  = errors.New("the server's answer is larger than a listing of 1,000 keys can be")
	errRedirects   = errors.New("the server redirects again and again")
	errKeyTwice    = errors.New("the server lists a key twice")
	errOtherKeys   = errors.New("the server lists keys that do not begin with the prefix asked for")
	errFolders     = errors.New("the server lists folders that were not asked for")
	errSize        = errors.New("the server lists an object with a size less than 0")
	errRepeated    = errors.New("the server repeats a page of the listing: it would never end")
	errEmptyPages  = errors.New("the server has sent 100,000 empty pages in a row")
	errEmptyAnswer = errors.New("the server's answer is empty")
	errNoToken     = errors.New("the server says that there are more keys, but sends no token for them")
)

// addPage adds the next page of the listing, and returns an error if the listing
// would never end.
func (p *progress) addPage(page *page) error {
	key := ""
	if p.emptyPages++; len(page.entries) > 0 {
		p.emptyPages = 0
		if p.last != "" && page.entries[0].key == p.last && !page.entries[0].isFolder() {
			return errKeyTwice
		}
		if last := page.entries[len(page.entries)-1]; !last.isFolder() {
			key = last.key
		}
	}
	p.last = key
	if page.next == "" {
		return nil
	}
	switch {
	case p.pages > 0 && (page.next == p.token || key != "" && key == p.key):
		return errRepeated
	case p.emptyPages >= maxEmptyPages:
		return errEmptyPages
	}
	if p.pages++; p.pages&(p.pages-1) == 0 {
		p.token, p.key = page.next, key
	}
	return nil
}
