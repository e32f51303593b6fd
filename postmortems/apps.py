"""The one Django application that holds every room."""

from django.apps import AppConfig


class PostmortemsConfig(AppConfig):
    """Registers the tables of `models/`."""

    name = "postmortems"
