"""Makes this room's effects known to the workers."""

from . import effects, news
from .trackers import effects as trackers

__all__ = ["effects", "news", "trackers"]
