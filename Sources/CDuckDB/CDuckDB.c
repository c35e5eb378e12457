#define _GNU_SOURCE
#include "CDuckDB.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// One line for each function: its name without `duckdb_`, what it returns, what it takes.
#define FUNCTIONS(X) \
    X(library_version, const char *, (void)) \
    X(free, void, (void *)) \
    X(create_config, int, (cduckdb_config *)) \
    X(set_config, int, (cduckdb_config, const char *, const char *)) \
    X(destroy_config, void, (cduckdb_config *)) \
    X(open_ext, int, (const char *, cduckdb_database *, cduckdb_config, char **)) \
    X(close, void, (cduckdb_database *)) \
    X(connect, int, (cduckdb_database, cduckdb_connection *)) \
    X(disconnect, void, (cduckdb_connection *)) \
    X(interrupt, void, (cduckdb_connection)) \
    X(query, int, (cduckdb_connection, const char *, cduckdb_result *)) \
    X(prepare, int, (cduckdb_connection, const char *, cduckdb_statement *)) \
    X(prepare_error, const char *, (cduckdb_statement)) \
    X(execute_prepared_streaming, int, (cduckdb_statement, cduckdb_result *)) \
    X(destroy_prepare, void, (cduckdb_statement *)) \
    X(destroy_result, void, (cduckdb_result *)) \
    X(result_error, const char *, (cduckdb_result *)) \
    X(column_count, uint64_t, (cduckdb_result *)) \
    X(column_name, const char *, (cduckdb_result *, uint64_t)) \
    X(column_type, int, (cduckdb_result *, uint64_t)) \
    X(fetch_chunk, cduckdb_chunk, (cduckdb_result)) \
    X(create_logical_type, cduckdb_type, (int)) \
    X(destroy_logical_type, void, (cduckdb_type *)) \
    X(create_data_chunk, cduckdb_chunk, (cduckdb_type *, uint64_t)) \
    X(destroy_data_chunk, void, (cduckdb_chunk *)) \
    X(data_chunk_reset, void, (cduckdb_chunk)) \
    X(data_chunk_get_size, uint64_t, (cduckdb_chunk)) \
    X(data_chunk_set_size, void, (cduckdb_chunk, uint64_t)) \
    X(data_chunk_get_vector, cduckdb_vector, (cduckdb_chunk, uint64_t)) \
    X(vector_size, uint64_t, (void)) \
    X(vector_get_data, void *, (cduckdb_vector)) \
    X(vector_get_validity, uint64_t *, (cduckdb_vector)) \
    X(vector_ensure_validity_writable, void, (cduckdb_vector)) \
    X(validity_set_row_invalid, void, (uint64_t *, uint64_t)) \
    X(vector_assign_string_element_len, void, (cduckdb_vector, uint64_t, const char *, uint64_t)) \
    X(appender_create, int, (cduckdb_connection, const char *, const char *, cduckdb_appender *)) \
    X(append_data_chunk, int, (cduckdb_appender, cduckdb_chunk)) \
    X(appender_flush, int, (cduckdb_appender)) \
    X(appender_error, const char *, (cduckdb_appender)) \
    X(appender_destroy, int, (cduckdb_appender *))

static struct {
#define FIELD(name, result, arguments) result(*name) arguments;
    FUNCTIONS(FIELD)
#undef FIELD
} functions;

_Static_assert(sizeof(cduckdb_text) == 16, "as DuckDB has it");

static char *reason(const char *path, const char *text) {
    char *message = NULL;
    return asprintf(&message, "%s: %s", path, text) < 0 ? strdup("no memory") : message;
}

