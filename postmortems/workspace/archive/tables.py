"""Which tables belong to a postmortem, found from the schema itself: a new table comes along without being named here."""

from __future__ import annotations

import functools

from django.apps import apps
from django.db import models

from postmortems.models import Postmortem, RenderedField

# Planned work and links to other servers' secrets are made anew, or are nobody's to carry.
LEFT = frozenset(
    (
        "Reminder",
        "Reminder_deliveries",
        "ClockNotice",
        "ClockReminder",
        "TrackerLink",
        "TrackerCall",
        "SectionBase",
    )
)
FROZEN = frozenset(("PublicRevision", "Signature"))
"""Published bytes and what was signed: taken over letter for letter."""

Model = type[models.Model]


def _is_history(model: Model) -> bool:
    return hasattr(model, "history_object")


@functools.cache
def owned() -> tuple[Model, ...]:
    """The tables of a postmortem, each after those it can't be without."""
    every = [
        model
        for model in apps.get_app_config("postmortems").get_models(include_auto_created=True)
        if not _is_history(model) and model.__name__ not in LEFT and "history" not in _names(model)
    ]
    found: list[Model] = [Postmortem]
    while True:
        more = [
            model for model in every if model not in found and any(to in found for _, to in relations(model))
        ]
        if not more:
            return _in_order(found)
        found += more


def _names(model: Model) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def _in_order(found: list[Model]) -> tuple[Model, ...]:
    ordered: list[Model] = []
    left = list(found)
    while left:
        ready = [
            model
            for model in left
            if all(to not in left or to is model for field, to in relations(model) if not field.null)
        ]
        if not ready:
            raise ValueError(f"Tables that need one another: {[model.__name__ for model in left]}")
        ordered += ready
        left = [model for model in left if model not in ready]
    return tuple(ordered)


def relations(model: Model) -> list[tuple[models.Field, Model]]:
    """Each foreign key, and the table it points to."""
    return [
        (field, field.related_model)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type)
    ]


def columns(model: Model) -> list[models.Field]:
    """What is carried of a row: no HTML, which is made again."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and not isinstance(field, RenderedField)
    ]


def history_of(model: Model) -> Model | None:
    """The table of a table's revisions."""
    manager = getattr(model, "history", None)
    return manager.model if manager is not None and not _is_history(model) else None


def pointing(model: Model) -> models.Field:
    """The foreign key that ties a row to its postmortem, as near as possible: for finding a team's rows."""
    order = owned()
    ways = [field for field, to in relations(model) if to in order and to is not model]
    return min(ways, key=lambda field: (field.null, order.index(field.related_model)))
