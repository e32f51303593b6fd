"""Work due later, as rows in the database: claimed, swept, retried, given up. Redis is only the quick way to a row."""
