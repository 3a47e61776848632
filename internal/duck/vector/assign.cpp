//go:build cgo

// DuckDB's C functions for vectors throw where memory is at its limit. An exception that
// leaves a C function for Go ends the process; here it becomes a return value.

#include <cstdint>

extern "C" {
void duckdb_unsafe_vector_assign_string_element_len(void *vector, uint64_t index, const char *text, uint64_t length);
int duckdb_list_vector_reserve(void *vector, uint64_t capacity);

int trailq_assign_text(void *vector, uint64_t index, const char *text, uint64_t length) {
	try {
		duckdb_unsafe_vector_assign_string_element_len(vector, index, text, length);
		return 1;
	} catch (...) {
		return 0;
	}
}

int trailq_reserve_elements(void *vector, uint64_t capacity) {
	try {
		return duckdb_list_vector_reserve(vector, capacity) == 0;
	} catch (...) {
		return 0;
	}
}
}
