"""Readers of environment variables that fail loudly: a wrong value is one sentence that says which and why."""

import contextlib
import ipaddress
import os
import re
import secrets
import socket
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import dj_database_url
import dj_email_url

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class BadSettingError(Exception):
    """A setting that can't be used; its text is the one line shown before the start is refused."""


def text(name: str, default: str = "") -> str:
    """The variable's text, or what the file in NAME_FILE holds (for secrets mounted as files)."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSettingError(
                f"{name}_FILE names {path}, which can't be read: {error.strerror}."
            ) from error
    return os.environ.get(name, default).strip()


def boolean(name: str, *, default: bool) -> bool:
    """True or False; anything that is neither is refused."""
    raw = text(name, "1" if default else "0").lower()
    if raw in TRUE:
        return True
    if raw in FALSE:
        return False
    raise BadSettingError(f"{name} is {raw!r}; it takes 1 or 0.")


def integer(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number between low and high, both included."""
    raw = text(name) or str(default)
    try:
        value = int(raw)
    except ValueError as error:
        raise BadSettingError(f"{name} is {raw!r}; it takes a whole number from {low} to {high}.") from error
    if not low <= value <= high:
        raise BadSettingError(f"{name} is {value}; it takes a whole number from {low} to {high}.")
    return value


def listed(name: str) -> list[str]:
    """Words separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def keys(name: str) -> list[str]:
    """Keys separated by commas, each long enough to be one."""
    found = listed(name)
    if any(len(key) < 32 for key in found):
        raise BadSettingError(f"{name} has a key of fewer than 32 characters.")
    return found


def allowed_inside(name: str) -> list[str]:
    """Host names, addresses and networks (10.1.0.0/16), separated by commas."""
    for word in listed(name):
        try:
            ipaddress.ip_network(word)
        except ValueError as error:
            if not re.fullmatch(r"(?=.*[a-z])[a-z0-9-]+(\.[a-z0-9-]+)*", word.lower()):
                raise BadSettingError(
                    f"{name} has {word!r}; it takes host names, addresses and networks such as 10.1.0.0/16."
                ) from error
    return [word.lower() for word in listed(name)]


def database(name: str, var_dir: Path) -> dict:
    """Django's DATABASES entry from a postgres:// address, or SQLite in var_dir when unset."""
    url = text(name)
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": var_dir / "debrief.sqlite3",
            "OPTIONS": {
                # Writers queue instead of meeting "database is locked" halfway through a transaction.
                "transaction_mode": "IMMEDIATE",
                "timeout": 15,
                # What a savepoint would take back stays in memory, not in a file of its own; and 16 MB of the tables do.
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-16384;",
            },
            "CONN_MAX_AGE": None,
        }
    if not url.startswith(("postgres://", "postgresql://")):
        raise BadSettingError(
            f"{name} starts with {url.split(':')[0]!r}; it takes postgres://user:password@host:port/name."
        )
    try:
        return dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    except ValueError as error:
        raise BadSettingError(f"{name} can't be read as an address: {str(error).rstrip('.')}.") from error


def redis(name: str, var_dir: Path) -> str:
    """The address of Redis in the form redis-py reads; "" when there is none yet.

    `make run` starts a private server and leaves its address in var_dir/redis-url, so that commands typed in
    another terminal find it too.
    """
    url = text(name)
    note = var_dir / "redis-url"
    if not url and note.exists():
        url = _listening(note.read_text(encoding="utf-8").strip())
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise BadSettingError(
            f"{name} starts with {url.split(':')[0]!r}; it takes redis://host:port/0 or unix:///path?db=0."
        )
    return url


def _listening(url: str) -> str:
    """The address of a private server when it is there; a machine that lost power leaves the note behind."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(urlsplit(url).path)
        except OSError:
            return ""
    return url


def celery_broker(redis_url: str) -> str:
    """The same address in the form Celery reads, which spells unix sockets its own way."""
    if not redis_url.startswith("unix://"):
        return redis_url
    parts = urlsplit(redis_url)
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def email(name: str, var_dir: Path) -> dict:
    """Django's EMAIL_ settings from smtp://…; files in var_dir/mail when unset."""
    url = text(name)
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(var_dir / "mail"),
        }
    known = ("smtp://", "smtps://", "smtp+tls://", "smtp+ssl://", "console://", "dummy://")
    if not url.startswith(known):
        raise BadSettingError(
            f"{name} starts with {url.split(':')[0]!r}; it takes smtp://user:password@host:port."
        )
    try:
        found = dj_email_url.parse(url)
    except (ValueError, KeyError) as error:
        raise BadSettingError(f"{name} can't be read as an address: {error}.") from error
    return {key: value for key, value in found.items() if key.startswith("EMAIL_")} | {"EMAIL_TIMEOUT": 20}


def http_address(name: str, default: str) -> str:
    """An http(s) address without a slash at its end."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadSettingError(
            f"{name} is {value!r}; it takes an address such as https://incidents.example.com."
        )
    return value


def origin(name: str) -> str:
    """Scheme and host of an http(s) address, as a security policy names them; "" when the variable is unset."""
    if not text(name):
        return ""
    parts = urlsplit(http_address(name, ""))
    return f"{parts.scheme}://{parts.netloc}"


def kept_secret(var_dir: Path) -> str:
    """The key of a site that was given none: made once, kept in var_dir, readable by its owner only."""
    path = var_dir / "secret-key"
    try:
        if not path.exists():
            var_dir.mkdir(parents=True, exist_ok=True)
            # Written aside and linked into place: of two processes that begin at once both read one whole key.
            with tempfile.NamedTemporaryFile("w", dir=var_dir, prefix="secret-key-") as file:
                file.write(secrets.token_urlsafe(50))
                file.flush()
                with contextlib.suppress(FileExistsError):
                    os.link(file.name, path)
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSettingError(
            f"VAR_DIR is {var_dir}, where nothing can be kept: {error.strerror}."
        ) from error


def openid_connect() -> dict:
    """allauth's provider settings from OIDC_SERVER_URL, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME."""
    missing = [name for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET") if not text(name)]
    if missing:
        raise BadSettingError(f"OIDC_SERVER_URL is set but {' and '.join(missing)} is not.")
    app = {
        "provider_id": "sso",
        "name": text("OIDC_NAME", "Single sign-on"),
        "client_id": text("OIDC_CLIENT_ID"),
        "secret": text("OIDC_CLIENT_SECRET"),
        "settings": {"server_url": http_address("OIDC_SERVER_URL", "")},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
