"""J. Naming people."""

from postmortems.domain.language.model import Rule
from postmortems.domain.language.sources import AGENTS, DEIDENTIFY, PAGERDUTY, RCA2, SRE

_C = "naming"
_ASK = "Which role was it? The identity belongs in the restricted record."

RULES = (
    Rule(id="J1", title="A handle", category=_C, severity="block", source=f"{SRE}; {PAGERDUTY}",
         why="A handle makes the text about one person, for as long as the text lives.",
         example="@maria pushed the change.", counter_example="The release engineer pushed the change.", rewrite="The responder pushed the change.",
         patterns=(r"(?<![\w.])@[a-z][\w-]{1,40}",), suggest="the responder", question=_ASK),
    Rule(id="J2", title="A mail address", category=_C, severity="block", source=f"{SRE}; {DEIDENTIFY}",
         why="An address identifies a person beyond this text.",
         example="Contact bob@example.com who ran it.", counter_example="Contact the release team.", rewrite="Contact the responder who ran it.",
         patterns=(r"[\w.+-]{1,60}@(?:[a-z0-9][a-z0-9-]{0,40}\.){1,5}[a-z]{2,20}",), suggest="the responder", question=_ASK),
    Rule(id="J3", title="By a name", category=_C, severity="warn", source=f"{SRE}; {PAGERDUTY}",
         why="Who committed it is in the history. The change number says the same without a person.",
         example="Committed by J. Smith.", counter_example="Committed by the release bot.", rewrite="Committed as change ____.",
         patterns=(r"\b(?:committed|commited|authored|written|pushed|approved|merged|deployed|run) by [a-z]\. ?[a-z]+", r"\b(?:committed|authored|written|pushed|approved|merged|deployed|run) by {person}",), question="Which change was it?"),
    Rule(id="J4", title="He, she", category=_C, severity="nudge", source=PAGERDUTY,
         why="A role keeps the sentence useful for the next person in that role.",
         example="He restarted the node.", counter_example="The on-call restarted the node.", rewrite="The responder restarted the node.",
         patterns=(r"\b(?:(?P<np>he|she)|his|her|him)\b",), suggest="{np|drop}the responder", question="Which role was it?"),
    Rule(id="J5", title="Consequences for a person", category=_C, severity="block", source=f"{SRE}; {RCA2}",
         why="Conduct goes to another process. In a postmortem it silences everybody else.",
         example="The engineer was reprimanded.", counter_example="The engineer was paged at 02:10.", rewrite="The engineer was one of the responders.",
         patterns=(r"\b(?:called out|named and shamed|reprimand(?:ed)?|disciplin(?:ed|ary)|performance (?:plan|improvement plan)|(?:was|were|got|been) (?:fired|written up|let go|suspended|terminated from|demoted))\b",),
         unless=(r"(?:process|job|pod|instance|task|alarm|alert|event|trigger|hook|service|query|account|transaction|write|writes|rule)s? (?:was|were|been|got) (?:fired|suspended)", r"(?:written up) (?:in|as)"), question="What belongs to the other process, and what to this text?"),
    Rule(id="J6", title="The engineer who", category=_C, severity="warn", source=f"{AGENTS}; {PAGERDUTY}",
         why="Where only one person fits, a role is a name.",
         example="The engineer who ran the script left.", counter_example="The script ran at 13:02.", rewrite="The script ran at ____.",
         patterns=(r"\bthe (?:engineer|person|developer|operator|individual|guy) who\b", r"{person} who (?:[a-z]+ed|ran|wrote|broke|made|did|set)\b"), unless=(r"(?:the )?(?:people|teams?|users|customers) who", r"whoever"), question="What happened, with the action as the subject?"),
    Rule(id="J7", title="A person on the roster", category=_C, severity="warn", source=f"{PAGERDUTY}; {DEIDENTIFY}",
         why="A name makes the text about one person. The role says what the reader needs.",
         example="Priya Raman restarted the node.", counter_example="The database responder restarted the node.", rewrite="The responder restarted the node.",
         patterns=(), suggest="the responder", question=_ASK),
)  # fmt: skip
