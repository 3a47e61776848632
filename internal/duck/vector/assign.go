//go:build cgo

package vector

/*
#include <stdint.h>
int trailq_assign_text(void *vector, uint64_t index, const char *text, uint64_t length);
int trailq_reserve_elements(void *vector, uint64_t capacity);
*/
import "C"

import (
	"errors"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2/mapping"
)

// ErrMemory means that DuckDB has no memory for more rows.
var ErrMemory = errors.New("no memory for more rows")

// assignText sets a row to a copy of a text that is not empty.
func assignText(vec mapping.Vector, row int, text []byte) error {
	if C.trailq_assign_text(vec.Ptr, C.uint64_t(row), (*C.char)(unsafe.Pointer(&text[0])), C.uint64_t(len(text))) == 0 {
		return ErrMemory
	}
	return nil
}

// reserveElements makes room for so many elements in a list's child.
func reserveElements(vec mapping.Vector, elements int) error {
	if C.trailq_reserve_elements(vec.Ptr, C.uint64_t(elements)) == 0 {
		return ErrMemory
	}
	return nil
}
