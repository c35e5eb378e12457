import GRDB

/// The tables of the state database. A migration, once released, never changes; the next
/// change is a migration of its own.
enum StateSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: versions, documents, rule numbers") { db in
            // A document is one resource as it was applied. Versions share documents:
            // what an apply leaves alone is linked again, not stored again.
            try db.execute(
                sql: """
                    CREATE TABLE version (
                        number INTEGER PRIMARY KEY,
                        time REAL NOT NULL,
                        by TEXT NOT NULL,
                        comment TEXT NOT NULL,
                        summary TEXT NOT NULL
                    ) STRICT;
                    CREATE TABLE document (
                        id INTEGER PRIMARY KEY,
                        kind TEXT NOT NULL,
                        name TEXT NOT NULL,
                        json BLOB NOT NULL
                    ) STRICT;
                    CREATE TABLE version_document (
                        version INTEGER NOT NULL REFERENCES version ON DELETE CASCADE,
                        document INTEGER NOT NULL REFERENCES document,
                        PRIMARY KEY (version, document)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX version_document_by_document ON version_document (document);
                    CREATE TABLE rule_number (
                        number INTEGER PRIMARY KEY,
                        policy TEXT NOT NULL,
                        rule_collection_group TEXT NOT NULL,
                        collection TEXT NOT NULL,
                        rule TEXT NOT NULL,
                        translated_address INTEGER,
                        translated_port INTEGER
                    ) STRICT;
                    CREATE TABLE pending_confirmation (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        version INTEGER NOT NULL REFERENCES version,
                        previous INTEGER NOT NULL,
                        deadline REAL NOT NULL
                    ) STRICT;
                    """)
        }
        return migrator
    }
}
