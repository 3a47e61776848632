//go:build cgo

package freed

/*
#include <malloc.h>
#include <stddef.h>

// DuckDB has jemalloc for its buffers, on some systems, under names of its own.
extern int duckdb_je_mallctl(const char *name, void *old, size_t *old_size, void *new, size_t new_size) __attribute__((weak));

static void return_freed(void) {
	if (duckdb_je_mallctl) {
		// 4096 is MALLCTL_ARENAS_ALL: https://jemalloc.net/jemalloc.3.html#arena.i.purge
		duckdb_je_mallctl("arena.4096.purge", NULL, NULL, NULL, 0);
	}
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}
*/
import "C"

// Return gives all pages that DuckDB has freed back to the system.
func Return() { C.return_freed() }
