"""The caps on what is sent by itself."""

from collections.abc import Mapping, Sequence

from priemnaya.regulation.model import Regulation


def grant(
    wanted: Sequence[bytes], promised: Mapping[bytes, int], regulation: Regulation
) -> list[bool]:
    """For each address in turn, whether it may get one more acknowledgement.

    `promised` counts those of the last 24 hours by address, and under b"" all of this hour.
    """
    each = regulation.parameters.acknowledgements_per_address_in_24h.value
    together = regulation.parameters.acknowledgements_per_hour.value
    counts, granted = dict(promised), []
    for key in wanted:
        free = counts.get(key, 0) < each and counts.get(b"", 0) < together
        granted.append(free)
        if free:
            counts[key] = counts.get(key, 0) + 1
            counts[b""] = counts.get(b"", 0) + 1
    return granted
