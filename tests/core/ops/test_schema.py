"""The tables that the migrations make are those of the models, from which all other tests take theirs."""

import re
import sqlite3
import subprocess
import sys

import pytest
from django.db import connection

from tests.core.ops.processes import ROOT, site_env

OURS = "name NOT LIKE 'sqlite_%' AND name <> 'django_migrations'"


def _schema(cursor: sqlite3.Cursor) -> dict[str, list]:
    """Table -> its columns and the names of its constraints; index -> its SQL. Their order is of no weight."""
    found = {}
    for kind, name, sql in cursor.execute(
        f"SELECT type, name, sql FROM sqlite_master WHERE {OURS}"
    ).fetchall():
        if kind == "table":
            columns = [
                row[1:4] + row[5:] for row in cursor.execute(f'PRAGMA table_info("{name}")').fetchall()
            ]
            found[name] = sorted(map(str, [*columns, *re.findall(r'CONSTRAINT "(\w+)" (\w+)', sql)]))
        else:
            found[name] = [sql]
    return found


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="compared on SQLite")
def test_migrations_make_the_tables_of_the_models(tmp_path):
    words = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(words, cwd=ROOT, env=site_env(tmp_path), check=True, timeout=300)
    with connection.cursor() as cursor, sqlite3.connect(tmp_path / "debrief.sqlite3") as migrated:
        made, ours = _schema(migrated.cursor()), _schema(cursor.cursor)
    assert len(ours) > 100
    assert made == ours
