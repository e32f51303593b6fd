"""The notify application."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Registers the tables of core.notify."""

    name = "core.notify"
    label = "notify"
