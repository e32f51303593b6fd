"""Searching: every word, in everything the person may read, and in nothing else."""

import re

import pytest

from postmortems.models import Action, Disclosure, Factor, NamedReader, TimelineEvent
from postmortems.workspace.searching import LIMIT, excerpt
from tests.conftest import NOW

QUERIES = 12
"""Session, user, teams, postmortems they are named for, titles, sections, timeline, factors twice, actions, the
answers of kinds, single incidents."""


@pytest.fixture
def record(make_postmortem):
    postmortem = make_postmortem(title="Uploads stopped")
    postmortem.sections.filter(key="impact").update(
        body="The quokka ate **the** disk, then the Quokka slept."
    )
    TimelineEvent.objects.create(postmortem=postmortem, at=NOW, text="A quokka was seen")
    Factor.objects.create(postmortem=postmortem, title="No fence for a quokka", condition="The quokka roams")
    Action.objects.create(postmortem=postmortem, team=postmortem.team, title="Feed the quokka")
    return postmortem


@pytest.fixture
def find(sign_in):
    def get(user, words):
        answer = sign_in(user).get("/search/", {"q": words})
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def test_every_place_is_found_and_linked(record, find):
    page = find(record.owner, "quokka")
    for anchor in (
        "section-impact",
        f"event-{record.events.get().pk}",
        f"factor-{record.factors.get().pk}",
        f"action-{record.action_items.get().pk}",
    ):
        assert f'href="/postmortems/{record.pk}/#{anchor}"' in page
    assert "5 places" in page


def test_the_words_are_marked_whatever_their_case(record, find):
    page = find(record.owner, "QUOKKA disk")
    assert "<mark>quokka</mark>" in page and "<mark>disk</mark>" in page and "<mark>Quokka</mark>" in page


def test_every_word_has_to_be_in_one_place(record, find):
    assert "Nothing found" in find(record.owner, "quokka zebra")


def test_titles_come_first_and_the_newest_before(make_user, make_postmortem, find):
    me = make_user()
    import datetime as dt

    for n, age in enumerate((3, 1, 2)):
        made = make_postmortem(owner=me, title=f"Zebra {n}", now=NOW - dt.timedelta(days=age))
        made.sections.filter(key="impact").update(body=f"About the zebra of {n}")
    found = re.findall(r"<b>(Zebra \d)</b>", find(me, "zebra"))
    assert found == ["Zebra 1", "Zebra 2", "Zebra 0"] * 2


def test_an_excerpt_is_escaped_and_short():
    text = "x" * 500 + " <script>alert('quokka')</script> & more " + "y" * 500
    shown = excerpt(text, ["quokka", "script"])
    assert "<script>" not in shown
    assert "&lt;<mark>script</mark>&gt;alert(&#x27;<mark>quokka</mark>&#x27;)" in shown
    assert len(shown) < 600


@pytest.mark.parametrize("forged", ["\x02img src=x\x03", "\x03</mark>\x02quokka\x02"])
def test_marks_can_not_be_forged(forged):
    shown = excerpt(f"a {forged} quokka", ["quokka"])
    assert shown.count("<mark>") == shown.count("</mark>")
    assert re.sub(r"</?mark>", "", shown).count("<") == 0
    assert not re.search(r"</mark>[^<]*</mark>|<mark>[^<]*<mark>", shown)


@pytest.mark.parametrize("words", ["&", "<", "lt", "amp", "quot", "x27", "mark"])
def test_marking_never_breaks_an_escape(words):
    shown = excerpt("a < b & c > d \"e\" 'f' lt amp mark", [words])
    assert re.sub(r"&(lt|gt|amp|quot|#x27);|</?mark>", "", shown).count("&") == 0


def test_what_others_may_not_read_is_absent(record, make_user, find):
    page = find(make_user("Outsider"), "quokka")
    assert "Nothing found" in page and record.reference not in page and record.title not in page


def test_restricted_parts_are_found_by_their_readers_only(record, make_user, find):
    from core.accounts.models import Membership

    for model in (TimelineEvent, Factor, Action):
        model.objects.update(disclosure=Disclosure.RESTRICTED)
    record.sections.update(disclosure=Disclosure.RESTRICTED)
    member, named = make_user("Member"), make_user("Named")
    Membership.objects.create(user=member, team=record.team)
    NamedReader.objects.create(postmortem=record, user=named)
    assert "Nothing found" in find(member, "quokka")
    assert "5 places" in find(named, "quokka")
    assert "5 places" in find(record.owner, "quokka")


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "%",
        "\\",
        "\x00",
        "((",
        "[a-",
        ".*",
        "-",
        "'; DROP TABLE x",
        "x" * 10_000,
        "😀",
        "a\x00b",
        "\x02",
    ],
)
def test_hostile_words_break_nothing(record, find, words):
    assert "<mark>" not in find(record.owner, words)


def test_signs_are_no_wildcards(record, find):
    assert "Nothing found" in find(record.owner, "quo_ka")
    assert "Nothing found" in find(record.owner, "q.okka")


def test_the_number_of_queries_and_of_places_is_bounded(
    record, make_postmortem, sign_in, django_assert_num_queries
):
    TimelineEvent.objects.bulk_create(
        TimelineEvent(postmortem=record, at=NOW, text=f"quokka {n}", position=n) for n in range(LIMIT + 20)
    )
    client = sign_in(record.owner)
    client.get("/search/", {"q": "nothing"})
    with django_assert_num_queries(QUERIES):
        client.get("/search/", {"q": "nothing"})
    with django_assert_num_queries(QUERIES - 5):
        page = client.get("/search/", {"q": "quokka"}).content.decode()
    assert page.count("<li><a href=") == LIMIT
    assert f"the first {LIMIT}" in page


def test_a_wrong_verb_is_refused(record, sign_in):
    assert sign_in(record.owner).post("/search/").status_code == 405
