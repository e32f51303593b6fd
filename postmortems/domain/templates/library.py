"""Sections that any kind of postmortem may have: keys are stable, so that texts survive a change of template.

Questions ask what and how; they leave out who and why, which invite an answer about a person.
"""

from postmortems.domain.templates.model import TemplateSection

SUMMARY = TemplateSection(
    "summary",
    "Summary",
    "Two or three sentences that a reader from another team understands without the rest.",
    (
        "What did people notice, and for how long?",
        "What was the extent of it?",
        "What brought it to an end?",
    ),
    required=True,
    public_part="what_happened",
    minutes=3,
)
BACKGROUND = TemplateSection(
    "background",
    "Background",
    "What a reader needs to know about the system before the story starts. Spell out short names.",
    (
        "What does the affected part do on an ordinary day?",
        "Which terms and short names need a line of explanation?",
        "What had changed in the weeks before?",
    ),
    minutes=3,
)
NARRATIVE = TemplateSection(
    "narrative",
    "What happened",
    "The course of events told in prose, for what a row of the timeline cannot hold.",
    (
        "What happened, in the order in which it happened?",
        "How did the parts of the system act on each other?",
    ),
    public_part="what_happened",
    minutes=5,
)
IMPACT = TemplateSection(
    "impact",
    "Impact",
    "Numbers with their unit and their source. An estimate is fine when its margin stands beside it.",
    (
        "From when to when could the impact be felt, and how does that differ from the time of the response?",
        "How many customers, requests or records were affected, and in which functions?",
        "How many support contacts came in?",
        "What did it cost in revenue, in data, in nights and weekends of the team?",
        "How certain is each number?",
    ),
    required=True,
    public_part="impact",
    minutes=5,
)
TIMELINE = TemplateSection(
    "timeline",
    "Timeline",
    "Start before the incident and move forward. One row for each thing that happened, with its time, zone and source.",
    (
        "What was already true before the first sign?",
        "What was known at each moment, and what became known only later?",
        "Which log, graph or message shows it?",
    ),
    required=True,
    public_part="timeline",
    kind="timeline",
    minutes=8,
)
DETECTION = TemplateSection(
    "detection",
    "Detection",
    "How the incident came to light.",
    (
        "How did the first sign arrive: an alert, a person looking, a customer?",
        "How long had the impact lasted by then?",
        "What would cut that time in half?",
    ),
    public_part="what_happened",
    minutes=3,
)
RESPONSE = TemplateSection(
    "response",
    "Response and coordination",
    "How the response came together, told by role.",
    (
        "Which roles joined, and when?",
        "What was the signal for asking for help?",
        "How were people, tools and information reached, and what stood in between?",
    ),
    public_part="what_we_did",
    minutes=4,
)
DECISIONS = TemplateSection(
    "decisions",
    "Decision points",
    "Moments at which more than one way was open, seen with what was known then.",
    (
        "What had the attention at that moment, and what was expected to happen?",
        "What other ways were open?",
        "What made the chosen way the best one with what was known?",
        "What pressure was there, and what is the usual way?",
    ),
    minutes=4,
)
MITIGATION = TemplateSection(
    "mitigation",
    "Mitigation and recovery",
    "What reduced the impact and what ended it.",
    (
        "What reduced the impact, and at what time?",
        "How was it clear that it worked?",
        "What side effects did it have?",
        "What would cut the time to recovery in half?",
    ),
    required=True,
    public_part="what_we_did",
    minutes=4,
)
TRIGGER = TemplateSection(
    "trigger",
    "Trigger",
    "What changed just before. It is kept apart from the conditions that gave it its effect.",
    (
        "What was different a minute, an hour, a day earlier?",
        "How often does the same thing happen without any consequence?",
    ),
    required=True,
    public_part="factors",
    minutes=2,
)
FACTORS = TemplateSection(
    "factors",
    "Contributing factors",
    "Two or more conditions that had to come together. A condition can be changed; a verdict cannot.",
    (
        "Which conditions had to be present for this to happen, or to last this long?",
        "What made each of them likely, and since when has it been there?",
        "What evidence is there, and is the condition present on a normal day too?",
    ),
    required=True,
    public_part="factors",
    kind="factors",
    minutes=6,
)
CONTROLS = TemplateSection(
    "controls",
    "Controls and defences",
    "The checks and barriers that stood in the way.",
    (
        "Which controls held, and how was that visible?",
        "Which controls were absent here?",
        "Which were present and did not act, and what information did they have?",
    ),
    minutes=3,
)
NORMAL_WORK = TemplateSection(
    "normal_work",
    "How the work is normally done",
    "The everyday way and the written way, side by side.",
    (
        "How is this task done on an ordinary day?",
        "Where does the written way differ?",
        "What makes the everyday way useful?",
    ),
    minutes=3,
)
WENT_WELL = TemplateSection(
    "went_well",
    "What went well",
    "What helped, so that it is kept.",
    (
        "What made things better than they might have been?",
        "What did people adapt on the spot, and how did it help?",
    ),
    minutes=2,
)
WENT_WRONG = TemplateSection(
    "went_wrong",
    "What made it harder",
    "Difficulties of the response, told as conditions. Those that can be changed belong among the factors as well.",
    (
        "What slowed the work down?",
        "What information was hard to get?",
    ),
    minutes=2,
)
LUCKY = TemplateSection(
    "lucky",
    "Where we were lucky",
    "What limited the harm without being planned.",
    (
        "What would have made it worse?",
        "What stood in between, and can it be relied on next time?",
    ),
    minutes=2,
)
