"""What goes out comes back: JSON, and Markdown nobody changed, without loss; a file that can't be is refused whole."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.taking import NotTaken
from postmortems.authoring.actions import add_image, sync_templates
from postmortems.models import Postmortem
from postmortems.workspace import exporting, queries
from postmortems.workspace.actions import import_document
from postmortems.workspace.record import FORMAT
from tests.conftest import NOW
from tests.postmortems.authoring.test_images import picture as picture_file

WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\n\t"), max_size=60
).map(lambda text: text.replace("images/", "pictures/"))
SOME = WORDS.filter(lambda text: text.strip())
LINE = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(str.strip)
AT = st.datetimes(dt.datetime(2001, 1, 1), dt.datetime(2090, 1, 1), timezones=st.just(dt.UTC)).map(
    lambda at: at.isoformat()
)
DAY = st.dates(dt.date(2001, 1, 1), dt.date(2090, 1, 1)).map(str)
CLASS = st.sampled_from(("public", "customer", "internal", "restricted"))


@pytest.fixture(autouse=True)
def _templates(db):
    sync_templates(now=NOW)


def some(most, shape):
    return st.lists(st.fixed_dictionaries(shape), max_size=most)


def numbers(most):
    return st.sets(st.integers(1, most), max_size=most).map(sorted) if most else st.just([])


@st.composite
def records(draw):
    """Records of every shape this site can hold."""
    sections = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "title": LINE,
                    "body": WORDS,
                    "disclosure": CLASS,
                    "not_applicable_because": LINE | st.just(""),
                }
            ),
            max_size=4,
        )
    )
    events = draw(
        some(
            4,
            {
                "at": AT, "text": SOME, "disclosure": CLASS, "source": WORDS, "was_known": WORDS,
                "precision": st.sampled_from(("second", "minute", "hour", "day")), "approximate": st.booleans(),
                "zone": st.sampled_from(("", "UTC", "Europe/Berlin", "+05:30")), "zone_assumed": st.booleans(),
                "kind": st.sampled_from(("", "impact", "decision")), "actor_role": LINE | st.just(""),
                "source_url": st.sampled_from(("", "https://a.test/x")), "is_recollection": st.booleans(),
            },
        )
    )  # fmt: skip
    factors = draw(
        some(
            3,
            {
                "title": LINE, "condition": WORDS, "effect": WORDS, "made_likely": WORDS, "disclosure": CLASS,
                "role": st.sampled_from(("enabler", "amplifier", "mitigator")), "since_when": LINE | st.just(""),
                "evidence": numbers(len(events)), "source": WORDS,
                "accepted_risk": st.none()
                | st.fixed_dictionaries({"role": LINE, "reason": SOME, "review_on": DAY, "accepted_at": AT}),
            },
        )
    )  # fmt: skip
    actions = draw(
        some(
            3,
            {
                "title": LINE, "details": WORDS, "disclosure": CLASS, "measure": LINE | st.just(""),
                "priority": st.sampled_from(("p1", "p2", "p3")), "answers": numbers(len(factors)),
                "owner_as_written": LINE | st.just(""), "due_on": st.none() | DAY, "check_on": st.none() | DAY,
                "strength_confirmed": st.booleans(), "source": WORDS,
            },
        )
    )  # fmt: skip
    states = [
        {"status": "idea"},
        {"status": "in_progress"},
        {"status": "done", "done_at": NOW.isoformat(), "evidence": "seen"},
        {
            "status": "verified",
            "done_at": NOW.isoformat(),
            "verified_at": NOW.isoformat(),
            "verification": "v",
        },
        {"status": "declined", "declined_because": "no"},
    ]
    for action in actions:
        action.update(draw(st.sampled_from(states)))
    pairs = [
        [one, two] for one in range(1, len(factors) + 1) for two in range(1, len(factors) + 1) if one != two
    ]
    belongs = {"factors": numbers(len(factors)), "disclosure": CLASS}
    return {
        "format": FORMAT,
        "title": draw(LINE),
        "kind": draw(st.sampled_from(("outage", "near_miss"))),
        "severity": draw(st.sampled_from(("", "sev1", "sev3"))),
        "visibility": "team",
        "zone": "Europe/Berlin",
        "trigger": draw(WORDS),
        "source_note": draw(WORDS),
        "template": "short",
        "services": sorted(draw(st.sets(st.sampled_from(("Gallery", "Köln", "a b")), max_size=3))),
        "facts": {"started_at": draw(st.none() | AT)},
        "facts_not_applicable": draw(st.sampled_from(([], ["acknowledged_at"]))),
        "sections": [
            {"key": f"own-{n}", "kind": "text", "required": bool(n % 2), **row}
            for n, row in enumerate(sections)
        ],
        "timeline": events,
        "contributing_factors": factors,
        "made_more_likely": draw(st.lists(st.sampled_from(pairs), max_size=2, unique_by=tuple))
        if pairs
        else [],
        "action_items": actions,
        "controls": draw(
            some(2, {"title": LINE, "note": WORDS, "state": st.sampled_from(("held", "silent")), **belongs})
        ),
        "learnings": draw(
            some(2, {"text": SOME, "kind": st.just("well"), "actions": numbers(len(actions)), **belongs})
        ),
        "people_involved": draw(
            st.lists(LINE, max_size=2, unique_by=lambda name: name.strip()).map(
                lambda names: [
                    {"name": name, "handles": ["h"], "role": "R", "is_responder": True} for name in names
                ]
            )
        ),
    }


PARTS = ("timeline", "contributing_factors", "action_items", "controls", "learnings", "people_involved")
PLACES = {"evidence", "answers", "factors", "actions"}


def _said(rows, names):
    return sorted(json.dumps({name: row[name] for name in names}, sort_keys=True) for row in rows)


def context_of(postmortem, user):
    return {**queries.workspace(postmortem.pk, user), "user": user}


def written(postmortem, user):
    data = exporting.as_dict(context_of(postmortem, user))
    return {name: value for name, value in data.items() if name not in ("reference", "status")}


@pytest.mark.once
@settings(max_examples=12)
@given(record=records())
def test_a_generated_record_comes_back_from_json_and_from_markdown_as_it_was(
    db, make_user, make_team, record
):
    owner = make_user()
    team = make_team(members=[owner])
    first = import_document(actor=owner, team=team, text=json.dumps(record), now=NOW).postmortem
    out = written(first, owner)
    for part in ("title", "trigger", "source_note", "services", "facts_not_applicable", "made_more_likely"):
        assert sorted(map(str, out[part])) == sorted(map(str, record[part])), part
    for part in PARTS:
        # Rows are shown in order of time or state, and name one another by place; what they say is compared.
        names = set.intersection(*(set(row) for row in record[part])) - PLACES if record[part] else set()
        assert _said(out[part], names) == _said(record[part], names), part
    context = context_of(first, owner)
    for text in (exporting.as_json(context), exporting.as_markdown(context)):
        again = import_document(actor=owner, team=team, text=text, now=NOW).postmortem
        assert written(again, owner) == out


def test_markdown_changed_by_hand_is_read_as_it_says_now(make_postmortem, make_team):
    postmortem = make_postmortem(title="Before")
    text = exporting.as_markdown(context_of(postmortem, postmortem.owner))
    changed = text.replace("# Before", "# After", 1)
    made = import_document(actor=postmortem.owner, team=postmortem.team, text=changed, now=NOW).postmortem
    assert made.title == "After"
    assert not made.sections.filter(body__contains="debrief-postmortem").exists()
    windows = text.replace("\n", "\r\n")
    made = import_document(actor=postmortem.owner, team=postmortem.team, text=windows, now=NOW).postmortem
    assert written(made, postmortem.owner) == written(postmortem, postmortem.owner)


def test_pictures_come_along(make_postmortem):

    postmortem = make_postmortem()
    picture = add_image(
        postmortem=postmortem,
        actor=postmortem.owner,
        now=NOW,
        data=picture_file(),
        alternative_text="A graph",
        disclosure="internal",
    )
    body = f"![A graph](/postmortems/{postmortem.pk}/images/{picture.token}/)"
    postmortem.sections.filter(key="summary").update(body=body)
    text = exporting.as_json(context_of(postmortem, postmortem.owner))
    made = import_document(actor=postmortem.owner, team=postmortem.team, text=text, now=NOW).postmortem
    [copy] = made.attachments.all()
    assert bytes(copy.data) == bytes(picture.data) and copy.alternative_text == "A graph"
    assert f"/postmortems/{made.pk}/images/{copy.token}/" in made.sections.get(key="summary").body


def test_a_reader_without_the_pen_takes_no_names_and_nothing_restricted(
    make_postmortem, make_user, make_team
):
    owner, other = make_user(), make_user()
    team = make_team(members=[owner])
    postmortem = make_postmortem(owner=owner, team=team, visibility="organisation")
    postmortem.roster.create(name="Anna Kovács")
    postmortem.sections.filter(key="impact").update(disclosure="restricted", body="hush")
    text = exporting.as_json(context_of(postmortem, other)) + exporting.as_markdown(
        context_of(postmortem, other)
    )
    assert "Kov" not in text and "hush" not in text


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "rubbish"},
        {"title": 7},
        {"timeline": [{"text": "no time"}]},
        {"timeline": [{"at": "2026-11-21T10:00:00", "text": "no zone"}]},
        {"timeline": [{"at": NOW.isoformat(), "text": "x", "ends_at": "2001-01-01T00:00:00Z"}]},
        {"timeline": "rows"},
        {"sections": [{"key": "a", "title": "A"}, {"key": "a", "title": "B"}]},
        {"sections": [{"key": "not a key", "title": "A"}]},
        {"contributing_factors": [{"title": "x", "evidence": [4]}]},
        {"contributing_factors": [{"title": "x", "evidence": [True]}]},
        {"contributing_factors": [{"title": "x" * 500}]},
        {"made_more_likely": [[1, 2]]},
        {"action_items": [{"title": "x", "status": "done"}]},
        {"action_items": [{"title": "x", "ticket_url": "javascript:alert(1)"}]},
        {"action_items": [3]},
        {"people_involved": [{"name": "x", "handles": "one"}]},
        {"pictures": [{"token": "x", "data": "bm8=", "disclosure": "internal"}]},
        {"facts": {"started_at": "yesterday"}},
        {"controls": [{"title": "x"}]},
    ],
)
def test_a_file_that_can_t_be_is_refused_in_words_and_leaves_nothing(make_user, make_team, broken):
    owner = make_user()
    team = make_team(members=[owner])
    record = {"format": FORMAT, "title": "T", "template": "short", "zone": "UTC"} | broken
    with pytest.raises(NotTaken):
        import_document(actor=owner, team=team, text=json.dumps(record), now=NOW)
    assert not Postmortem.objects.exists()


def test_the_page_says_what_is_wrong_with_a_file(make_user, make_team, sign_in):
    owner = make_user()
    team = make_team(members=[owner])
    record = json.dumps({"format": FORMAT, "title": "T", "kind": "rubbish"})
    answer = sign_in(owner).post(
        "/postmortems/import/", {"text": record, "team": team.pk, "visibility": "team"}
    )
    assert answer.status_code == 422 and "rubbish" in answer.content.decode()
