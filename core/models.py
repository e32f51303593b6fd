"""The one table of the shared ground: what was done, by whom, to which object."""

from core.audit import AuditEntry, AuditSeal

__all__ = ["AuditEntry", "AuditSeal"]