char *cduckdb_load(const char *path, const char *python) {
    // The extension module of a Python wheel leaves Python's functions to be found globally.
    if (python && !dlopen(python, RTLD_NOW | RTLD_GLOBAL)) return reason(python, dlerror());
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) return reason(path, dlerror());
#define FIND(name, result, arguments) \
    *(void **)&functions.name = dlsym(library, "duckdb_" #name); \
    if (!functions.name) { \
        dlclose(library); \
        return reason(path, "it has no function duckdb_" #name); \
    }
    FUNCTIONS(FIND)
#undef FIND
    return NULL;
}

const char *cduckdb_library_version(void) { return functions.library_version(); }
void cduckdb_free(void *pointer) { functions.free(pointer); }

int cduckdb_create_config(cduckdb_config *config) { return functions.create_config(config); }
int cduckdb_set_config(cduckdb_config config, const char *name, const char *value) {
    return functions.set_config(config, name, value);
}
void cduckdb_destroy_config(cduckdb_config *config) { functions.destroy_config(config); }

int cduckdb_open(const char *path, cduckdb_database *database, cduckdb_config config, char **error) {
    return functions.open_ext(path, database, config, error);
}
void cduckdb_close(cduckdb_database *database) { functions.close(database); }
int cduckdb_connect(cduckdb_database database, cduckdb_connection *connection) {
    return functions.connect(database, connection);
}
void cduckdb_disconnect(cduckdb_connection *connection) { functions.disconnect(connection); }
void cduckdb_interrupt(cduckdb_connection connection) { functions.interrupt(connection); }

int cduckdb_query(cduckdb_connection connection, const char *sql, cduckdb_result *result) {
    return functions.query(connection, sql, result);
}
int cduckdb_prepare(cduckdb_connection connection, const char *sql, cduckdb_statement *statement) {
    return functions.prepare(connection, sql, statement);
}
const char *cduckdb_prepare_error(cduckdb_statement statement) { return functions.prepare_error(statement); }
int cduckdb_execute_streaming(cduckdb_statement statement, cduckdb_result *result) {
    return functions.execute_prepared_streaming(statement, result);
}
void cduckdb_destroy_statement(cduckdb_statement *statement) { functions.destroy_prepare(statement); }
void cduckdb_destroy_result(cduckdb_result *result) { functions.destroy_result(result); }
const char *cduckdb_result_error(cduckdb_result *result) { return functions.result_error(result); }
uint64_t cduckdb_column_count(cduckdb_result *result) { return functions.column_count(result); }
const char *cduckdb_column_name(cduckdb_result *result, uint64_t column) {
    return functions.column_name(result, column);
}
int cduckdb_column_type(cduckdb_result *result, uint64_t column) { return functions.column_type(result, column); }
cduckdb_chunk cduckdb_fetch_chunk(cduckdb_result *result) { return functions.fetch_chunk(*result); }

cduckdb_type cduckdb_create_logical_type(int type) { return functions.create_logical_type(type); }
void cduckdb_destroy_logical_type(cduckdb_type *type) { functions.destroy_logical_type(type); }
cduckdb_chunk cduckdb_create_chunk(cduckdb_type *types, uint64_t count) {
    return functions.create_data_chunk(types, count);
}
void cduckdb_destroy_chunk(cduckdb_chunk *chunk) { functions.destroy_data_chunk(chunk); }
void cduckdb_chunk_reset(cduckdb_chunk chunk) { functions.data_chunk_reset(chunk); }
uint64_t cduckdb_chunk_size(cduckdb_chunk chunk) { return functions.data_chunk_get_size(chunk); }
void cduckdb_chunk_set_size(cduckdb_chunk chunk, uint64_t size) { functions.data_chunk_set_size(chunk, size); }
cduckdb_vector cduckdb_chunk_vector(cduckdb_chunk chunk, uint64_t column) {
    return functions.data_chunk_get_vector(chunk, column);
}
uint64_t cduckdb_vector_size(void) { return functions.vector_size(); }
void *cduckdb_vector_data(cduckdb_vector vector) { return functions.vector_get_data(vector); }
uint64_t *cduckdb_vector_validity(cduckdb_vector vector) { return functions.vector_get_validity(vector); }
void cduckdb_vector_set_null(cduckdb_vector vector, uint64_t row) {
    functions.vector_ensure_validity_writable(vector);
    functions.validity_set_row_invalid(functions.vector_get_validity(vector), row);
}
void cduckdb_vector_set_text(cduckdb_vector vector, uint64_t row, const char *text, uint64_t length) {
    if (length > 12) {
        functions.vector_assign_string_element_len(vector, row, text, length);
        return;
    }
    // Short texts stand in the vector itself; the rest of the place must be zero.
    cduckdb_text *place = (cduckdb_text *)functions.vector_get_data(vector) + row;
    memset(place, 0, sizeof *place);
    place->length = (uint32_t)length;
    memcpy((char *)place + offsetof(cduckdb_text, head), text, length);
}

int cduckdb_appender_create(
    cduckdb_connection connection, const char *schema, const char *table, cduckdb_appender *appender) {
    return functions.appender_create(connection, schema, table, appender);
}
int cduckdb_append_chunk(cduckdb_appender appender, cduckdb_chunk chunk) {
    return functions.append_data_chunk(appender, chunk);
}
int cduckdb_appender_flush(cduckdb_appender appender) { return functions.appender_flush(appender); }
const char *cduckdb_appender_error(cduckdb_appender appender) { return functions.appender_error(appender); }
int cduckdb_appender_destroy(cduckdb_appender *appender) { return functions.appender_destroy(appender); }
