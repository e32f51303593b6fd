"""What was backed up is what is there after a restore."""

import io
import json
import stat
import tarfile

import pytest
from django.core.management import call_command
from django.db import connection

from core.accounts.models import Team, User
from core.ops import archive
from core.ops.refusal import RefusedError

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(settings):
    """The folder of uploads, with one in it."""
    picture = settings.MEDIA_ROOT / "images" / "one.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"\x89PNG one")
    return settings.MEDIA_ROOT


def everything(folder) -> dict[str, list]:
    """Every row of every table, as the backup writes them."""
    found = {}
    for model in archive.tables():
        archive._dump(model, folder / "rows")
        # Kept to the thousandth; a row of a whole second is written without a fraction when it comes back.
        text = (folder / "rows").read_text().replace(".000Z", "Z")
        rows = [json.loads(line) for line in text.splitlines() if line]
        if rows:
            found[model._meta.label_lower] = rows
    return found


def test_everything_comes_back_and_counting_goes_on(make_user, make_team, make_postmortem, media, tmp_path):
    ann, ben = make_user("ann"), make_user("ben")
    ann.stand_in = ben
    ann.save(update_fields=["stand_in"])
    storage = make_team("Storage", members=[ann], managers=[ben], parent=make_team("Platform"))
    kept = make_postmortem(owner=ann, team=storage, title="Zürich — “uploads” stopped\nfor ☃")
    before = everything(tmp_path)
    file = tmp_path / "backup.tgz"
    call_command("backup", file, stdout=io.StringIO())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    late = make_postmortem(owner=make_user("late"), team=storage)
    (media / "images" / "one.png").unlink()
    (media / "images" / "later.png").write_bytes(b"later")
    call_command("restore", file, replace=True, stdout=io.StringIO())

    assert everything(tmp_path) == before
    assert len(before) > 8
    assert [path.name for path in (media / "images").iterdir()] == ["one.png"]
    assert User.objects.get(email=ann.email).stand_in == ben
    again = make_postmortem(owner=ann, team=storage)
    assert again.pk > kept.pk
    assert not User.objects.filter(display_name=late.owner.display_name).exists()


def test_a_full_site_is_not_replaced_unasked(make_user, tmp_path):
    make_user("ann")
    call_command("backup", tmp_path / "b.tgz", stdout=io.StringIO())
    with pytest.raises(RefusedError, match="--replace"):
        call_command("restore", tmp_path / "b.tgz", stdout=io.StringIO())
    assert User.objects.count() == 1


def test_sessions_are_not_in_a_backup(make_user, sign_in, tmp_path):
    sign_in(make_user("ann"))
    archive.backup(tmp_path / "b.tgz")
    with tarfile.open(tmp_path / "b.tgz") as found:
        assert not [name for name in found.getnames() if "session" in name]


@pytest.mark.parametrize("damage", ["cut", "other", "short", "foreign"])
def test_a_damaged_backup_changes_nothing(make_user, media, tmp_path, damage):
    make_user("ann")
    file = tmp_path / "b.tgz"
    archive.backup(file)
    spoil(file, damage)
    make_user("ben")
    with pytest.raises(RefusedError) as refused:
        archive.restore(file)
    assert "\n" not in str(refused.value)
    assert User.objects.count() == 2
    assert (media / "images" / "one.png").exists()
    assert not list(media.parent.glob(".restoring-*"))


def spoil(file, damage: str) -> None:
    """Make a backup that must not be restored."""
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-400])
        return
    with tarfile.open(file) as old:
        parts = {member.name: old.extractfile(member).read() for member in old if member.isfile()}
    if damage == "other":
        manifest = json.loads(parts["manifest.json"])
        manifest["migrations"].append("postmortems.9999_later")
        parts["manifest.json"] = json.dumps(manifest).encode()
    if damage == "short":
        parts["database/accounts.user.jsonl"] = b""
    if damage == "foreign":
        del parts["manifest.json"]
    with tarfile.open(file, "w:gz") as new:
        for name, body in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            new.addfile(member, io.BytesIO(body))


@pytest.mark.parametrize(
    "way",
    [("../outside",), ("{root}/outside",), ("out", "../outside"), ("out", "{root}/outside")],
    ids="-".join,
)
def test_an_archive_cannot_write_outside_its_folder(make_user, tmp_path, way):
    """Not by its names, and not through a link that it brings along."""
    make_user("ann")
    file = tmp_path / "evil.tgz"
    *links, last = [one.format(root=tmp_path) for one in way]
    with tarfile.open(file, "w:gz") as new:
        member = tarfile.TarInfo(links[0] if links else last)
        member.size = 1
        if links:
            member.type, member.linkname, member.size = tarfile.SYMTYPE, last, 0
        new.addfile(member, io.BytesIO(b"x"))
        if links:
            through = tarfile.TarInfo(links[0])
            through.size = 1
            new.addfile(through, io.BytesIO(b"x"))
    with pytest.raises(RefusedError, match="no file of a backup"):
        archive.restore(file)
    assert User.objects.count() == 1
    assert not (tmp_path / "outside").exists()
    assert not (tmp_path.parent / "outside").exists()


def test_a_backup_that_fails_leaves_the_old_one(tmp_path, monkeypatch):
    file = tmp_path / "b.tgz"
    archive.backup(file)
    before = file.read_bytes()

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_dump", full)
    with pytest.raises(RefusedError, match="No space left"):
        call_command("backup", file, stdout=io.StringIO())
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_a_backup_shows_one_moment_while_others_write(make_team, tmp_path):
    make_team("Storage")
    with archive.one_moment():
        assert Team.objects.count() == 1
        in_other_connection(lambda: Team.objects.create(name="Later", slug="later"))
        assert Team.objects.count() == 1
    assert Team.objects.count() == 2


def in_other_connection(write) -> None:
    """Run a write as another process would."""
    from threading import Thread

    def run():
        write()
        connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(20)
