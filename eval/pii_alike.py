"""Made-up numbers that only look like somebody's: money, dates, laws, forms. Independent of what masks."""

from __future__ import annotations

import random

from eval.pii_values import Maker, digits_of, frames, word


def _filled(chance: random.Random, row: str, low: int, high: int) -> str:
    return word(chance, row).format(chance.randint(low, high), chance.randint(1, 60))


def _date(chance: random.Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1990, 2026)
    said = frames()["words"]["months"].format(day, month, year).split(" ", 1)[1]
    short = [f"{day}/{month}", f"{day}-{month}-{year}", f"{day}.{month}.{year}"]
    return str(chance.choice([f"{day:02d}/{month:02d}/{year}", *short, said]))


def _file(chance: random.Random) -> str:
    day = f"{chance.randint(20, 26)}0{chance.randint(1, 9)}{chance.randint(10, 28)}"
    return word(chance, "files").format(day, digits_of(chance, 4))


def _percent(chance: random.Random) -> str:
    return chance.choice([f"{chance.randint(1, 100)}%", f"{chance.randint(1, 9)},{chance.randint(1, 9)}%"])


ALIKE: dict[str, Maker] = {
    "date": _date,
    "procedure": lambda c: f"{c.choice('1123')}.{c.choice('01')}{digits_of(c, 5)}",
    "law": lambda c: _filled(c, "laws", 1, 200),
    "money": lambda c: _filled(c, "money", 2, 950),
    "percent": _percent,
    "span": lambda c: _filled(c, "spans", 2, 40),
    "time": lambda c: f"{c.randint(7, 16)}h{c.choice(['', '30', '15'])}",
    "age": lambda c: _filled(c, "ages", 2, 95),
    "area": lambda c: _filled(c, "areas_m2", 30, 5000),
    "parcel": lambda c: _filled(c, "parcels", 1, 2000),
    "year": lambda c: str(c.randint(1950, 2026)),
    "file": _file,
    "hotline": lambda c: word(c, "hotlines"),
    "form": lambda c: word(c, "forms"),
    "count": lambda c: word(c, "counts"),
    "body": lambda c: word(c, "bodies"),
    "series": lambda c: word(c, "series"),
    "version": lambda c: word(c, "versions"),
    "spoken_money": lambda c: word(c, "spoken_money"),
    "road": lambda c: word(c, "roads"),
}
"""Slot of a frame -> its maker."""
