"""Does an answer send a person to an office that the record does not name? Names with capitals, by a list of heads of
its own: nothing of `assistant.writing` judges here.
"""

from __future__ import annotations

import re

from knowledge.text import fold, one_line

_CAPITAL = r"[A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠ-Ỹ]\w*"
_HEADS = (
    "sở", "phòng", "ủy ban nhân dân", "uỷ ban nhân dân", "UBND", "công an", "trung tâm", "chi cục", "cục", "tổng cục",
    "bộ", "văn phòng", "kho bạc", "ngân hàng", "tòa án", "đại sứ quán", "thanh tra", "huyện", "tỉnh", "thành phố", "xã",
    "phường", "thôn", "khu vực",
)  # fmt: skip
_HEAD = "|".join(f"[{head[0].upper()}{head[0]}]{head[1:]}" for head in _HEADS)
_NAMED = re.compile(rf"(?<!\w)(?:{_HEAD})(?: (?:tỉnh|huyện|xã|phường|thành phố|khu vực|Nhà nước))*(?: {_CAPITAL})+")


def offices(text: str) -> frozenset[str]:
    """Names of offices and places in a text, folded."""
    return frozenset(fold(match[0]) for line in text.splitlines() for match in _NAMED.finditer(one_line(line)))


def foreign(text: str, *known: str) -> frozenset[str]:
    """Names of offices in a text that none of the known texts holds."""
    held = [fold(one_line(one)) for one in known]
    return frozenset(name for name in offices(text) if not any(name in one for one in held))
