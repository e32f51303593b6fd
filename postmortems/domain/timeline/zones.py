"""Zones as people write them: abbreviations, offsets, Area/City, "Pacific time"; and putting a wall time into one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

# Abbreviations are read as written: "PST" in July is UTC-8, since the writer chose the word. Minutes east of Greenwich.
FIXED: dict[str, int] = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MEZ": 60, "MET": 60,
    "CEST": 120, "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "SAST": 120, "WAT": 60, "EAT": 180,
    "TRT": 180, "IDT": 180, "GST": 240, "PKT": 300, "IST": 330, "NPT": 345, "ICT": 420, "WIB": 420,
    "SGT": 480, "HKT": 480, "AWST": 480, "PHT": 480, "JST": 540, "KST": 540, "ACST": 570, "AEST": 600,
    "ACDT": 630, "AEDT": 660, "NZST": 720, "NZDT": 780, "NDT": -150, "NST": -210, "ADT": -180, "BRT": -180,
    "ART": -180, "CLT": -240, "AST": -240, "EDT": -240, "EST": -300, "COT": -300, "CDT": -300, "CST": -360,
    "MDT": -360, "MST": -420, "PDT": -420, "PST": -480, "AKDT": -480, "AKST": -540, "HST": -600,
}  # fmt: skip

# Words without "standard" or "daylight" in them follow the calendar of the place.
PLACES: dict[str, str] = {
    "PT": "America/Los_Angeles", "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver",
    "PACIFIC": "America/Los_Angeles", "EASTERN": "America/New_York", "CENTRAL": "America/Chicago",
    "MOUNTAIN": "America/Denver", "UK": "Europe/London", "CENTRAL EUROPEAN": "Europe/Berlin",
}  # fmt: skip

PHRASES: dict[str, str] = {
    "COORDINATED UNIVERSAL TIME": "UTC", "UNIVERSAL TIME": "UTC", "GREENWICH MEAN TIME": "GMT",
    "PACIFIC STANDARD TIME": "PST", "PACIFIC DAYLIGHT TIME": "PDT", "EASTERN STANDARD TIME": "EST",
    "EASTERN DAYLIGHT TIME": "EDT", "CENTRAL STANDARD TIME": "CST", "CENTRAL DAYLIGHT TIME": "CDT",
    "MOUNTAIN STANDARD TIME": "MST", "MOUNTAIN DAYLIGHT TIME": "MDT", "BRITISH SUMMER TIME": "BST",
    "CENTRAL EUROPEAN SUMMER TIME": "CEST", "INDIA STANDARD TIME": "IST", "INDIAN STANDARD TIME": "IST",
    "JAPAN STANDARD TIME": "JST",
}  # fmt: skip

# A place whose clocks show the abbreviation for half of the year or all of it.
HOMES: dict[str, str] = {
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "MST": "America/Denver", "MDT": "America/Denver",
    "CST": "America/Chicago", "CDT": "America/Chicago", "EST": "America/New_York", "EDT": "America/New_York",
    "AST": "America/Halifax", "ADT": "America/Halifax", "BRT": "America/Sao_Paulo", "BST": "Europe/London",
    "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon", "CET": "Europe/Paris", "CEST": "Europe/Paris",
    "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin", "EET": "Europe/Athens", "EEST": "Europe/Athens",
    "MSK": "Europe/Moscow", "TRT": "Europe/Istanbul", "SAST": "Africa/Johannesburg", "IST": "Asia/Kolkata",
    "SGT": "Asia/Singapore", "HKT": "Asia/Hong_Kong", "JST": "Asia/Tokyo", "KST": "Asia/Seoul",
    "AWST": "Australia/Perth", "ACST": "Australia/Adelaide", "ACDT": "Australia/Adelaide",
    "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland",
}  # fmt: skip

# Abbreviations that several countries share: the first place named in the document decides, otherwise the table above.
SHARED: dict[str, tuple[tuple[str, int], ...]] = {
    "IST": ((r"\b(?:Ireland|Irish|Dublin)\b", 60), (r"\b(?:Israel|Jerusalem|Tel Aviv)\b", 120)),
    "CST": ((r"\b(?:China|Beijing|Shanghai|Shenzhen)\b", 480),),
    "BST": ((r"\b(?:Bangladesh|Dhaka)\b", 360),),
}

_ABBREVIATIONS = "|".join(sorted(FIXED.keys() - {"Z"}, key=len, reverse=True))
_PHRASES = "|".join(phrase.title().replace(" ", r"\s") for phrase in PHRASES)
_AREAS = "Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|US|Canada|Etc"
ZONE = (
    r"(?:(?:UTC|GMT|utc|gmt)\s?[+\-−]\s?(?:1[0-4]|0?\d)(?::?[0-5]\d)?(?![\d:])"
    rf"|(?i:{_PHRASES})\b"
    rf"|(?:{_AREAS})/[A-Za-z_]{{2,20}}(?:/[A-Za-z_]{{2,20}})?(?:[+-]\d{{1,2}})?"
    rf"|(?:{_ABBREVIATIONS}|Utc|utc|gmt|cet|cest|pst|pdt)(?!\w|/[A-Za-z])"
    r"|(?:PT|ET|CT|MT)(?!\w|/[A-Za-z])"
    r"|(?i:(?:US\s)?(?:pacific|eastern|central\seuropean|central|mountain|UK)\s(?:local\s)?time)\b"
    r"|(?:US\s)?(?:Pacific|Eastern|Mountain)(?![\w/]))"
)
OFFSET = r"(?:[+\-−](?:1[0-4]|0\d):?(?:00|15|30|45)(?![\d:]))"
_AFTER_TIME = re.compile(
    rf"\s?(?:Z(?!\w)|z(?!\w)|{OFFSET})|[+\-−](?:1[0-4]|0\d)(?![\d:.\w-])|\s{{0,3}}[(\[]?\s?{ZONE}[)\]]?"
)
_EXTRA = re.compile(rf"\s?\((?:{ZONE})\)")
_PLAIN = re.compile(rf"{ZONE}|{OFFSET}|Z(?!\w)")
_OFFSET_PARTS = re.compile(r"(?:UTC|GMT)?\s?([+\-−])\s?(\d{1,2}):?(\d{2})?$", re.IGNORECASE)


def match_zone(text: str, pos: int) -> tuple[str, int] | None:
    """Read the zone that directly follows a time of day; answers the words and where they end."""
    found = _AFTER_TIME.match(text, pos)
    if not found:
        return None
    name = found.group().strip(" ()[]\t")
    extra = _EXTRA.match(text, found.end())
    return name, extra.end() if extra else found.end()


def find_zone(text: str) -> str:
    """Answer the first zone named anywhere in a short text such as a column header, or ""."""
    found = re.search(rf"(?<![\w/]){_PLAIN.pattern}", text)
    return found.group() if found else ""


@lru_cache(maxsize=1)
def _areas() -> dict[str, str]:
    """Every Area/City of the database by its name in capitals."""
    return {name.upper(): name for name in available_timezones()}


@lru_cache(maxsize=512)
def lookup(name: str) -> tzinfo | None:
    """Answer the zone behind the words, or None when nobody could say which one is meant."""
    words = " ".join(name.split()).upper().replace("−", "-")
    words = PHRASES.get(words, words)
    if words in FIXED:
        return timezone(timedelta(minutes=FIXED[words]), words)
    parts = _OFFSET_PARTS.match(words) if len(words) < 80 else None
    if parts:
        return _offset(parts)
    place = words.removeprefix("US ").removesuffix(" TIME").removesuffix(" LOCAL")
    key = PLACES.get(place) or _areas().get(words.replace(" ", "_"))
    return ZoneInfo(key) if key else None


def _offset(parts: re.Match[str]) -> tzinfo | None:
    """Build the fixed zone of "+01:00", "UTC-5", "-0800"."""
    minutes = int(parts[2]) * 60 + int(parts[3] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if parts[1] != "+" else minutes))


def shared_meaning(name: str, document: str) -> str:
    """Replace an abbreviation that several countries use by the offset that the document's places speak for."""
    for place, minutes in SHARED.get(name.upper(), ()):
        if re.search(place, document):
            return f"+{minutes // 60:02d}:{minutes % 60:02d}"
    return name


def localize(wall: datetime, name: str) -> datetime | None:
    """Put a wall time into the named zone."""
    zone = lookup(name)
    return wall.replace(tzinfo=zone) if zone else None


def home(name: str, at: Iterable[datetime]) -> str:
    """Answer the Area/City that shows what these words say at each of these (aware) instants, or "" when none is known to."""
    meant = lookup(name)
    key = getattr(meant, "key", "") or HOMES.get(" ".join(name.split()).upper(), "")
    if not key or not meant:
        return ""
    place = ZoneInfo(key)
    same = all(one.astimezone(place).utcoffset() == one.astimezone(meant).utcoffset() for one in at)
    return key if same else ""
