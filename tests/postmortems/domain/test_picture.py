"""The drawn incident: labels never overlap, everything lies inside, and the words say the same."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.domain.picture import FLAG_GLYPH, FLAGS, GLYPH, draw
from postmortems.domain.picture_parts import KINDS, Mark

START = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
OFFSETS = st.one_of(st.integers(0, 3600), st.integers(0, 90_000), st.integers(0, 60 * 86_400))
MOMENTS = OFFSETS.map(lambda seconds: START + dt.timedelta(seconds=seconds))
MARKS = st.lists(st.builds(Mark, MOMENTS, st.sampled_from(KINDS)), max_size=60)
FACTS = st.fixed_dictionaries({name: st.none() | MOMENTS for name in FLAGS})


def extent(text):
    wide = len(text.text) * (FLAG_GLYPH if text.text in FLAGS.values() else GLYPH)
    left = {"start": text.x, "middle": text.x - wide / 2, "end": text.x - wide}[text.anchor]
    return left, left + wide


def overlapping(texts):
    found = []
    for number, one in enumerate(texts):
        for other in texts[number + 1 :]:
            (a, b), (c, d) = extent(one), extent(other)
            if abs(one.y - other.y) < 10 and a < d - 0.5 and b > c + 0.5:
                found.append((one, other))
    return found


@settings(max_examples=300)
@given(FACTS, MARKS, st.sampled_from([760, 350]))
def test_labels_never_overlap_and_everything_lies_inside(facts, marks, width):
    found = draw(facts=facts, marks=marks, zone=dt.UTC, width=width)
    assert (
        overlapping(found.flags) == [] and overlapping(found.clocks) == [] and overlapping(found.more) == []
    )
    for text in (*found.flags, *found.clocks):
        left, right = extent(text)
        assert left >= -1 and right <= width + 5 and 0 <= text.y <= found.height
    for band in found.bands:
        assert band.x >= 0 and band.x + band.width <= width
    for fold in found.folds:
        assert fold.x >= 0 and fold.x + fold.width <= width + 0.1


@settings(max_examples=200)
@given(FACTS, MARKS)
def test_time_runs_from_left_to_right(facts, marks):
    found = draw(facts=facts, marks=marks, zone=dt.UTC)
    places = {flag.text: flag.x for flag in found.flags}
    drawn = [(at, places[FLAGS[name]]) for name, at in facts.items() if FLAGS[name] in places]
    xs = [x for _, x in sorted(drawn)]
    assert xs == sorted(xs)


@settings(max_examples=100)
@given(MARKS)
def test_every_row_is_a_dot_or_is_counted(marks):
    found = draw(facts={}, marks=marks, zone=dt.UTC)
    dots = sum(path.count("M") for _, path in found.dots)
    assert dots + sum(int(text.text[1:]) for text in found.more) == len(marks)


def test_nothing_is_drawn_of_nothing():
    found = draw(facts={}, marks=[], zone=dt.UTC)
    assert found.is_empty and found.words == ()


def test_a_long_quiet_stretch_is_folded_and_says_how_long_it_was():
    minutes = [0, 5, 9, 30, 60 * 24 * 20, 60 * 24 * 20 + 10]
    marks = [Mark(START + dt.timedelta(minutes=n), "action") for n in minutes]
    found = draw(facts={}, marks=marks, zone=dt.UTC)
    assert [fold.label for fold in found.folds] == ["19 days 23 h"]


def test_the_phases_lie_between_the_facts_and_are_said_in_words():
    facts = {
        "started": START,
        "detected": START + dt.timedelta(minutes=27),
        "mitigated": START + dt.timedelta(hours=3),
        "resolved": START + dt.timedelta(hours=5),
    }
    found = draw(facts=facts, marks=[Mark(START, "impact")], zone=dt.UTC)
    assert [band.kind for band in found.bands] == ["undetected", "mitigating", "recovering"]
    assert "Unnoticed for 27 min" in found.words
    assert "1 row from 1 Mar 2026, 12:00 UTC to 1 Mar 2026, 12:00 UTC: 1 impact" in found.words


def test_rows_are_counted_in_plain_words():
    kinds = ["action", "action", "recovery", "recovery", "detection", "", ""]
    [line] = draw(facts={}, marks=[Mark(START, kind) for kind in kinds], zone=dt.UTC).words
    assert line.endswith(": 1 detection, 2 actions, 2 recoveries, 2 without a kind")


def test_bold_names_close_together_stand_in_lanes_of_their_own():
    minutes = {"started": 0, "acknowledged": 10, "mitigated": 41, "resolved": 120}
    facts = {name: START + dt.timedelta(minutes=at) for name, at in minutes.items()}
    flags = {flag.text: flag for flag in draw(facts=facts, marks=[], zone=dt.UTC, width=350).flags}
    one, other = flags["acknowledged"], flags["mitigated"]
    assert 12 * GLYPH + 4 < other.x - one.x < 12 * FLAG_GLYPH
    assert one.y != other.y


def test_times_of_different_years_are_shown_with_their_year():
    days = [dt.datetime(2020, 12, 21, tzinfo=dt.UTC), dt.datetime(2022, 6, 10, tzinfo=dt.UTC)]
    found = draw(facts={}, marks=[Mark(day) for day in days], zone=dt.UTC)
    assert [clock.text for clock in found.clocks] == ["21 Dec 2020 00:00", "10 Jun 2022 00:00"]
    found = draw(facts={}, marks=[Mark(START), Mark(START + dt.timedelta(days=9))], zone=dt.UTC)
    assert [clock.text for clock in found.clocks] == ["1 Mar 12:00", "10 Mar 12:00"]


def test_a_fact_before_the_one_it_follows_is_left_out_and_said():
    facts = {"started": START, "mitigated": START - dt.timedelta(hours=1)}
    found = draw(facts=facts, marks=[], zone=dt.UTC)
    assert found.bands == () and [flag.text for flag in found.flags] == ["began"]
    assert "Not drawn, because it lies before what it follows: mitigated" in found.words


def test_each_kind_has_a_shape_of_its_own():
    from postmortems.domain.picture_parts import glyph

    assert len({glyph(kind) for kind in KINDS}) == len(KINDS)
