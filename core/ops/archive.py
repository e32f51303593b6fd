"""Backup and restore: the database as lines of JSON, and the uploads, in one archive.

The lines are Django's own, so that a backup of SQLite can be restored into PostgreSQL and the other way round: the
way from one machine to several. Sessions stay out (people sign in again), and so does what Django makes itself.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from core.ops.refusal import RefusedError

FORMAT = 1
LEFT_OUT = {"sessions", "contenttypes"}
LEFT_OUT_MODELS = {"auth.permission"}
BATCH = 500

Counts = dict[str, int]


def tables() -> list[type[models.Model]]:
    """Every table of the site that holds something of its own."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in LEFT_OUT
        and model._meta.label_lower not in LEFT_OUT_MODELS
    ]


def migrations() -> list[str]:
    """What the schema has been through; a backup fits a schema that has been through the same."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """Every table as it was at one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        # Not transaction.atomic: on SQLite this site's transactions take the lock for writing.
        deep = connection.vendor == "postgresql"
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if deep else "BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _dump(model: type[models.Model], path: Path) -> int:
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    rows = model._base_manager.order_by("pk")
    with path.open("w", encoding="utf-8") as file:
        # Through tables are dumped on their own; asking each row for them would be a query a row.
        serializers.serialize("jsonl", rows.iterator(chunk_size=BATCH), stream=file, fields=names)
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())


def backup(path: Path) -> Counts:
    """Write everything to the file; how many rows of each table it holds. It is its owner's to read only."""
    counts: Counts = {}
    aside = path.with_name(f"{path.name}.partial")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with (
            os.fdopen(descriptor, "wb") as out,
            tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as archive,
            tempfile.TemporaryDirectory(prefix="debrief-backup-") as folder,
            one_moment(),
        ):
            for model in tables():
                lines = Path(folder) / "lines"
                counts[model._meta.label_lower] = _dump(model, lines)
                archive.add(lines, arcname=f"database/{model._meta.label_lower}.jsonl")
            if settings.MEDIA_ROOT.exists():
                archive.add(settings.MEDIA_ROOT, arcname="uploads")
            _add_manifest(archive, counts)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return counts


def _add_manifest(archive: tarfile.TarFile, counts: Counts) -> None:
    manifest = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "rows": counts,
        "migrations": migrations(),
    }
    body = json.dumps(manifest, indent=1).encode()
    member = tarfile.TarInfo("manifest.json")
    member.size, member.mode = len(body), 0o600
    archive.addfile(member, io.BytesIO(body))


def _read_manifest(folder: Path) -> dict:
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise RefusedError(f"The backup has format {manifest['format']}; this version reads {FORMAT}.")
        other = set(manifest["migrations"]) ^ set(migrations())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RefusedError("The file is not a backup of this site, or not a whole one.") from error
    if other:
        raise RefusedError(
            f"The backup was made by another version of the site ({len(other)} migrations differ, such as"
            f" {min(other)}); restore it with that version, then upgrade."
        )
    return manifest


def holds_people() -> bool:
    """Whether there is something here that a restore would replace."""
    return apps.get_model(settings.AUTH_USER_MODEL).objects.exists()


def restore(path: Path) -> Counts:
    """Replace database and uploads by what the file holds; how many rows of each table were read.

    The database is replaced in one transaction and the uploads after it: a fault on the way leaves both as they
    were.
    """
    settings.MEDIA_ROOT.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=settings.MEDIA_ROOT.parent) as name:
        folder = Path(name)
        try:
            _unpack(path, folder)
        except (OSError, tarfile.TarError, EOFError) as error:
            raise RefusedError(f"{path} can't be read as a backup: {error}.") from error
        manifest = _read_manifest(folder)
        with transaction.atomic():
            _empty()
            for model in tables():
                _load(model, folder / "database" / f"{model._meta.label_lower}.jsonl", manifest["rows"])
            connection.check_constraints()
        _swap_uploads(folder)
    _count_on()
    return manifest["rows"]


def _unpack(path: Path, folder: Path) -> None:
    """The folders and files of an archive, and nothing else: no links, no devices, nothing outside of the folder.

    By hand and not by `extractall`: what that refuses depends on Python, and before 3.11.4 it refuses nothing.
    """
    with tarfile.open(path, mode="r:gz") as archive:
        for member in archive:
            to = Path(os.path.normpath(folder / member.name))
            body = archive.extractfile(member) if member.isreg() else None
            if not to.is_relative_to(folder) or not (body or member.isdir()):
                raise tarfile.ExtractError(f"{member.name!r} is no file of a backup")
            (to.parent if body else to).mkdir(parents=True, exist_ok=True)
            if body:
                with body, to.open("wb") as out:
                    shutil.copyfileobj(body, out)


def _empty() -> None:
    names = [model._meta.db_table for model in tables()]
    # Sessions and whatever else points at people goes with them.
    statements = connection.ops.sql_flush(no_style(), names, reset_sequences=True, allow_cascade=True)
    connection.ops.execute_sql_flush(statements)


def _load(model: type[models.Model], path: Path, expected: Counts) -> None:
    label, number = model._meta.label_lower, 0
    if path.exists():
        with path.open("rb") as lines:
            rows = (found.object for found in serializers.deserialize("jsonl", lines))
            while batch := list(islice(rows, BATCH)):
                model._base_manager.bulk_create(batch)
                number += len(batch)
    if number != expected.get(label, 0):
        raise RefusedError(
            f"The backup promises {expected.get(label, 0)} rows of {label} and holds {number}."
        )


def _count_on() -> None:
    """New rows take numbers after the restored ones."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def _swap_uploads(folder: Path) -> None:
    (folder / "uploads").mkdir(exist_ok=True)
    if settings.MEDIA_ROOT.exists():
        shutil.move(settings.MEDIA_ROOT, folder / "before")
    shutil.move(folder / "uploads", settings.MEDIA_ROOT)
