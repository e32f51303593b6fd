"""Everybody on the roster is found in every form and place, also when the name is a word; the word stays where it is one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.domain.redaction import Lists, Person, scan

GIVEN = """\
Mark Olsen
Will Byers
Grace Hopper
Rob Tate
Bill Nkemelu
Chase Rivera
Hope Adeyemi
Art Kowalski
Drew Baptiste
Pat Quigley
Dean Voss
Faith Mbeki
Joy Achterberg
Ray Castellan
Rich Soto
Dawn Petrov
Cliff Ansah
Gene Toivonen
Guy Marchetti
Max Weller
Rose Tanaka
Victor Tran
Grant Osei
Chip Novak
Miles Duarte
Iris Chan
Ben Hunter
Al Sadeghi
""".splitlines()
FAMILY = """\
Olu Branch
Dina Case
Petra Field
Tim Head
Ines Stone
Anouk Black
Femi Young
Omar Price
Kofi Park
Eva Winter
Ali Cook
Ada Turner
Lea Walker
""".splitlines()
OTHERS = """\
Philippa van Houten
Søren Kjær
Ana Lúcia Prado
Mohammed bin Salim
Jean-Luc Picot
Nguyễn Thị Hương
Siobhán O'Brien
Wei Zhang
Oluwaseun Adebayo-Cole
María José Cruzado
Bartholomew Zielinski
Katarzyna Wójcik
Đorđe Petrović
Kris Nóva
李雷
""".splitlines()
PLACES = """\
We paged {} and waited.
The fix by {} went out.
- 10:02 UTC: {} rolled back
cc {}
({})
**{}** confirmed.
{}'s shift had ended.
Thanks to {} for the quick fix.
{} and Tomasz joined the call.
10:14 {} opens the dashboard
Owner: {}
Action: {} to write the runbook
At 14:02, {} was on the train.
when {} looked at it, the disk was full
with help from {}.
{} (on call) saw it first.
After talking to {}, we drained the node.
Reviewed-by: {}
[14:02] {}: looking
{} was the only one awake.
because {} thought that it was safe
{}, who owns the pipeline, fixed it.
so we asked for {}
and then {} left for lunch
Call with {} at 15:00
  * {}
Tomasz, {}, Agnieszka
The change was made by {}
{} ran the script
Without {} nobody knew the password
{} did not get the page
per {}, the key is old
@{}
— {}
Hi {},
{} pushed a hotfix
sent to {} for review
*{}*
`{}`
and {}.
the team ({}, Tomasz) met
<{}> on it
{}?
| 10:02 | {} asked for help |
""".splitlines()
ACCOUNTS = """\
[14:02] {}: looking
@{} can you look
/home/{}/deploy.sh
user={} action=delete
sudo: {} : TTY=pts/0 ; PWD=/ ; USER=root
Accepted publickey for {} from 198.51.100.7
{}@example.org
https://github.com/{}/repo
logged in as {}
author={}
"user": "{}"
login: {}
drwxr-xr-x 2 {} staff 4096 May 1 10:00 x
~{}/bin
uid=1001({})
{} - [10/Oct/2000:13:55:36
owner: {}
reviewer: {}
feature/{}/fix-queue
actor={} verb=patch
username: {}
C:\\Users\\{}\\x
14:02 <{}> rebooting
""".splitlines()
WORDS = """\
Will the job run again?
Mark the row as deleted.
The grace period expired at 10:02.
Page load times doubled
Bill the customer again
Chase down the owner of the service
Faith in the alerting dropped
Max connections reached
Max-Age was 0
max_connections=300
Black Friday traffic
Grant access to the role
GRANT SELECT ON orders TO app
Skip the test suite
Branch protection was off
Branch: main
Field validation was missing
Head of the queue
Long queries blocked the table
Cook County data was stale
the branch was deleted
HEAD moved to abc
git reset --hard HEAD
CASE WHEN x THEN y
in this case the branch is deleted
we will page the on-call
Latency rose. Will monitor.
Help came. Will also contribute.
Round robin was off
set max to 300
ping max 300ms avg 20ms
user may retry
mark-and-sweep
Jan 15, 5:33 PM
10 Apr 2024
May need a restart.
""".splitlines()
QUICK = settings(max_examples=300, deadline=None)


def left(text: str, planted: str, person: str) -> str:
    """What is left to read of the planted form."""
    start = text.index(planted)
    covered = {at for found in scan(text, Lists((Person(person),))) for at in range(found.start, found.end)}
    return "".join(
        text[at] for at in range(start, start + len(planted)) if text[at].isalnum() and at not in covered
    )


def forms(name: str) -> list[str]:
    """Full, turned round, with an initial, in capitals and in small letters."""
    words = name.split()
    found = [name, name.upper(), name.lower(), f"{words[-1]}, {words[0]}", f"{words[-1]} {words[0]}"]
    return found + ([f"{words[0][0]}. {words[-1]}", f"{words[0]} {words[-1][0]}."] if len(words) > 1 else [])


def accounts(name: str) -> list[str]:
    first, last = name.lower().split()[0], name.lower().split()[-1]
    return [f"{first}.{last}", f"{first}_{last}", first + last, first[0] + last, f"{last}.{first}", first]


@QUICK
@given(
    st.sampled_from(GIVEN),
    st.sampled_from(PLACES),
    st.sampled_from(["", "At 10:02 the queue grew.\n", "| a | b |\n|---|---|\n"]),
)
def test_given_names_that_are_words(name: str, place: str, before: str) -> None:
    first = name.split()[0]
    text = before + place.format(first)
    assert not left(text, place.format(first), name).count(first), text
    assert not left(place.format(first), first, name)


@QUICK
@given(st.sampled_from(FAMILY), st.sampled_from(PLACES))
def test_family_names_that_are_words(name: str, place: str) -> None:
    family = name.split()[-1]
    assert not left(place.format(family), family, name), place.format(family)


@QUICK
@given(st.sampled_from(GIVEN + FAMILY + OTHERS), st.sampled_from(PLACES), st.data())
def test_every_form_of_a_full_name(name: str, place: str, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(forms(name)))
    assert not left(place.format(form), form, name), place.format(form)


@QUICK
@given(st.sampled_from(GIVEN + FAMILY), st.sampled_from(ACCOUNTS), st.data())
def test_accounts_made_of_a_name(name: str, place: str, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(accounts(name)))
    assert not left(place.format(form), form, name), place.format(form)


@pytest.mark.parametrize(
    "text",
    WORDS,
)
def test_the_words_stay_words(text: str) -> None:
    roster = Lists(
        tuple(map(Person, [*GIVEN, *FAMILY, "Jan Wiberg", "May Lindgren", "April Fontaine", "Robin Page"]))
    )
    assert [found.excerpt for found in scan(text, roster) if found.kind == "person"] == []
