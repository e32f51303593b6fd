"""Makes this room's effects known to the workers."""

from . import effects

__all__ = ["effects"]
