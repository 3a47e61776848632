// Package wordlist finds words in sorted texts, as embedded ones are, without
// making a table of them first.
package wordlist
