"""Writing the archive: rows as JSON, people by address, teams by slug, services by name."""

from __future__ import annotations

import base64
import datetime as dt
import json
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.db import models, transaction

from core.accounts.models import Membership, Team, User
from postmortems.models import Postmortem, Service, TemplateVersion

from .tables import columns, history_of, owned, pointing, relations

FORMAT = "debrief-team/1"
MANIFEST, PEOPLE = "manifest.json", "people.json"


def write_archive(*, team: Team, to: IO[bytes], now: dt.datetime) -> dict[str, int]:
    """Write all that the team has into `to`; the answer counts rows by table. One snapshot where the database has them."""
    with transaction.atomic(), zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        return _Writer(archive, team).write(now)


class _Writer:
    def __init__(self, archive: zipfile.ZipFile, team: Team) -> None:
        self._archive, self._team = archive, team
        self._taken: dict[type[models.Model], list[int]] = {}
        self._emails = dict(User.objects.values_list("pk", "email"))
        self._slugs = dict(Team.objects.values_list("pk", "slug"))
        self._services = dict(Service.objects.values_list("pk", "name"))
        self._versions: set[int] = set()
        self._people: set[int] = set()

    def write(self, now: dt.datetime) -> dict[str, int]:
        counts = {}
        for model in owned():
            rows = self._rows(model)
            counts[model.__name__] = self._table(model.__name__, rows)
            history = history_of(model)
            if history is not None:
                revisions = history.objects.filter(id__in=self._taken[model]).order_by("history_id")
                counts[history.__name__] = self._table(history.__name__, revisions)
        head = {
            "format": FORMAT,
            "written_at": now.isoformat(),
            "team": {"slug": self._team.slug, "name": self._team.name},
            "members": list(self._team.memberships.values_list("user__email", "role")),
            "templates": [self._template(pk) for pk in sorted(self._versions)],
            "counts": counts,
        }
        self._people |= set(Membership.objects.filter(team=self._team).values_list("user", flat=True))
        self._archive.writestr(PEOPLE, json.dumps(list(self._persons()), ensure_ascii=False, indent=1))
        self._archive.writestr(MANIFEST, json.dumps(head, ensure_ascii=False, indent=1))
        return counts

    def _rows(self, model: type[models.Model]) -> models.QuerySet:
        mine: dict[str, Any] = {"team": self._team}
        if model is not Postmortem:
            way = pointing(model)
            mine = {f"{way.name}__in": self._taken[way.related_model]}
        found = model._default_manager.filter(**mine)
        # A row that can't be without one of another team stays behind with that one.
        for field, to in relations(model):
            if to in self._taken and not field.null:
                found = found.filter(**{f"{field.name}__in": self._taken[to]})
        found = found.order_by("pk")
        self._taken[model] = list(found.values_list("pk", flat=True))
        return found

    def _table(self, name: str, rows: models.QuerySet) -> int:
        count = 0
        with self._archive.open(f"{name}.jsonl", "w") as out:
            for row in rows.iterator(chunk_size=500):
                out.write(json.dumps(self._row(row), ensure_ascii=False).encode() + b"\n")
                count += 1
        return count

    def _row(self, row: models.Model) -> dict[str, Any]:
        return {"pk": row.pk} | {field.attname: self._value(field, row) for field in columns(type(row))}

    def _value(self, field: models.Field, row: models.Model) -> Any:
        value = getattr(row, field.attname)
        if value is None:
            return None
        if isinstance(field, models.ForeignKey):
            return self._named(field.related_model, value)
        if isinstance(value, bytes | memoryview):
            return base64.b64encode(bytes(value)).decode()
        return value.isoformat() if isinstance(value, dt.date | dt.time) else value

    def _named(self, to: type[models.Model], pk: int) -> Any:
        if to is User:
            self._people.add(pk)
            return self._emails.get(pk)
        if to is TemplateVersion:
            self._versions.add(pk)
        known = {Team: self._slugs, Service: self._services}.get(to)
        return known.get(pk) if known is not None else pk

    def _persons(self) -> Iterator[dict[str, Any]]:
        for person in User.objects.filter(pk__in=self._people).order_by("email"):
            yield {
                "email": person.email,
                "display_name": person.display_name,
                "time_zone": person.time_zone,
                "is_active": person.is_active,
            }

    def _template(self, pk: int) -> dict[str, Any]:
        version = TemplateVersion.objects.select_related("template__team").get(pk=pk)
        template = version.template
        return {
            "pk": pk,
            "key": template.key,
            "name": template.name,
            "kind": template.kind,
            "of_team": template.team.slug if template.team else None,
            "number": version.number,
            "sections": version.sections,
        }
