"""Everything a team has, as one archive: a zip with a line of JSON for each row, read in again on an empty server."""

from .reading import NotRead, read_archive
from .writing import write_archive

__all__ = ["NotRead", "read_archive", "write_archive"]
