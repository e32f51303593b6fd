"""N. What no rule above has found and what reads like one all the same: learned from labelled sentences (see `learned`)."""

from postmortems.domain.language.model import Rule

_SOURCE = "Learned from about 10,000 sentences that were labelled for this purpose"
_WHERE = frozenset({"text", "comment", "public"})

RULES = (
    Rule(
        id="N1",
        title="Reads like a judgement of people",
        category="person-blame",
        severity="warn",
        why="No rule fits, but sentences built of words like these mostly judge somebody. The marked words weigh most. It may be wrong; then let it stand.",
        source=_SOURCE,
        example="Head office treated the queue as somebody's hobby and went for lunch while it grew.",
        counter_example="The queue grew until the second node took over at 14:20.",
        rewrite="The queue grew; what head office saw was ____.",
        patterns=(),
        question="What did the place look like to anybody who stood in it, and what made this likely?",
        scopes=_WHERE,
    ),
    Rule(
        id="N2",
        title="Reads like hindsight",
        category="counterfactual",
        severity="warn",
        why="No rule fits, but sentences built of words like these mostly argue from what did not happen. The marked words weigh most. It may be wrong; then let it stand.",
        source=_SOURCE,
        example="A heads-up would have been appreciated.",
        counter_example="The graph shows the queue from 22:10 on; nobody had it open that night.",
        rewrite="The heads-up was at ____.",
        patterns=(),
        question="What was known at the time, and what did happen?",
        scopes=_WHERE,
    ),
    Rule(
        id="N3",
        title="Reads as if it were easy",
        category="minimiser",
        severity="warn",
        why="No rule fits, but sentences built of words like these mostly make a hard thing look easy. The marked words weigh most. It may be wrong; then let it stand.",
        source=_SOURCE,
        example="Splitting reads from writes costs you a connection string.",
        counter_example="Adding the missing index took five minutes of work and an hour of waiting.",
        rewrite="Splitting reads from writes takes ____.",
        patterns=(),
        question="What does it take, step by step, and what makes each step harder than it looks?",
        scopes=_WHERE,
    ),
)
