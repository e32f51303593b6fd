"""The public summary: prepare, redact, sign off, publish, correct, withdraw; public pages and feeds."""
