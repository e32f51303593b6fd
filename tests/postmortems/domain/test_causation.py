"""The five rules as help, and the map of conditions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.domain.causal_map import INCIDENT, Node, draw
from postmortems.domain.causation import hints

WHOLE = ("the host ran hot", "writes slowed")


@pytest.mark.parametrize(
    ("condition", "rule"),
    [
        ("The engineer ran the command on the wrong host", 3),
        ("An operator mistyped the name", 3),
        ("The on-call did not follow the runbook", 4),
        ("The review was skipped", 4),
        ("The release step bypassed the gate", 4),
        ("Nobody checked the backups", 5),
        ("The team forgot to renew the certificate", 5),
        ("The restore was not tested", 5),
        ("Documentation was poor", 2),
    ],
)
def test_a_condition_that_stops_at_a_person_or_a_judgement_is_asked_on(condition, rule):
    assert rule in [hint.rule for hint in hints(condition, *WHOLE)]
    assert all(hint.question.endswith(("?", ".")) for hint in hints(condition, *WHOLE))


@pytest.mark.parametrize(
    "condition",
    [
        "Both hosts showed the same prompt",
        "The volume had no limit",
        "The alert was sent to a channel that nobody on the rota reads at night",
        "The probe failed to start within 30 seconds",
        "The script deletes without asking",
        "Backups were taken with a version that does not match the server",
    ],
)
def test_a_condition_of_the_system_with_its_effect_needs_nothing(condition):
    assert hints(condition, *WHOLE) == ()


def test_a_sentence_is_led_to_its_end_and_an_empty_one_is_left_alone():
    assert hints("") == ()
    assert [hint.rule for hint in hints("The volume had no limit")] == [1]
    assert [hint.rule for hint in hints("The volume had no limit", "it filled up")] == [1]
    assert [hint.rule for hint in hints("", "it filled up")] == [1]


@given(st.text(max_size=400), st.text(max_size=100), st.text(max_size=100))
def test_any_text_gets_an_answer(condition, effect, made_likely):
    assert len(hints(condition, effect, made_likely)) <= 3


@given(
    st.integers(0, 12).flatmap(
        lambda n: st.tuples(
            st.just(n), st.lists(st.tuples(st.integers(0, n + 1), st.integers(0, n + 1)), max_size=30)
        )
    )
)
def test_every_condition_is_drawn_once_apart_from_the_others_and_leads_on(graph):
    number, pairs = graph
    nodes = [Node(str(n), f"Condition number {n} " * (n % 4 + 1), "enabler") for n in range(number)]
    links = [(str(a), str(b)) for a, b in pairs if a != b]
    made = draw(nodes, links, incident="It stopped", trigger="A push" if number % 2 else "")
    keys = [box.node.key for box in made.boxes]
    assert sorted(keys) == sorted(
        {*(node.key for node in nodes), INCIDENT, *(["trigger"] if number % 2 else [])}
    )
    for one in made.boxes:
        assert 0 <= one.x <= made.width and one.y >= 0 and one.y + one.height <= made.height
        for other in made.boxes:
            if one is not other and one.x == other.x:
                assert one.y + one.height <= other.y or other.y + other.height <= one.y
    said = " ".join(made.words)
    assert all(f"“{' '.join(node.text.split())}”" in " ".join(said.split()) for node in nodes)


def test_a_loop_is_drawn_as_an_arrow_back():
    nodes = [Node("a", "Retries", "amplifier"), Node("b", "Load", "amplifier")]
    made = draw(nodes, [("a", "b"), ("b", "a"), ("a", "b"), ("a", "zz")], incident="It stopped")
    assert [arrow.back for arrow in made.arrows] == [False, False, True]
    # It runs above the boxes, inside the drawing.
    over = float(made.arrows[-1].path.split("C")[1].split()[1])
    assert 0 < over <= min(box.y for box in made.boxes) - 20
    assert all(box.y + box.height < made.height for box in made.boxes)
    assert any("“Load” made more likely" in line and "“Retries”" in line for line in made.words)
