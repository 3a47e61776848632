// Package filestat remembers the size and the time of the files that a source lists,
// for queries that ask for "$file_size" and "$file_modified_time".
package filestat
