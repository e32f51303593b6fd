"""L. Interrogation in comments and notes."""

from postmortems.domain.language.model import Rule
from postmortems.domain.language.sources import ETSY, PAGERDUTY

_C = "interrogation"
_COMMENT = frozenset({"comment"})
_SOURCE = f"{PAGERDUTY}; {ETSY}"
_WHY = "It asks for a defence. A question about what was visible asks for an account, and gets one."

RULES = (
    Rule(id="L1", title="Why didn't you", category=_C, severity="block", scopes=_COMMENT, source=_SOURCE, why=_WHY,
         example="Why didn't you roll back?", counter_example="What options were open to you?", rewrite="What did you see then, and which options were open?",
         patterns=(r"\bwhy (?:did|didn't|did not|would|wouldn't|wasn't|weren't|haven't|hasn't|were|was|don't|doesn't) (?:{who}|nobody|no one)\b", r"\bwhy not (?:just )?[a-z]+\b"), question="What were you seeing at that point, and which options were open?"),
    Rule(id="L2", title="Who did this", category=_C, severity="block", scopes=_COMMENT, source=_SOURCE, why=_WHY,
         example="Who approved this?", counter_example="How does a change of this kind get approved?", rewrite="How does this get approved on a normal day?",
         patterns=(r"(?:^[ ]*|[,.;:?] *|\b(?:so|and|but) )who (?:did|made|pushed|approved|broke|wrote|changed|deleted|merged|deployed|is responsible|was responsible|was supposed|let|allowed|decided|thought)\b", r"\bwhose (?:fault|idea|mistake|change|job)\b"), question="How does this happen on a normal day?"),
    Rule(id="L3", title="How could they", category=_C, severity="block", scopes=_COMMENT, source=_SOURCE, why=_WHY,
         example="How could they not see it?", counter_example="What did the screen show at 13:50?", rewrite="What did they see at ____?",
         patterns=(r"\bwhat (?:were|was) {who} thinking\b|\bhow (?:could|can) {who} (?:not|possibly|have|let|miss)\b",), question="What did the screen show at that moment?"),
    Rule(id="L4", title="Didn't you know", category=_C, severity="block", scopes=_COMMENT, source=_SOURCE, why=_WHY,
         example="Didn't you know that?", counter_example="Where does a person in that role find this out?", rewrite="Where is that visible to you?",
         patterns=(r"\b(?:don't|didn't|can't|couldn't|shouldn't|wouldn't|haven't) {you} (?:have )?(?:[a-z]+)",), unless=(r"(?:why|if|what|that|so|because) (?:don't|didn't|can't)",), question="Where would a person in that role find this out?"),
)  # fmt: skip
