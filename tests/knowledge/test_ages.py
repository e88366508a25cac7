"""Ages: those that a question names, those that a title bounds, and what one says of the other."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.store.engine import open_engine
from knowledge.catalogue import Catalogue
from knowledge.index import lexicon
from knowledge.index.lexicon import ages_in
from knowledge.index.ranking import OLDEST, bounds_of
from knowledge.index.search import Index
from knowledge.library import Library
from knowledge.text import fold
from tests.conftest import quiet
from tests.fixtures import record

ONES = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
AFTER_TEN = {1: "mốt", 4: "tư", 5: "lăm"}
CHILD, GROWN, OLD, BEES = "9.000001", "9.000002", "9.000003", "9.000004"
TITLES = {
    CHILD: "Cấp thẻ bơi cho người dưới 14 tuổi", GROWN: "Cấp thẻ bơi cho người từ đủ 14 tuổi trở lên",
    OLD: "Tặng quà cho người từ đủ 75 tuổi đến dưới 80 tuổi", BEES: "Đăng ký nuôi ong",
}  # fmt: skip


def spoken(age: int) -> str:
    """An age below 100 in words."""
    tens, ones = divmod(age, 10)
    if not tens:
        return ONES[ones]
    last = ("lăm" if ones == 5 else ONES[ones]) if tens == 1 else AFTER_TEN.get(ones, ONES[ones])
    return f"{'mười' if tens == 1 else f'{ONES[tens]} mươi'} {last}".strip()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    home = tmp_path_factory.mktemp("ages")
    rows = (json.dumps(record(code, title), ensure_ascii=False) + "\n" for code, title in TITLES.items())
    (home / "a.jsonl").write_text("".join(rows), "utf-8")
    engine = open_engine(f"sqlite:///{home / 'mocua.db'}")
    library = Library(Catalogue(engine), home)
    library.import_paths([home / "a.jsonl"], quiet)
    yield library.index()
    engine.dispose()


def told(index: Index, text: str) -> dict[str, float]:
    """What the ages in a question say of each record."""
    return dict(zip(index.codes(), map(float, index.features(index.query(text))["age"]), strict=True))


FATHER, DOUBTFUL = 3, {3, 5, 6}
"""Ages that may be other words: "ba" is a father in the South; without accents "nam" may be a man and "sau" after."""


@given(st.integers(1, 99))
def test_spoken_ages_are_read_with_accents_and_without(age: int) -> None:
    said = f"cháu {spoken(age)} tuổi rồi"
    assert lexicon.load().query(said).ages == (frozenset() if age == FATHER else {age})
    assert lexicon.load().query(fold(said)).ages == (frozenset() if age in DOUBTFUL else {age})
    assert ages_in("cháu lên ba tuổi") == {FATHER}


@given(st.integers(1, 120))
def test_ages_in_figures_are_read(age: int) -> None:
    assert lexicon.load().query(f"ông {age} tuổi").ages == {age}
    assert ages_in(f"{age}t") == {age}
    assert ages_in(f"{age} t gạo") == frozenset()


@given(st.integers(1, 99), st.integers(1, 99))
def test_every_age_that_is_named_counts(one: int, other: int) -> None:
    assert ages_in(f"con {spoken(one)} tuổi, mẹ {other} tuổi") == {one, other} - ({FATHER} - {other})


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("hai mươi mốt tuổi", {21}), ("hai mươi tư tuổi", {24}), ("mười lăm tuổi", {15}), ("bảy mươi hai tuổi", {72}),
        ("chín mươi tuổi", {90}), ("mười tuổi", {10}), ("từ 14 tuổi đến dưới 18 tuổi", {14, 18}),
    ],
)  # fmt: skip
def test_ages_as_people_say_them(text: str, ages: set[int]) -> None:
    assert ages_in(fold(text)) == ages


@pytest.mark.parametrize(
    "text",
    [
        "đến tuổi về hưu thì làm gì", "từ tuổi về hưu", "bé 2 tháng tuổi", "bé sáu tháng tuổi", "bao nhiêu tuổi",
        "người cao tuổi", "tuổi nghề", "số 15 phố Huế", "15 ngày", "",
    ],
)  # fmt: skip
def test_no_age_where_none_is_named(text: str) -> None:
    assert ages_in(fold(text)) == frozenset()


def test_an_age_run_together_with_its_t_is_read() -> None:
    assert lexicon.load().query("bố em 72t rồi").ages == {72}


def test_an_age_in_figures_before_the_pension_is_read() -> None:
    assert ages_in(fold("tôi 60 tuổi về hưu được chưa")) == {60}


@pytest.mark.parametrize("text", ["từ tuổi nào được làm thẻ", "bà tuổi đã cao", "sau tuổi 60", "lao động nam tuổi ấy"])
def test_a_word_that_only_looks_like_a_number_is_no_age(text: str) -> None:
    assert lexicon.load().query(text).ages == frozenset()


@given(st.text(alphabet="0123456789 abcdghilmnorstuvy", max_size=80))
def test_ages_are_whole_numbers_of_at_most_three_figures(text: str) -> None:
    assert all(0 <= age <= 999 for age in ages_in(f"{text} tuoi"))


@pytest.mark.parametrize(
    ("title", "bounds"),
    [
        ("Cấp thẻ căn cước cho người dưới 14 tuổi", (0, 14)),
        ("Cấp thẻ căn cước cho người từ đủ 14 tuổi trở lên", (14, OLDEST)),
        ("Trợ cấp cho người từ 75 tuổi đến dưới 80 tuổi", (75, 80)),
        ("Việc sử dụng người chưa đủ 13 tuổi làm việc", (0, 13)),
        ("Thai sản khi nhận nuôi con nuôi DƯỚI 6 THÁNG TUỔI", (0, 1)),
        ("Chưa đủ tuổi hưởng trợ cấp hưu trí", None), ("Trẻ từ đủ 6 tháng tuổi", None), ("Đăng ký nuôi ong", None),
        ("Nộp trong 14 ngày", None), ("", None),
    ],
)  # fmt: skip
def test_the_bounds_that_a_title_names(title: str, bounds: tuple[int, int] | None) -> None:
    assert bounds_of(title) == bounds


def test_bounds_in_months_are_turned_into_years() -> None:
    assert bounds_of("Sản phẩm dinh dưỡng dùng cho trẻ đến 36 tháng tuổi") == (0, 3)


@given(st.integers(1, 60), st.integers(1, 60))
def test_bounds_are_from_and_below(start: int, more: int) -> None:
    below = start + more
    assert bounds_of(f"Cho người từ đủ {start} tuổi đến dưới {below} tuổi") == (start, below)


@pytest.mark.parametrize(
    ("text", "fitting", "others"),
    [
        ("cho người 13 tuổi", {CHILD}, {GROWN, OLD}), ("cho người 14 tuổi", {GROWN}, {CHILD, OLD}),
        ("cụ bảy mươi lăm tuổi", {GROWN, OLD}, {CHILD}), ("cụ 80 tuổi", {GROWN}, {CHILD, OLD}),
        ("con 5 tuổi, ông 76 tuổi", {CHILD, GROWN, OLD}, set()),
        ("xin thẻ", set(), set()), ("đến tuổi về hưu", set(), set()),
    ],
)  # fmt: skip
def test_an_age_speaks_for_the_records_it_lies_in_and_against_the_rest(
    index: Index, text: str, fitting: set[str], others: set[str]
) -> None:
    expected = {code: 1.0 if code in fitting else -1.0 if code in others else 0.0 for code in TITLES}
    assert told(index, text) == expected


@pytest.mark.parametrize(("text", "code"), [("thẻ bơi cho cháu 9 tuổi", CHILD), ("the boi cho chau 19 tuoi", GROWN)])
def test_the_record_of_that_age_is_found(index: Index, text: str, code: str) -> None:
    best = index.procedures(index.query(text))[0]
    assert best.code == code
    assert best.parts["age"] > 0
