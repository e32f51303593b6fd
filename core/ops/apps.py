"""Operations as a Django application, so that its commands are found."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Holds commands and checks; no tables."""

    name = "core.ops"
    label = "ops"
