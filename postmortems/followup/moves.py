"""The words of an action's changes of state, and what each of them asks for."""

VERBS = {
    "accept": "Accept",
    "start": "Start",
    "finish": "Mark as done",
    "verify": "Verify",
    "decline": "Decline",
    "reopen": "Take up again",
}
ASKS = {
    "finish": "Say what shows that it is done: a link, a measurement, a test.",
    "decline": "Say why it will not be done, so that the next reader need not ask.",
    "reopen": "Say what was seen, so that the reason stays with the action.",
}
REPLAN = "followup.replan"
"""The kind of work that each change of owner, date or state plans."""
REPLAN_POLICY = "followup.replan_policy"
"""The kind of work that each change of a policy plans."""
