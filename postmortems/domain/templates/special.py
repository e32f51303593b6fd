"""Sections for kinds with questions of their own: exposure, data loss, AI behaviour, near miss, several incidents."""

from postmortems.domain.templates.model import TemplateSection

EXPOSURE = TemplateSection(
    "exposure",
    "What was exposed",
    "The data and the systems, by class. Leave out the data itself.",
    (
        "Which classes of data, secrets or systems could be reached, and are special categories among them?",
        "How many people and how many records are concerned, at least roughly?",
        "In which countries are they, and is the data ours or handled for somebody else?",
    ),
    required=True,
    disclosure="restricted",
    public_part="impact",
    minutes=5,
    facts="exposed",
)
EXPOSURE_WINDOW = TemplateSection(
    "exposure_window",
    "Exposure window",
    "From when to when it could be reached, with the basis of each end: a log, a deploy, or an inference.",
    (
        "When did the exposure begin, and what shows it?",
        "When did it end, and what shows it?",
        "What is the earliest begin and the latest end that the evidence allows?",
    ),
    required=True,
    public_part="impact",
    minutes=3,
    facts="window",
)
ACCESS = TemplateSection(
    "access",
    "Access, possible and seen",
    "Keep apart what could have reached it from what the logs show, and name the interval that the logs cover.",
    (
        "What could reach it: the public, any signed-in user, other tenants, staff, a supplier, an agent?",
        "What accesses do the logs show, in numbers?",
        "From when to when do the logs reach, with which gaps, and how long are they kept?",
    ),
    required=True,
    disclosure="restricted",
    public_part="impact",
    minutes=4,
    facts="access",
)
CONTAINMENT = TemplateSection(
    "containment",
    "Containment",
    "How the exposure was closed, and what was rotated, revoked or deleted.",
    (
        "What closed the exposure, and at what time?",
        "Which secrets were rotated and which copies deleted, and how was that confirmed?",
        "What evidence is being kept, and where?",
    ),
    required=True,
    public_part="what_we_did",
    minutes=4,
    facts="containment",
)
NOTIFICATION = TemplateSection(
    "notification",
    "Notification decisions",
    "Facts for the people who decide on notices: the moments, and the decision with its reason.",
    (
        "When did it occur, when was it detected, when was it understood to be an exposure?",
        "Which notices were considered, what was decided, and on what grounds?",
        "What was sent, in which version, and when?",
    ),
    disclosure="restricted",
    minutes=3,
    facts="moments",
)
DATA_AFFECTED = TemplateSection(
    "data_affected",
    "Data affected",
    "Which data was lost or changed, counted.",
    (
        "Which data was lost, changed or duplicated, over which interval?",
        "How many records and customers is that, and how was it counted?",
        "How can a reader tell affected data from the rest?",
    ),
    required=True,
    public_part="impact",
    minutes=4,
    facts="lost",
)
RESTORE = TemplateSection(
    "restore",
    "Copies and restore",
    "Every copy that could have helped, with the state in which it was found.",
    (
        "Which backups, replicas and snapshots existed, and how old was each?",
        "What happened when each one was tried?",
        "When was a restore last rehearsed, and how long did it take then and now?",
        "What could be brought back, and what could not?",
    ),
    required=True,
    public_part="what_we_did",
    minutes=5,
    facts="recovery",
)
BEHAVIOUR = TemplateSection(
    "behaviour",
    "What the system did",
    "Inputs, outputs and actions as they were, kept apart from what was expected of them.",
    (
        "What did the system say or do, and what was expected?",
        "Which model, prompt, tools, data and permissions did it have, in which versions?",
        "How did it come to light, and how long had it been happening?",
        "How far can it be repeated, and under which conditions?",
    ),
    required=True,
    public_part="what_happened",
    minutes=5,
    facts="behaviour",
)
SPREAD = TemplateSection(
    "spread",
    "Extent",
    "Narrow or general, and how far the effects reached.",
    (
        "Does it appear with one kind of input or with many?",
        "Can it be isolated by feature, customer, model version or tool?",
        "What did its outputs and actions reach: people, records, other systems?",
    ),
    required=True,
    public_part="impact",
    minutes=4,
    facts="extent",
)
FALLBACK = TemplateSection(
    "fallback",
    "Routing around and falling back",
    "How the behaviour was stopped, limited or replaced.",
    (
        "How long did it take to limit the behaviour or to route around it?",
        "What took over meanwhile, and how good was it?",
        "What lets a person stop the system, and how was that found at the time of need?",
    ),
    required=True,
    public_part="what_we_did",
    minutes=3,
    facts="mitigation",
)
OVERSIGHT = TemplateSection(
    "oversight",
    "Checks and oversight",
    "The checks before release and in use, and what each of them could see.",
    (
        "Which evaluations ran before the release, and what did they cover?",
        "What is watched in use, by people or by programs?",
        "What did each check see of this behaviour?",
    ),
    minutes=3,
)
POTENTIAL = TemplateSection(
    "potential",
    "What could have happened",
    "The likely extent had it gone on, with the grounds for the estimate.",
    (
        "What was the next thing to happen?",
        "What would customers have noticed, and how soon?",
        "How often are the same conditions present?",
    ),
    required=True,
    minutes=3,
    facts="potential",
)
BARRIERS = TemplateSection(
    "barriers",
    "What stopped it",
    "What stood between the conditions and the harm, planned or not.",
    (
        "What stopped it, and was that a design, a habit or chance?",
        "What would have to be different for it to pass?",
        "How can the thing that helped be kept or strengthened?",
    ),
    required=True,
    minutes=4,
    facts="held",
)
INCIDENTS = TemplateSection(
    "incidents",
    "The incidents",
    "One row for each incident, with its own times; the durations are worked out for each.",
    (
        "Where does one incident end and the next begin?",
        "What do they have in common, and what is different?",
        "Which of them made the next one more likely?",
    ),
    required=True,
    public_part="what_happened",
    kind="incidents",
    minutes=6,
)
