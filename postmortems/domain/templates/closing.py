"""Sections for the end of a postmortem: lessons, actions, questions, evidence, and what an import leaves over."""

from postmortems.domain.templates.model import TemplateSection

SIMILAR = TemplateSection(
    "similar",
    "Similar incidents",
    "Earlier incidents with the same conditions, and how they ended.",
    (
        "Is this a single case or one of a kind?",
        "How far are the actions from the earlier ones?",
        "How will growth change the odds?",
    ),
    minutes=2,
)
LESSONS = TemplateSection(
    "lessons",
    "Lessons",
    "What people now know that changes how they work.",
    (
        "What was learned that was new to somebody in the room?",
        "What will be done differently because of it?",
    ),
    minutes=3,
)
ACTIONS = TemplateSection(
    "actions",
    "Action items",
    "Few, each with one owner, a date and an end state that can be checked.",
    (
        "Which condition does each action change?",
        "What will be true when it is done, and how will that be checked?",
        "Which of them work without anybody having to remember something?",
    ),
    required=True,
    public_part="what_we_are_changing",
    kind="actions",
    minutes=5,
)
NOT_TAKEN = TemplateSection(
    "not_taken",
    "Actions not taken",
    "What was proposed and declined, so that the idea is not lost.",
    ("What was proposed?", "What spoke against it, and when will it be looked at again?"),
    minutes=2,
)
OPEN_QUESTIONS = TemplateSection(
    "open_questions",
    "Open questions",
    "What is not known yet.",
    ("What is still unknown?", "What evidence would settle it, and until when is that evidence kept?"),
    public_part="not_yet_known",
    minutes=2,
)
EXTERNAL_MESSAGE = TemplateSection(
    "external_message",
    "Messages to customers",
    "What was said outside, when, and where.",
    ("What was published or sent, at what time?", "What do customers ask that it does not answer?"),
    disclosure="customer",
    minutes=2,
)
WHAT_YOU_CAN_DO = TemplateSection(
    "what_you_can_do",
    "What customers can do",
    "Steps for customers, each of which can be followed as written.",
    ("What can a customer check on their own side?", "What should they change, and by when?"),
    disclosure="customer",
    public_part="what_you_can_do",
    minutes=2,
)
EVIDENCE = TemplateSection(
    "evidence",
    "Evidence and attachments",
    "Queries, graphs, logs and links, with the date until which each is kept.",
    ("Which queries, graphs and logs show what is written here?", "Until when is each of them kept?"),
    minutes=2,
)
PEOPLE = TemplateSection(
    "people",
    "People involved",
    "The roster of the response, by role. Names stay here and are replaced by roles wherever the text leaves the house.",
    ("Which roles took part, and from when to when?",),
    disclosure="restricted",
    minutes=1,
)
HEADER = TemplateSection(
    "header",
    "From the head of the document",
    "What an imported document says about itself, as it stood. The facts taken from it stand at the side.",
    minutes=0,
)
UNPLACED = TemplateSection(
    "unplaced",
    "Unplaced",
    "Parts of an imported document that fit nowhere else. Move what is useful, then empty this section.",
    kind="unplaced",
    minutes=0,
)
