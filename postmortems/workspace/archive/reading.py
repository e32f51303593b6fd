"""Reading the archive in: everything or nothing, under the numbers of this site."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils import timezone

from core.accounts.models import Membership, Team, User
from postmortems.authoring.actions import next_number
from postmortems.followup.actions import schedule_open
from postmortems.models import Postmortem, Service, Template, TemplateVersion
from postmortems.publication.actions import refresh_all

from .tables import FROZEN, columns, history_of, owned
from .writing import FORMAT, MANIFEST, PEOPLE

_ADDRESS = re.compile(r"/postmortems/(\d{1,18})/")
_LARGEST = 2_000_000_000


class NotRead(ValueError):  # noqa: N818 - an answer for the person who brought the file
    """The file is no archive that can be read in here; nothing was."""


def read_archive(source: IO[bytes]) -> dict[str, int]:
    """Read an archive in; the answer counts rows by table. Raises NotRead and changes nothing."""
    try:
        with zipfile.ZipFile(source) as archive, transaction.atomic():
            if sum(info.file_size for info in archive.infolist()) > _LARGEST:
                raise NotRead("The archive is larger than 2 GB when unpacked.")
            return _Reader(archive).read()
    except zipfile.BadZipFile:
        raise NotRead("This is no zip, or it breaks off.") from None
    except IntegrityError as problem:
        raise NotRead(
            f"A part of this archive is here already, or lacks what it belongs to: {problem}"
        ) from problem
    except (KeyError, TypeError, ValueError, ValidationError, binascii.Error, DatabaseError) as problem:
        if isinstance(problem, NotRead):
            raise
        raise NotRead(f"The archive holds something that can't be here: {problem}") from problem


def _held(model: type[models.Model], waiting: list, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the table allows only beside a column that waits: "published" comes with the revision that is live."""
    late = {model._meta.get_field(column).name for column, _, _ in waiting}
    checks = [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
    named = [one.condition.referenced_base_fields for one in checks if isinstance(one.condition, models.Q)]
    beside = {field for fields in named if fields & late for field in fields - late}
    return {name: values[name] for name in beside if name in values}


class _Reader:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._new: dict[type[models.Model], dict[int, int]] = {}
        self._later: list[tuple[type[models.Model], int, list, dict[str, Any]]] = []

    def read(self) -> dict[str, int]:
        head = json.loads(self._archive.read(MANIFEST))
        if head.get("format") != FORMAT:
            raise NotRead(f"This is not an archive of the form {FORMAT}.")
        self._people = {row["email"]: self._person(row) for row in json.loads(self._archive.read(PEOPLE))}
        self._team = self._team_of(head["team"])
        for email, role in head["members"]:
            Membership.objects.get_or_create(
                user_id=self._people[email], team=self._team, defaults={"role": role}
            )
        self._versions = {row["pk"]: self._version(row) for row in head["templates"]}
        counts = {}
        for model in owned():
            counts[model.__name__] = self._table(model)
        for model, pk, waiting, held in self._later:
            there = {column: self._new[to].get(old) for column, old, to in waiting}
            model._default_manager.filter(pk=pk).update(**there | held)
        for model in owned():
            history = history_of(model)
            if history is not None:
                counts[history.__name__] = self._revisions(model, history)
        self._rehouse()
        refresh_all(now=timezone.now())
        schedule_open(postmortems=list(self._new[Postmortem].values()))
        return counts

    def _lines(self, name: str) -> Iterator[dict[str, Any]]:
        if f"{name}.jsonl" in self._archive.namelist():
            with self._archive.open(f"{name}.jsonl") as lines:
                for line in lines:
                    yield json.loads(line)

    def _person(self, row: Mapping[str, Any]) -> int:
        """Somebody with this address here, or a new account without a password: they ask for one by mail."""
        found = User.objects.filter(email=row["email"]).first()
        if found is None:
            found = User(
                email=row["email"],
                display_name=row["display_name"][:150],
                time_zone=row["time_zone"],
                is_active=row["is_active"],
            )
            found.set_unusable_password()
            found.save()
        return found.pk

    def _team_of(self, row: Mapping[str, Any]) -> Team:
        return Team.objects.get_or_create(slug=row["slug"], defaults={"name": row["name"]})[0]

    def _version(self, row: Mapping[str, Any]) -> int:
        """The same version of the same template, or a template of the team with what the archive says of it."""
        same = TemplateVersion.objects.filter(template__key=row["key"], number=row["number"]).first()
        if same is not None and same.sections == row["sections"]:
            return same.pk
        key = f"{row['key']}-{self._team.slug}"[:60] if same is not None else row["key"]
        template, _ = Template.objects.get_or_create(
            key=key, defaults={"name": row["name"], "kind": row["kind"], "team": self._team}
        )
        made, _ = TemplateVersion.objects.get_or_create(
            template=template, number=row["number"], defaults={"sections": row["sections"]}
        )
        return made.pk

    def _table(self, model: type[models.Model]) -> int:
        known = self._new.setdefault(model, {})
        for line in self._lines(model.__name__):
            values, waiting = self._values(model, line)
            held = _held(model, waiting, values)
            row = model(**values | {name: model._meta.get_field(name).get_default() for name in held})
            taken = isinstance(row, Postmortem) and Postmortem.objects.filter(
                year=row.year, number=row.number
            )
            if taken and taken.exists():
                row.number = next_number(row.year)
            row.skip_history_when_saving = True
            row.save(force_insert=True)
            known[line["pk"]] = row.pk
            if waiting:
                self._later.append((model, row.pk, waiting, held))
        return len(known)

    def _values(self, model: type[models.Model], line: Mapping[str, Any]) -> tuple[dict[str, Any], list]:
        """A row's columns, and the (column, old number, table) of rows that are still to come."""
        values: dict[str, Any] = {}
        waiting = []
        for field in columns(model):
            value = line.get(field.attname)
            if isinstance(field, models.ForeignKey) and value is not None:
                to = field.related_model
                if to in owned() and value not in self._new.get(to, {}):
                    waiting.append((field.attname, value, to))
                    value = None
                else:
                    value = self._here(to, value)
            elif isinstance(field, models.BinaryField) and value is not None:
                value = base64.b64decode(value)
            elif value is not None and not isinstance(field, models.JSONField):
                value = field.to_python(value)
            values[field.attname] = value
        return values, waiting

    def _here(self, to: type[models.Model], value: Any) -> Any:
        if to is User:
            return self._people.get(value)
        if to is Team:
            return self._team.pk if value == self._team.slug else self._other_team(value)
        if to is Service:
            return Service.objects.get_or_create(name=value)[0].pk
        if to is TemplateVersion:
            return self._versions[value]
        return self._new.get(to, {}).get(value)

    def _other_team(self, slug: str) -> int:
        return Team.objects.get_or_create(slug=slug, defaults={"name": slug})[0].pk

    def _revisions(self, model: type[models.Model], history: type[models.Model]) -> int:
        rows = []
        for line in self._lines(history.__name__):
            here = self._new[model].get(line["id"])
            if here is None:
                continue
            values, _ = self._values(history, line)
            rows.append(history(**values | {"id": here}))
        history.objects.bulk_create(rows, batch_size=500)
        return len(rows)

    def _rehouse(self) -> None:
        """Addresses inside texts lead to the numbers that the postmortems have here."""
        moved = {old: new for old, new in self._new[Postmortem].items() if old != new}
        if not moved:
            return
        for model in owned():
            if model.__name__ in FROZEN:
                continue
            texts = [field for field in columns(model) if type(field) is models.TextField]
            for field in texts:
                self._rehouse_column(model, field.attname, moved)

    def _rehouse_column(self, model: type[models.Model], name: str, moved: Mapping[int, int]) -> None:
        mine = model._default_manager.filter(pk__in=self._new[model].values())
        for pk, text in mine.filter(**{f"{name}__contains": "/postmortems/"}).values_list("pk", name):
            new = _ADDRESS.sub(lambda found: f"/postmortems/{moved.get(int(found[1]), found[1])}/", text)
            if new != text:
                model._default_manager.filter(pk=pk).update(**{name: new})
