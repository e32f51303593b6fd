"""The outbox application."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Registers the tables of core.outbox."""

    name = "core.outbox"
    label = "outbox"
