// The part of DuckDB's C interface that Moat uses. DuckDB is loaded when it is first needed and
// never linked, so that everything else runs, and can be built, without it.
#ifndef CDUCKDB_H
#define CDUCKDB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cduckdb_database_s *cduckdb_database;
typedef struct cduckdb_connection_s *cduckdb_connection;
typedef struct cduckdb_config_s *cduckdb_config;
typedef struct cduckdb_statement_s *cduckdb_statement;
typedef struct cduckdb_appender_s *cduckdb_appender;
typedef struct cduckdb_chunk_s *cduckdb_chunk;
typedef struct cduckdb_vector_s *cduckdb_vector;
typedef struct cduckdb_type_s *cduckdb_type;

// DuckDB passes results by value: six words, of which only the library knows the meaning.
typedef struct {
    uint64_t word[6];
} cduckdb_result;

// How a text stands in a vector: up to 12 bytes in place, from `head` on; longer ones at `pointer`,
// with their first four bytes in `head`.
typedef struct {
    uint32_t length;
    char head[4];
    union {
        char rest[8];
        const char *pointer;
    } tail;
} cduckdb_text;

typedef struct {
    uint64_t lower;
    int64_t upper;
} cduckdb_hugeint;

enum {
    CDUCKDB_BOOLEAN = 1,
    CDUCKDB_TINYINT = 2,
    CDUCKDB_SMALLINT = 3,
    CDUCKDB_INTEGER = 4,
    CDUCKDB_BIGINT = 5,
    CDUCKDB_UTINYINT = 6,
    CDUCKDB_USMALLINT = 7,
    CDUCKDB_UINTEGER = 8,
    CDUCKDB_UBIGINT = 9,
    CDUCKDB_FLOAT = 10,
    CDUCKDB_DOUBLE = 11,
    CDUCKDB_TIMESTAMP = 12,
    CDUCKDB_HUGEINT = 16,
    CDUCKDB_VARCHAR = 17,
    CDUCKDB_NULL = 36
};

// Loads the library from a path (with `python`, a library that it needs before, or NULL) and
// finds every function. Returns NULL, or why it cannot be used; that text belongs to the caller,
// who frees it. Nothing below may be called before this succeeded.
char *cduckdb_load(const char *path, const char *python);

const char *cduckdb_library_version(void);
void cduckdb_free(void *pointer);

// 0 is success, everything else failure.
int cduckdb_create_config(cduckdb_config *config);
int cduckdb_set_config(cduckdb_config config, const char *name, const char *value);
void cduckdb_destroy_config(cduckdb_config *config);

int cduckdb_open(const char *path, cduckdb_database *database, cduckdb_config config, char **error);
void cduckdb_close(cduckdb_database *database);
int cduckdb_connect(cduckdb_database database, cduckdb_connection *connection);
void cduckdb_disconnect(cduckdb_connection *connection);
void cduckdb_interrupt(cduckdb_connection connection);

int cduckdb_query(cduckdb_connection connection, const char *sql, cduckdb_result *result);
int cduckdb_prepare(cduckdb_connection connection, const char *sql, cduckdb_statement *statement);
const char *cduckdb_prepare_error(cduckdb_statement statement);
// Rows come as they are fetched, not all at once.
int cduckdb_execute_streaming(cduckdb_statement statement, cduckdb_result *result);
void cduckdb_destroy_statement(cduckdb_statement *statement);
void cduckdb_destroy_result(cduckdb_result *result);
const char *cduckdb_result_error(cduckdb_result *result);
uint64_t cduckdb_column_count(cduckdb_result *result);
const char *cduckdb_column_name(cduckdb_result *result, uint64_t column);
int cduckdb_column_type(cduckdb_result *result, uint64_t column);
// The next rows; NULL at the end, and where an error ended it.
cduckdb_chunk cduckdb_fetch_chunk(cduckdb_result *result);

cduckdb_type cduckdb_create_logical_type(int type);
void cduckdb_destroy_logical_type(cduckdb_type *type);
cduckdb_chunk cduckdb_create_chunk(cduckdb_type *types, uint64_t count);
void cduckdb_destroy_chunk(cduckdb_chunk *chunk);
void cduckdb_chunk_reset(cduckdb_chunk chunk);
uint64_t cduckdb_chunk_size(cduckdb_chunk chunk);
void cduckdb_chunk_set_size(cduckdb_chunk chunk, uint64_t size);
cduckdb_vector cduckdb_chunk_vector(cduckdb_chunk chunk, uint64_t column);
// The most rows that a chunk holds.
uint64_t cduckdb_vector_size(void);
void *cduckdb_vector_data(cduckdb_vector vector);
// A bit for each row, 1 where it has a value; NULL where all have.
uint64_t *cduckdb_vector_validity(cduckdb_vector vector);
void cduckdb_vector_set_null(cduckdb_vector vector, uint64_t row);
void cduckdb_vector_set_text(cduckdb_vector vector, uint64_t row, const char *text, uint64_t length);

int cduckdb_appender_create(
    cduckdb_connection connection, const char *schema, const char *table, cduckdb_appender *appender);
int cduckdb_append_chunk(cduckdb_appender appender, cduckdb_chunk chunk);
int cduckdb_appender_flush(cduckdb_appender appender);
const char *cduckdb_appender_error(cduckdb_appender appender);
int cduckdb_appender_destroy(cduckdb_appender *appender);

#ifdef __cplusplus
}
#endif

#endif
