"""Makes this room's effects known to the workers."""

from . import effects, news

__all__ = ["effects", "news"]
