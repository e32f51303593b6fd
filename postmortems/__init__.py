"""Postmortems: authoring, follow-up and publication, by capability (docs/architecture.md)."""
