"""A start that can't be: one sentence for the person, exit 2, nothing half-started."""


class RefusedError(Exception):
    """Why the command does not begin; its text is the one sentence shown."""
