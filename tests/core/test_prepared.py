"""Queries that are put together once: they answer as the query itself would, and ask the database every time."""

import threading

import pytest
from django.db.models import Count, Q

from core.accounts.models import Membership, Team, User
from core.prepared import counted, prepared


@prepared
def _members(team: int, role: str):
    return User.objects.filter(memberships__team=team, memberships__role=role).order_by("pk")


@prepared
def _of_teams(teams: tuple, besides: int):
    return (
        Membership.objects.filter(Q(team__in=teams) | Q(user=besides))
        .order_by("pk")
        .values_list("pk", flat=True)
    )


@pytest.fixture
def teams(make_team, make_user):
    return [make_team(members=[make_user(), make_user()], managers=[make_user()]) for _ in range(9)]


def test_each_call_has_the_rows_of_its_own_ids(teams):
    for team in [*teams, *teams]:
        assert _members(team.pk, "manager") == list(team.members.filter(memberships__role="manager"))
        assert len(_members(team.pk, "member")) == 2
    assert _members(0, "member") == []


@pytest.mark.parametrize("size", range(9))
def test_a_list_of_ids_of_any_length(teams, size):
    chosen = tuple(team.pk for team in teams[:size])
    somebody = Membership.objects.last()
    wanted = Membership.objects.filter(Q(team__in=chosen) | Q(user=somebody.user_id)).order_by("pk")
    assert _of_teams(chosen, somebody.user_id) == list(wanted.values_list("pk", flat=True))


def test_nothing_is_asked_where_nothing_can_be_found(teams, django_assert_num_queries):
    @prepared
    def within(teams: tuple):
        return Team.objects.filter(pk__in=teams)

    with django_assert_num_queries(0):
        assert within(()) == []
    assert within((teams[0].pk,)) == [teams[0]]


def test_the_database_is_asked_every_time(teams, django_assert_num_queries):
    team = teams[0]
    before = _members(team.pk, "member")
    Membership.objects.filter(user=before[0]).delete()
    with django_assert_num_queries(1):
        assert _members(team.pk, "member") == before[1:]


def test_rows_come_with_what_was_joined_and_counted(teams, django_assert_num_queries):
    @prepared
    def memberships(team: int):
        found = Membership.objects.filter(team=team).select_related("user")
        return found.annotate(others=Count("team__memberships")).order_by("pk")

    names = set(teams[3].members.values_list("display_name", flat=True))
    with django_assert_num_queries(1):
        rows = memberships(teams[3].pk)
        assert {row.user.display_name for row in rows} == names
        assert [row.others for row in rows] == [3, 3, 3]


def test_a_number_of_rows_is_counted_without_loading_them(teams):
    @prepared
    def members(team: int, roles: tuple):
        return counted(Membership.objects.filter(team=team, role__in=roles).order_by("user"))

    assert members(teams[0].pk, ("member", "manager")) == [3]
    assert members(teams[0].pk, ("manager",)) == [1]
    assert members(0, ("manager",)) == [0]


def test_true_is_a_word_and_one_is_an_id(teams):
    @prepared
    def active(pk: int, is_active: bool):
        return User.objects.filter(pk=pk, is_active=is_active)

    one = User.objects.first()
    assert active(one.pk, True) == [one]
    assert active(one.pk, False) == []


def test_a_number_wider_than_a_column_finds_nothing(db):
    @prepared
    def one(pk: int):
        return Team.objects.filter(pk=pk)

    assert one(10**30) == one(-(10**30)) == one(2**63 - 1) == []


def test_it_is_put_together_once_for_each_thread(db):
    built = []

    @prepared
    def within(teams: tuple):
        built.append(threading.get_ident())
        return Team.objects.filter(pk__in=teams)

    for _ in range(3):
        within(())
    other = threading.Thread(target=within, args=((),))
    other.start()
    other.join()
    assert len(built) == len(set(built)) == 2


@pytest.mark.parametrize(
    "build",
    [
        lambda pk: Team.objects.filter(name=f"Team {pk}"),  # kept as it was on the first call
        lambda pk: Team.objects.order_by("pk")[:pk],
        lambda pk: Team.objects.all(),
        lambda pk: Team.objects.filter(pk=pk).prefetch_related("members"),
        lambda pk: User.objects.get(pk=User.objects.values_list("pk", flat=True)[0]).memberships.filter(
            team=pk
        ),
    ],
)
def test_a_query_that_would_keep_an_id_is_refused(make_user, build):
    make_user()
    with pytest.raises(TypeError):
        prepared(build)(1)


def test_values_go_by_position(db):
    with pytest.raises(TypeError):
        _members(team=1, role="member")
