#pragma once
#include <sqlite3.h>

// Swift calls no variadic functions and knows no function-pointer constants; what SQLite offers only so is said here.

static inline int croupier_sqlite_option(sqlite3 *db, int option, int value) {
    return sqlite3_db_config(db, option, value, (int *)0);
}

static inline int croupier_sqlite_keep_no_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

// A null pointer binds NULL, and Swift's empty strings and arrays may have no address.

static inline int croupier_sqlite_bind_text(sqlite3_stmt *statement, int position, const char *text, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, position, count == 0 ? "" : text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int croupier_sqlite_bind_blob(sqlite3_stmt *statement, int position, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, position, count == 0 ? "" : bytes, count, SQLITE_TRANSIENT);
}

// Seeds the generator behind random() and the salts of journals. It is one for the whole process.
static inline int croupier_sqlite_seed(int seed) {
    return sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, seed, (sqlite3 *)0);
}

// An open file of a file system written in Swift: SQLite's part first, then the Swift object that answers for it.
typedef struct {
    sqlite3_file base;
    void *owner;
} croupier_sqlite_file;
