// Package filetime tells when the system says that a file was changed.
package filetime
