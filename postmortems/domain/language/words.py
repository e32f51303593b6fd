"""Lists of words, written as plain text so that a person can read and change them."""


def words(text: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(text.split())
