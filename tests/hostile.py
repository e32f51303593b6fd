"""Texts that would make a careless reader slow: a piece repeated.

The tests read each once and ask only that reading ends and breaks nothing; how the time grows with the length is measured by
`python -m tests.load growth`, as a test must not depend on what else the machine is doing.
"""

from __future__ import annotations

TIMELINE = (
    *("- 14:02 UTC the pods restarted\n", "At 14:02 UTC the pods restarted, which took 10:30 minutes. "),
    *("lorem ipsum dolor sit amet, consectetur: adipiscing.\n", "[", "](", "* _`", "1:", "| ", " - ", "text text\n"),
)  # fmt: skip

DOCUMENT = (
    *("#", "[", "](", "`", "*", "\n", "# a\n", "- ", "> ", "1", ":", " ", "10:00 ", "a - ", "|", "\\", "é", "\U0001f600"),
    *("## Timeline\n- 10:00 x\n", "- [ ] Add x\n", "```a\n", "<!-- \n", "| a | b |\n", "a: b\n", "[[[[[[\n", "a\n=\n\n"),
    "[a]: http://x.y\n",
)  # fmt: skip

REDACTION = (
    *("Tim Head restarted db-03 at 10.1.2.3. ", "[", "a-", "eyJ", "password=", "\n", "://", "a.b", ".a", "-a-", "<nick> "),
    *("[10:02] ", "@", "a@b.", "pass ", "password is ", "mysql -p", "1.2.3.4 ", "a:b:", "| a ", "Ab Cd ", "user: ", "* "),
    *("# A. ", "* nick (", "\n- [", "sshd[1]: ", "meeting ", "$2y$", "A1B2C-", "Mc", "by "),
)  # fmt: skip

LANGUAGE = (
    *("*", "_", "<", "\x00", "\u202e", "> ", "we ", "should have ", "just simply ", "the operator who ", "a", "not ", "@"),
    *("a@", "ly ", "really ", "without any the ", "the team failed to "),
)  # fmt: skip

MARKDOWN = (
    *("[", "](", "![", "*", "_", "`", "**a", "> ", "- ", "| ", "<", "&", "\\", "[^1]", "~~", "# ", "1. ", "http://a.b ", "\n"),
    *("\t", "a@b.c ", "\u0300", "[a](b", "***a** "),
)  # fmt: skip


def repeated(piece: str, length: int) -> str:
    """The piece again and again, exactly `length` characters."""
    return (piece * (length // len(piece) + 1))[:length]
