"""What must be true before the parts of the site start: a database that answers, its schema, static files, content."""

from __future__ import annotations

import contextlib
import hashlib
import io
import socket
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from core.ops.refusal import RefusedError

DEMO_PASSWORD = "demo-postmortem"  # noqa: S105 # nosec - printed on every start of a demo; never made elsewhere
MIGRATION_LOCK = 0x6465627269656  # any number, the same on every machine


def check_port(host: str, port: int) -> None:
    """Refuse when something listens there already; the web server itself would share the port in silence."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RefusedError(
                f"Port {port} can't be used on {host} ({error.strerror}); choose another: PORT=8001 make run."
            ) from error


def unreachable() -> str:
    """ "" when the database can be reached, else what is wrong in a few words."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        return " ".join(str(error).split())
    return ""


def check_database() -> None:
    """Refuse when the database does not answer."""
    trouble = unreachable()
    if trouble:
        raise RefusedError(f"The database can't be reached: {trouble}")


@contextlib.contextmanager
def one_machine_at_a_time() -> Iterator[None]:
    """Several machines may start together; on PostgreSQL they migrate one after the other."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def migrate() -> int:
    """Bring the schema to what the code expects; the number of migrations that were missing."""
    if not missing_migrations():
        return 0
    with one_machine_at_a_time():
        missing = missing_migrations()
        if missing:
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    return missing


def built_in() -> None:
    """Bring what a release carries in its own words (templates, public files) up to date; the rooms say how."""
    if "prepare" in get_commands():
        with one_machine_at_a_time():
            call_command("prepare", skip_checks=True, stdout=io.StringIO())


def missing_migrations() -> int:
    """How many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def static_digest() -> str:
    """Stands for every static file there is: paths, sizes and times, which is enough to see a change."""
    total = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            stat = Path(storage.path(path)).stat()
            total.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return total.hexdigest()


def collect_static() -> bool:
    """Hash and compress the static files when one of them changed; whether that was needed."""
    stamp = settings.STATIC_ROOT / ".collected"
    wanted = static_digest()
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True, stdout=io.StringIO())
    stamp.write_text(wanted)
    return True


def seed_demo() -> bool:
    """Fill an empty demo site; whether that was done."""
    if not settings.DEMO or "seed_demo" not in get_commands() or get_user_model().objects.exists():
        return False
    call_command("seed_demo", verbosity=0, skip_checks=True, stdout=io.StringIO())
    return True


def demo_people() -> list[str]:
    """The addresses that sign in with DEMO_PASSWORD; none on a real site."""
    if not settings.DEMO:
        return []
    people = get_user_model().objects.filter(email__endswith="@demo.test", is_active=True)
    return list(people.order_by("id").values_list("email", flat=True))
