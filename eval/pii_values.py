"""Made-up personal data, in the spellings people use. Independent of what masks them."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

Maker = Callable[[random.Random], str]


@cache
def frames() -> dict[str, Any]:
    """The data of pii_frames.toml."""
    return tomllib.loads((files("eval") / "pii_frames.toml").read_text("utf-8"))


def word(chance: random.Random, name: str) -> str:
    """One of the words of a row."""
    return str(chance.choice(frames()["words"][name]))


def digits_of(chance: random.Random, count: int) -> str:
    """That many digits."""
    return "".join(chance.choice("0123456789") for _ in range(count))


def _split(digits: str, sizes: list[int], mark: str) -> str:
    """Digits in groups; what the sizes leave over is one more group."""
    out, at = [], 0
    for size in sizes:
        out.append(digits[at : at + size])
        at += size
    return mark.join(part for part in [*out, digits[at:]] if part)


def _spelled(chance: random.Random, digits: str, ways: list[list[int]]) -> str:
    """As one word half of the time, else in one of the groupings with a mark."""
    if chance.random() < 0.5:
        return digits
    return _split(digits, chance.choice(ways), chance.choice([" ", " ", ".", "-"]))


def cccd(chance: random.Random) -> str:
    """Twelve digits: province, century and sex, year, six more."""
    digits = f"{chance.randint(1, 96):03d}{chance.randint(0, 3)}{digits_of(chance, 8)}"
    return _spelled(chance, digits, [[3, 3, 3], [4, 4], [3, 1, 2], [6]])


def cmnd(chance: random.Random) -> str:
    """Nine digits."""
    return _spelled(chance, chance.choice("0123") + digits_of(chance, 8), [[3, 3]])


def _mobile(chance: random.Random) -> str:
    return "0" + chance.choice("35789") + digits_of(chance, 8)


def phone(chance: random.Random) -> str:
    """A mobile number as it is written."""
    digits, way = _mobile(chance), chance.random()
    if way < 0.15:
        return chance.choice(["+84", "84", "+84 ", "(+84)", "(+84) ", "0084"]) + digits[1:]
    if way < 0.22:
        return "+84 " + _split(digits[1:], [3, 3], chance.choice(" .-"))
    if way < 0.3:
        return digits.replace("0", chance.choice("oO"))
    if way < 0.34:
        return digits[0] + digits[1:].replace("1", chance.choice("lI"))
    return _spelled(chance, digits, [[4, 3], [3, 3], [4, 2, 2], [5], [2, 2, 2, 2], [1] * 9])


def landline(chance: random.Random) -> str:
    """A landline: area code and number, eleven digits."""
    area = chance.choice(["024", "028", "0236", "0219", "0292", "0203"])
    rest = chance.choice("3268") + digits_of(chance, 10 - len(area))
    return chance.choice([f"{area}{rest}", f"({area}) {rest}", f"{area}.{rest}", f"{area} {rest[:4]} {rest[4:]}"])


def _said(chance: random.Random, digits: str) -> str:
    mark = chance.choice([" ", " ", " ", ", "])
    return mark.join(frames()["words"]["digits"][int(d)] for d in digits)


def bank(chance: random.Random) -> str:
    """Six to fifteen digits."""
    digits = digits_of(chance, chance.choice([6, 8, 9, 10, 12, 13, 14, 15]))
    return _spelled(chance, digits, [[4, 4, 4], [3, 3, 3, 3]])


def card(chance: random.Random) -> str:
    """Sixteen digits with a right check digit."""
    body = chance.choice(["4", "51", "9704"])
    body += digits_of(chance, 15 - len(body))
    total = sum(sum(map(int, str(int(d) * 2))) if i % 2 == 0 else int(d) for i, d in enumerate(body))
    return _spelled(chance, body + str(-total % 10), [[4, 4, 4]])


def bhyt(chance: random.Random) -> str:
    """Two letters and thirteen digits."""
    group = chance.choice(["DN", "TE", "GD", "HN", "CH", "HT", "DK", "SV"])
    digits = chance.choice("12345") + digits_of(chance, 12)
    return chance.choice([f"{group}{digits}", f"{group} {digits[0]} {digits[1:3]} {digits[3:5]} {digits[5:]}",
                          f"{group}{digits[:3]} {digits[3:8]} {digits[8:]}", f"{group}-{digits}".lower()])  # fmt: skip


def passport(chance: random.Random) -> str:
    """One letter (two abroad) and seven or eight digits."""
    letters, count = chance.choice([("B", 7), ("C", 7), ("P", 8), ("N", 7), ("TR", 7), ("E", 8)])
    return chance.choice([letters, letters.lower()]) + chance.choice(["", "", " "]) + digits_of(chance, count)


def plate(chance: random.Random) -> str:
    """Cars and motorbikes, five digits and four."""
    place, letter, number = chance.randint(11, 99), chance.choice("ABCDEFGHKLMNPSTUVXYZ"), digits_of(chance, 5)
    bike, dotted = f"{letter}{chance.randint(1, 9)}", f"{number[:3]}.{number[3:]}"
    cars = [f"{place}{letter}-{dotted}", f"{place}{letter}-{number}", f"{place}{letter} {number}"]
    cars += [f"{place}{letter}{number}", f"{place}{letter}-{number[:4]}"]
    bikes = [f"{place}-{bike} {dotted}", f"{place}{bike}-{dotted}", f"{place}{bike} {number}"]
    return chance.choice([*cars, *bikes, f"{place}-{bike} {number[:4]}"])


def email(chance: random.Random) -> str:
    """A written address."""
    return f"{word(chance, 'mail')}{chance.choice(['', digits_of(chance, 2)])}@{word(chance, 'hosts')}"


def spoken_email(chance: random.Random) -> str:
    """An address said as words."""
    words = frames()["words"]
    name = chance.choice(words["said_mail"])
    return f"{name}{words['mail_at']}example{words['mail_dot']}com"


def birth(chance: random.Random) -> str:
    """A date of birth."""
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1940, 2025)
    if chance.random() < 0.2:
        return f"{day} {frames()['words']['months'].split()[2]} {month} {frames()['words']['months'].split()[4]} {year}"
    mark = chance.choice("/-.")
    return f"{day:02d}{mark}{month:02d}{mark}{year}" if chance.random() < 0.6 else f"{day}/{month}/{year}"


def name(chance: random.Random) -> str:
    """Family, middle and given name."""
    return " ".join(word(chance, part) for part in ("families", "middles", "givens"))


def address(chance: random.Random) -> str:
    """A house in a street, or a hamlet; quarter or commune."""
    number = chance.choice([str(chance.randint(1, 400)), f"{chance.randint(1, 99)}/{chance.randint(1, 30)}"])
    house = f"{word(chance, 'house')} {number} {word(chance, 'streets')}"
    return f"{chance.choice([house, word(chance, 'hamlets')])}, {word(chance, 'areas')}"


PERSONAL: dict[str, tuple[str, Maker]] = {
    "cccd": ("cccd", cccd), "cmnd": ("cmnd", cmnd), "phone": ("phone", phone), "landline": ("phone", landline),
    "spoken_phone": ("phone", lambda c: _said(c, _mobile(c))), "bank": ("bank", bank),
    "spoken_bank": ("bank", lambda c: _said(c, digits_of(c, c.randint(8, 14)))), "card": ("card", card),
    "bhxh": ("bhxh", lambda c: _spelled(c, digits_of(c, 10), [[4, 3], [3, 3]])), "bhyt": ("bhyt", bhyt),
    "bhyt10": ("bhyt", lambda c: digits_of(c, 10)),
    "mst": ("mst", lambda c: _spelled(c, digits_of(c, 10), [[4, 3], [2, 4]])),
    "mst_branch": ("mst", lambda c: f"{digits_of(c, 10)}-{c.randint(1, 99):03d}"), "passport": ("passport", passport),
    "plate": ("plate", plate), "email": ("email", email), "spoken_email": ("email", spoken_email),
    "birth": ("birth", birth), "name": ("name", name), "address": ("address", address),
}  # fmt: skip
"""Slot of a frame -> (kind, its maker)."""
