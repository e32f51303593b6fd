"""A wrong value is one sentence that says which variable and why; a right one is read."""

import os
import stat

import pytest
from django.db import connection

from core import env


def wrong(monkeypatch, read, name: str, value: str) -> str:
    """The sentence for a value that is refused."""
    monkeypatch.setenv(name, value)
    with pytest.raises(env.BadSettingError) as refused:
        read()
    sentence = str(refused.value)
    assert name in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_text_comes_from_a_file_when_one_is_named(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("THING", "from the environment")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "key"))
    assert env.text("THING") == "from a file"


def test_a_named_file_that_is_absent_is_refused(monkeypatch, tmp_path):
    assert "No such file" in wrong(monkeypatch, lambda: env.text("THING"), "THING_FILE", str(tmp_path / "no"))


@pytest.mark.parametrize(
    ("raw", "value"), [("1", True), ("Yes", True), ("0", False), ("off", False), ("", False)]
)
def test_boolean_reads(monkeypatch, raw, value):
    monkeypatch.setenv("FLAG", raw)
    assert env.boolean("FLAG", default=True) is value


def test_boolean_refuses_a_word_it_does_not_know(monkeypatch):
    assert "'perhaps'" in wrong(monkeypatch, lambda: env.boolean("FLAG", default=True), "FLAG", "perhaps")


@pytest.mark.parametrize("raw", ["abc", "0", "65536", "8000.5", "-1"])
def test_integer_refuses_what_is_no_number_in_range(monkeypatch, raw):
    assert raw in wrong(monkeypatch, lambda: env.integer("PORT", 8000, low=1, high=65535), "PORT", raw)


def test_integer_reads_and_falls_back(monkeypatch):
    assert env.integer("PORT", 8000, low=1, high=65535) == 8000
    monkeypatch.setenv("PORT", " 9000 ")
    assert env.integer("PORT", 8000, low=1, high=65535) == 9000


def test_list_drops_blanks(monkeypatch):
    monkeypatch.setenv("HOSTS", " a.example, ,b.example,")
    assert env.listed("HOSTS") == ["a.example", "b.example"]


def test_database_is_sqlite_without_an_address(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = env.database("DATABASE_URL", tmp_path)
    assert found["ENGINE"].endswith("sqlite3")
    assert found["NAME"].parent == tmp_path
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_database_reads_a_postgres_address(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://ann:s%40fe@db.example:5433/debrief")
    found = env.database("DATABASE_URL", tmp_path)
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", 5433, "debrief")
    assert found["PASSWORD"] == "s@fe"


@pytest.mark.parametrize("raw", ["mysql://a@b/c", "db.example", "postgres://u:secret@host:notaport/x"])
def test_database_refuses_other_addresses_without_telling_the_password(monkeypatch, tmp_path, raw):
    sentence = wrong(monkeypatch, lambda: env.database("DATABASE_URL", tmp_path), "DATABASE_URL", raw)
    assert "secret" not in sentence


def test_redis_refuses_other_addresses(monkeypatch, tmp_path):
    assert "'http'" in wrong(monkeypatch, lambda: env.redis("REDIS_URL", tmp_path), "REDIS_URL", "http://x")


def test_redis_note_of_a_server_that_is_gone_is_not_believed(monkeypatch, tmp_path):
    monkeypatch.delenv("REDIS_URL", raising=False)
    (tmp_path / "redis-url").write_text(f"unix://{tmp_path}/gone.sock?db=0")
    assert env.redis("REDIS_URL", tmp_path) == ""


@pytest.mark.parametrize(
    ("redis", "broker"),
    [
        ("", ""),
        ("redis://r.example:6379/2", "redis://r.example:6379/2"),
        ("unix:///tmp/x/r.sock?db=3", "redis+socket:///tmp/x/r.sock?virtual_host=3"),
    ],
)
def test_celery_spells_sockets_its_own_way(redis, broker):
    assert env.celery_broker(redis) == broker


def test_mail_goes_to_files_without_an_address(monkeypatch, tmp_path):
    monkeypatch.delenv("EMAIL_URL", raising=False)
    found = env.email("EMAIL_URL", tmp_path)
    assert found["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert found["EMAIL_FILE_PATH"] == str(tmp_path / "mail")


def test_mail_reads_an_smtp_address(monkeypatch, tmp_path):
    monkeypatch.setenv("EMAIL_URL", "smtp://ann:pw@mail.example:2525")
    found = env.email("EMAIL_URL", tmp_path)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_USER"]) == (
        "mail.example",
        2525,
        "ann",
    )
    assert found["EMAIL_TIMEOUT"] == 20


def test_mail_refuses_other_addresses(monkeypatch, tmp_path):
    assert "'imap'" in wrong(monkeypatch, lambda: env.email("EMAIL_URL", tmp_path), "EMAIL_URL", "imap://x")


@pytest.mark.parametrize("raw", ["incidents.example.com", "ftp://incidents.example.com", "https://"])
def test_public_url_must_be_an_address(monkeypatch, raw):
    wrong(monkeypatch, lambda: env.http_address("PUBLIC_URL", ""), "PUBLIC_URL", raw)


def test_kept_secret_is_made_once_and_is_its_owners_only(tmp_path):
    folder = tmp_path / "var"
    first = env.kept_secret(folder)
    assert len(first) >= 50
    assert env.kept_secret(folder) == first
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert os.listdir(folder) == ["secret-key"]


def test_a_var_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(env.BadSettingError, match="VAR_DIR is .*file/var.*Not a directory"):
        env.kept_secret(tmp_path / "file" / "var")


def test_single_sign_on_names_what_is_missing(monkeypatch):
    monkeypatch.setenv("OIDC_SERVER_URL", "https://id.example")
    with pytest.raises(env.BadSettingError, match="OIDC_CLIENT_ID and OIDC_CLIENT_SECRET"):
        env.openid_connect()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite is told to work")
@pytest.mark.parametrize(
    ("setting", "value"), [("journal_mode", "wal"), ("temp_store", 2), ("cache_size", -16384)]
)
def test_sqlite_waits_for_no_file_that_it_can_do_without(setting, value):
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {setting}").fetchone() == (value,)
