"""Whether what is told outside is what the record says: times, durations, counts, shares, promises. Pure text in, questions out."""

from postmortems.domain.truth.check import check
from postmortems.domain.truth.claims import claims_in
from postmortems.domain.truth.model import RULES, Claim, Pledge, Question, Record, record_of, zone_of

__all__ = ["RULES", "Claim", "Pledge", "Question", "Record", "check", "claims_in", "record_of", "zone_of"]
