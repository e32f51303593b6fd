"""Public holidays by country, from the `holidays` library: an answer from its tables, nothing is asked of anybody."""

import datetime as dt
import functools

import holidays


@functools.lru_cache(maxsize=1024)
def public_holidays(country: str, year: int) -> frozenset[dt.date]:
    """The country's national holidays in that year (ISO 3166 code); none for "" or a country that is not known."""
    if not country:
        return frozenset()
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()
