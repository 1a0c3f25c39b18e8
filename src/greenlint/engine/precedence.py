"""One defect, one code: where rules meet at one place, the code that stands further to the front is reported."""

from __future__ import annotations

ORDER = (
    "ADB106",
    "ADB107",
    "ADB108",
    "ADB203",
    "ADB207",
    "ADB209",
    "ADB208",
    "ADB202",
    "ADB205",
    "ADB206",
    "ADB212",
    "ADB201",
    "ADB101",
    "ADB308",
    "ADB102",
    "ADB103",
    "ADB105",
    "ADB104",
    "ADB110",
    "ADB204",
    "ADB302",
    "ADB301",
)
_RANK = {code: rank for rank, code in enumerate(ORDER)}


def rank(code: str) -> tuple[int, str]:
    """The order of codes at one place; codes that meet no other come last, in their own order."""
    return _RANK.get(code, len(ORDER)), code
