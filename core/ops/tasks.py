"""What Celery must know of this package: importing the clock connects the worker's heartbeat."""

from core.ops import clock

__all__ = ["clock"]
