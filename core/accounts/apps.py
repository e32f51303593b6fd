"""The accounts application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the tables of core.accounts."""

    name = "core.accounts"
    label = "accounts"
