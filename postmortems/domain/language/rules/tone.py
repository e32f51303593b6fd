"""K. Animated language."""

from postmortems.domain.language.model import Rule
from postmortems.domain.language.sources import HEROES, SRE

_C = "animated"

RULES = (
    Rule(id="K1", title="Exclamation", category=_C, severity="nudge", source=SRE,
         why="An exclamation mark sets a mood. The number carries further.",
         example="I can't believe we survived this!", counter_example="The core systems are managed separately.", rewrite="What went well: ____.",
         patterns=(r"(?<=[a-z)])!+(?=\s|$)|\?!",), question="Which number or fact stands behind it?"),
    Rule(id="K2", title="Ridiculous, nightmare", category=_C, severity="warn", source=SRE,
         why="Strong words tell how it felt. The reader needs what happened.",
         example="Our monitoring is ridiculous.", counter_example="Monitoring paged after 32 minutes.", rewrite="Our monitoring paged after ____ minutes.",
         patterns=(r"\b(?:ridiculous|insane|crazy|absurd|laughable|shocking(?:ly)?|unbelievabl[ey]|appalling|nightmare|fiasco|debacle|train ?wreck|horrendous)\b",), question="What was measured?"),
    Rule(id="K3", title="Heroes", category=_C, severity="nudge", source=HEROES,
         why="A hero story hides that the knowledge sits in one head.",
         example="Ana was a hero.", counter_example="Recovery used a note from the 2019 migration.", rewrite="What Ana used was ____, which is written down in ____.",
         patterns=(r"\b(?:hero(?:es|ic|ically)?|saved the day|rockstar|ninja|wizard)\b",), question="Which knowledge was it, and where is it written down?"),
    Rule(id="K4", title="Swearing", category=_C, severity="block", source=SRE,
         why="It will be read by those who were there.",
         example="WTF was this config?", counter_example="What is this config for?", rewrite="What was this config for?",
         patterns=(r"\b(?:wtf|(?:god)?damn|hell(?! ?o)|crap|(?:bull)?shit\w{0,6}|fuck\w{0,6})\b",), unless=(r"dependency hell", r"dll hell"), question="What is meant, in plain words?"),
)  # fmt: skip
