"""Link definitions ("[fix]: https://..."): they hold for a whole document, so each text that uses one gets it along."""

import re

from postmortems.domain.importing.lines import Line

_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)([^\]\[]{1,200})\]:\s+<?(\S+?)>?(?:\s.*)?$")
_USE = re.compile(r"\[([^\]\[]{1,400})\](?:\[([^\]\[]{0,200})\])?(?![(:])|\[([^\]\[]{1,400})\](?=:\s)")


def take_references(lines: list[Line]) -> tuple[dict[str, Line], list[Line]]:
    """The definitions by their label in lower case, and the lines without them; a repeated label stays where it is."""
    found: dict[str, Line] = {}
    rest: list[Line] = []
    for line in lines:
        match = (
            _DEFINITION.match(line.text)
            if line.state == "text" and line.text.lstrip().startswith("[")
            else None
        )
        if match and "." in match.group(2) + match.group(2)[:1] and match.group(1).casefold() not in found:
            found[match.group(1).casefold()] = line
        else:
            rest.append(line)
    return found, rest


def targets(found: dict[str, Line]) -> dict[str, str]:
    """The address of each label."""
    return {label: match.group(2) for label, line in found.items() if (match := _DEFINITION.match(line.text))}


def used(text: str, labels: set[str]) -> list[str]:
    """The labels that a text uses, in order."""
    if not labels or "[" not in text:
        return []
    names = (match.group(2) or match.group(1) or match.group(3) for match in _USE.finditer(text))
    return list(dict.fromkeys(name.casefold() for name in names if name and name.casefold() in labels))


def inline(text: str, addresses: dict[str, str]) -> str:
    """The text with its labels replaced by the addresses, for a row that stands alone."""
    if not addresses or "[" not in text:
        return text

    def link(match: re.Match[str]) -> str:
        words = match.group(1) or match.group(3)
        label = (match.group(2) or words).casefold()
        return f"[{words}]({addresses[label]})" if label in addresses else match.group(0)

    return _USE.sub(link, text)
