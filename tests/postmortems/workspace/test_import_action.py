"""From a document to a draft in the database: nothing is refused, and no line is lost on the way."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postmortems.models import Postmortem
from postmortems.workspace.actions import import_document
from tests.conftest import NOW

SHARED = Path(__file__).parents[4] / "shared" / "data" / "postmortems"
OWN = Path(__file__).parents[1] / "domain" / "importing" / "documents"

# Headings that are nearly a section's own name.
KEYS = ("Actions", "Factors", "Events", "Went well", "Root causes", "Unplaced", "Lessons", "Customer impact")
INCIDENT = """# Uploads stopped

**Date:** 2026-11-12
**Severity:** SEV-2
**Services:** Uploads, Gallery

## Summary

Uploads were refused for three hours.

## Timeline (UTC)

| Time | What happened |
| --- | --- |
| 2026-11-12 09:00 | The disk filled up |
| 2026-11-12 12:00 | Space was freed |
| sometime later | Somebody wrote a note |

## Contributing factors

- The alert on disk space was off
- Logs had no limit

## Action items

- [ ] Turn the alert on (owner: Ada, due 2026-12-01) https://tickets.example/browse/UP-1
- [x] Limit the logs

## A heading nobody expects

Words that fit nowhere.
"""


@pytest.fixture
def bring(make_user, make_team, template_version):
    """bring(text) imports for a member of a team."""
    template_version()
    owner = make_user("Owner")
    team = make_team("Storage", members=[owner])

    def make(text: str, **more) -> Postmortem:
        return import_document(actor=owner, team=team, text=text, now=NOW, **more).postmortem

    return make


def test_a_document_becomes_a_draft_with_its_parts(bring, lost_lines):
    postmortem = bring(INCIDENT)
    assert postmortem.title == "Uploads stopped"
    assert (postmortem.status, postmortem.visibility, postmortem.severity) == ("draft", "team", "sev2")
    assert [service.name for service in postmortem.services.order_by("name")] == ["Gallery", "Uploads"]
    assert [event.at for event in postmortem.events.all()] == [
        dt.datetime(2026, 11, 12, 9, tzinfo=dt.UTC),
        dt.datetime(2026, 11, 12, 12, tzinfo=dt.UTC),
    ]
    assert postmortem.factors.count() == 2
    alert, limit = postmortem.action_items.order_by("position")
    assert (alert.status, alert.due_on) == ("accepted", dt.date(2026, 12, 1))
    assert "Ada" in alert.owner_as_written and alert.owner is None
    assert (limit.status, limit.done_at) == ("done", NOW)
    assert "sometime later" in postmortem.sections.get(key="timeline").body
    assert "Words that fit nowhere." in "".join(s.body for s in postmortem.sections.all())
    assert lost_lines(postmortem, INCIDENT) == []


def test_who_brings_it_in_is_its_author_and_its_first_revision_is_theirs(bring):
    postmortem = bring(INCIDENT)
    assert [author.user for author in postmortem.authors.all()] == [postmortem.owner]
    section = postmortem.sections.get(key="summary")
    assert section.revisions.latest().history_user == postmortem.owner


@pytest.mark.parametrize("visibility", ["organisation", "team", "named"])
def test_visibility_is_as_chosen(bring, visibility):
    assert bring("# A\n\nText", visibility=visibility).visibility == visibility


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("# Credentials leaked\n\nAn access token was exposed in a public repository.", "exposure"),
        (INCIDENT, "outage"),
        ("# A small thing\n\nIt was over soon.", "short"),
    ],
)
def test_the_template_is_guessed(bring, text, template):
    assert bring(text).template_version.template.key == template


@pytest.mark.parametrize(
    "text",
    [
        "one line",
        "\n\n\nlast line without a break",
        "# " + "A very long title " * 40,
        "## " + "A very long heading " * 40 + "\n\nText\n\n## Zebra " + "z" * 300 + "\n\nMore",
        "# T\n\n## Action items\n\n- [ ] " + "do something good " * 60,
        "# T\n\n## Contributing factors\n\n- " + "a condition was there " * 60,
        "# T\n\n## Timeline\n\n- 0001-01-01 00:00 +14:00 the beginning\n- 9999-12-31 23:59 -12:00 the end",
        "# T\n\nServices: " + ", ".join("s" * n for n in range(1, 200, 40)),
        "# T\n\n## Attendees\n\n- " + "n" * 300 + "\n- Ada\n- Ada\n- ada",
        "# T\n\n## Action items\n\n- [ ] x https://tickets.example/" + "a" * 1500,
        "# T\n\n## Timeline\n\n- 10:00 UTC x https://tickets.example/" + "a" * 1500,
        "\r\n".join(["# T", "", "## Impact", "", "A", "B"]),
        "😀 emoji, ‮right to left‬, and a\u0301ccents\n\n\tindented",
        "\n\n".join(f"## {key}\n\nWords about {n}" for n, key in enumerate(KEYS)),
        "Severity: catastrophic\nStarted: 2026-13-45\nResolved: never\n",
        "Date: 2026-11-12\nStart time: 23:50\nEnd time: 00:10\n\nText",
    ],
    ids=range(16),
)
def test_an_odd_document_comes_in_whole(bring, lost_lines, text):
    assert lost_lines(bring(text), text) == []


def test_the_same_document_may_come_twice(bring):
    assert bring(INCIDENT).number + 1 == bring(INCIDENT).number


def test_a_zone_that_does_not_exist_is_not_taken(bring):
    postmortem = bring("# T\n\n## Timeline (Mars/Olympus)\n\n- 2026-11-12 10:00 Mars/Olympus landed")
    assert postmortem.zone == "UTC"


@pytest.mark.parametrize(
    ("day", "word", "zone"),
    [
        ("2026-01-12", "PST", "America/Los_Angeles"),
        ("2026-07-12", "CEST", "Europe/Paris"),
        ("2026-07-12", "Pacific time", "America/Los_Angeles"),
        # Read as written, eight hours behind; no place's clocks show that in July.
        ("2026-07-12", "PST", "UTC"),
        ("2026-07-12", "UTC+3", "UTC"),
    ],
)
def test_it_is_told_in_the_zone_that_its_document_names(bring, day, word, zone):
    text = f"# T\n\n## Timeline\n\nAll times in {word}.\n\n- {day} 10:00 down\n- {day} 11:00 up"
    postmortem = bring(text)
    assert postmortem.zone == zone
    assert postmortem.events.count() == 2


@pytest.mark.parametrize("path", sorted(OWN.iterdir()), ids=lambda path: path.name)
def test_documents_in_the_styles_of_other_houses_come_in_whole(bring, lost_lines, path):
    text = path.read_text(encoding="utf-8")
    assert lost_lines(bring(text, filename=path.name), text) == []


def test_every_shared_document_comes_in_whole(bring, lost_lines):
    if not SHARED.exists():
        pytest.skip("the shared documents are not here")
    lost = {}
    for path in sorted(SHARED.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        missing = lost_lines(bring(text, filename=path.name), text)
        if missing:
            lost[path.name] = missing[:3]
    assert lost == {}


# The database takes no NUL; the page and the command refuse one before an import begins.
WORDS = st.lists(
    st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12), min_size=1, max_size=8
).map(" ".join)
HEADING = st.sampled_from(
    ["Summary", "Impact", "Timeline (UTC)", "Root cause", "Action items", "Attendees", "Zebra", "Logs"]
)
STAMP = st.sampled_from(["10:02 UTC", "2024-01-02 10:00", "~9:00 AM", "[10:02]", "0001-01-01 00:00"])
LINE = st.one_of(
    WORDS,
    st.just(""),
    st.tuples(st.integers(1, 4), HEADING).map(lambda pair: f"{'#' * pair[0]} {pair[1]}"),
    st.tuples(HEADING, WORDS).map(": ".join),
    st.tuples(st.sampled_from(["- ", "1. ", "  - ", "- [ ] ", "- [x] ", "> "]), WORDS).map("".join),
    st.tuples(STAMP, WORDS).map(lambda pair: f"- {pair[0]}: {pair[1]}"),
    st.tuples(STAMP, WORDS).map(lambda pair: f"| {pair[0]} | {pair[1]} |"),
    st.tuples(st.sampled_from(["Severity", "Services", "Authors", "Started"]), WORDS).map(": ".join),
    st.sampled_from(["|---|---|", "---", "```", "<!--", "-->"]),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=st.lists(LINE, min_size=1, max_size=25).map("\n".join))
def test_no_line_of_a_generated_document_is_lost_in_the_database(bring, lost_lines, text):
    with transaction.atomic():
        assert lost_lines(bring(text), text) == []
        transaction.set_rollback(True)


def test_an_owner_the_document_names_is_found_in_the_team(make_user, make_team, template_version):
    template_version()
    ada, away = make_user("Ada Obi"), make_user("Lin Elsewhere")
    team = make_team(members=[ada])
    text = "# Uploads stopped\n\n## Action items\n\n- [ ] Limit the volume (owner: Ada Obi)\n- [ ] Page at 80 % (owner: Lin Elsewhere)\n"
    postmortem = import_document(actor=ada, team=team, text=text, now=NOW).postmortem
    owners = dict(postmortem.action_items.values_list("title", "owner"))
    assert [pk for title, pk in owners.items() if "Limit" in title] == [ada.pk]
    assert [pk for title, pk in owners.items() if "Page" in title] == [None]
    assert away.pk not in owners.values()


def test_factors_are_told_without_marks_and_their_source_is_kept(bring):
    line = "We ran out of **files** on [the web server](https://wiki.example/web)"
    factor = bring(f"# T\n\n## Contributing factors\n\n- {line}\n- Nobody was told").factors.earliest("pk")
    assert factor.title == "We ran out of files on the web server"
    assert line in factor.source


def test_rows_of_a_table_without_a_readable_time_stay_apart(bring, lost_lines):
    text = "# T\n\n## Timeline\n\n| Time | What |\n|---|---|\n| 2026-11-12 10:00 UTC | down |\n| 25:99 | never |\n| 14.x | later |"
    postmortem = bring(text)
    body = postmortem.sections.get(key="timeline").body
    assert "| As written | … |\n|---|---|\n| 25:99 | never |\n| 14.x | later |" in body
    assert lost_lines(postmortem, text) == []
