"""What is known about every video; the only user of sqlite3."""
