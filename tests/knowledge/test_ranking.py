"""From features to one order: every part visible, chances that are chances, guessed titles pooled with the question."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.store.engine import open_engine
from knowledge.catalogue import Catalogue
from knowledge.index import ranking
from knowledge.index.lexicon import load as load_lexicon
from knowledge.index.search import Hit, Index
from knowledge.library import Library
from knowledge.text import fold
from tests.conftest import quiet
from tests.fixtures import GUIDE, RECORDS, record

NEEDED = "1.001193"
"""In the lexicon's lists of what people need."""
LOCAL = {
    "so_quyet_dinh": "77/QĐ-UBND", "co_quan_thuc_hien": "Ủy ban nhân dân tỉnh Lào Cai", "cap_thuc_hien": "Cấp Tỉnh",
}  # fmt: skip
ALL = [
    *RECORDS, record("9.000020", "Thủ tục đăng ký nuôi ong", **LOCAL), record(NEEDED, "Thủ tục đăng ký khai sinh"),
    record("9.000040", "Cấp thẻ hát rong"),
    record("9.000030", "Cấp phép bay", cap_thuc_hien="Cấp Bộ/Trung ương", doi_tuong_thuc_hien="Doanh nghiệp"),
    *(record(f"9.0002{n:02d}", f"Hỗ trợ trồng rừng loại {n}") for n in range(60)),
]  # fmt: skip
ASKS = {
    "9.000004": ["tôi muốn chở đò ngang thì xin giấy phép ở đâu", "mở bến đò ngang"],
    "9.000030": ["muốn bay thì xin phép ai", "xin phép bay ở đâu"],
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ranking")


@pytest.fixture(scope="module")
def index(home: Path) -> Iterator[Index]:
    """More records than share the chances; a guide for one, phrasings for two."""
    (home / "phrasebook").mkdir()
    asks = (json.dumps({"code": code, "asks": asks}) + "\n" for code, asks in ASKS.items())
    (home / "phrasebook" / "own.jsonl").write_text("".join(asks), "utf-8")
    (home / "a.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in ALL), "utf-8")
    (home / "g.md").write_text(GUIDE, "utf-8")
    engine = open_engine(f"sqlite:///{home / 'mocua.db'}")
    library = Library(Catalogue(engine), home)
    library.import_paths([home / "a.jsonl", home / "g.md"], quiet)
    yield library.index()
    engine.dispose()


def ask(index: Index, text: str, *titles: str, limit: int = 10) -> list[Hit]:
    return index.procedures(index.query(text), limit, [index.query(title) for title in titles])


@given(st.lists(st.floats(-40, 40, width=32), min_size=1, max_size=ranking.AMONG))
def test_chances_of_sorted_scores_sum_to_one_and_keep_their_order(scores: list[float]) -> None:
    found = ranking.chances(np.array(sorted(scores, reverse=True), dtype=np.float32))
    assert float(found.sum()) == pytest.approx(1.0, abs=1e-4)
    assert (np.diff(found) <= 0).all()
    assert (found >= 0).all()


@pytest.mark.parametrize("text", ["đăng ký nuôi ong", "trong rung loai 7", "", "xyzzy"])
def test_chances_are_shared_among_the_best(index: Index, text: str) -> None:
    hits = ask(index, text, limit=ranking.AMONG)
    assert len(hits) == ranking.AMONG < len(index)
    assert sum(hit.chance for hit in hits) == pytest.approx(1.0, abs=1e-4)
    assert [hit.chance for hit in hits] == sorted((hit.chance for hit in hits), reverse=True)
    assert [hit.chance for hit in ask(index, text)] == pytest.approx([hit.chance for hit in hits[:10]])


@pytest.mark.parametrize("titles", [(), ("Đăng ký nuôi ong",), ("Cấp phép bay", "Trồng rừng")])
@pytest.mark.parametrize("text", ["đăng ký nuôi ong ở Lào Cai", "mat giay nuoi ong", ""])
def test_the_parts_add_up_to_the_score(index: Index, text: str, titles: tuple[str, ...]) -> None:
    for hit in ask(index, text, *titles):
        assert sum(hit.parts.values()) == pytest.approx(hit.score, abs=0.002)
        assert ("titles" in hit.parts) == bool(titles)


def test_the_weights_file_names_features_that_there_are(index: Index) -> None:
    tables = tomllib.loads((files("knowledge.index") / "ranking.toml").read_text("utf-8"))
    assert set(tables) == {"dense", "lexical", "by_hand"}
    every = {*ranking.MATCHED, *ranking.PRIORS}
    assert ranking.load(dense=True).keys() == every
    assert ranking.load(dense=False).keys() == every - {"dense"}
    assert index.features(index.query("đăng ký nuôi ong")).keys() == every - {"dense"}
    assert tables["by_hand"]["other_province"] < 0 < tables["by_hand"]["named_province"]


def test_features_of_the_words_lie_between_nothing_and_one(index: Index) -> None:
    found = index.features(index.query("Thủ tục đăng ký nuôi ong ở xã"))
    assert all(0 <= found[name].min() <= found[name].max() <= 1.0001 for name in ranking.MATCHED if name in found)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("province", {"9.000003", "9.000020"}), ("ministry", {"9.000030"}), ("own_version", {"9.000020"}),
        ("guide", {"9.000001"}), ("common", {NEEDED}), ("needed", {NEEDED}), ("named_province", set()),
        ("other_province", set()),
    ],
)  # fmt: skip
def test_priors_say_what_a_record_is(index: Index, name: str, codes: set[str]) -> None:
    values = index.features(index.query("xin giấy"))[name]
    assert {code for code, value in zip(index.codes(), values, strict=True) if value} == codes


def test_priors_of_the_applicant_and_of_the_variant(index: Index) -> None:
    at = {code: index.position(code) for code in ("9.000001", "9.000002", "9.000030")}
    asked, plain = (index.features(index.query(text)) for text in ("nuôi ong mất giấy", "nuôi ong"))
    assert plain["citizen"][at["9.000001"]] == 1 > plain["citizen"][at["9.000030"]] == 0
    assert asked["variant"][at["9.000002"]] > 0 > plain["variant"][at["9.000002"]]
    again = next(v for v in load_lexicon().variants if v.name == "again")
    assert plain["variant"][at["9.000002"]] == pytest.approx(-again.penalty)
    assert plain["variant"][at["9.000001"]] == 0


@pytest.mark.parametrize(("place", "named", "other"), [("Lào Cai", 1, 0), ("Yên Bái", 1, 0), ("Cà Mau", 0, 1)])
def test_priors_of_a_province_that_is_named(index: Index, place: str, named: int, other: int) -> None:
    found = index.features(index.query(f"nuôi ong ở {place}"))
    at, all_over = index.position("9.000020"), index.position("9.000001")
    names = ("named_province", "other_province", "own_version")
    assert [float(found[name][at]) for name in names] == [named, other, 0]
    assert [float(found[name][all_over]) for name in names] == [0, 0, 0]


def test_own_weights_take_the_place_of_the_learned_ones(index: Index, home: Path) -> None:
    folder = home / "index" / f"{index.generation:06d}"
    hit = Index(folder, weights={"guide": 3.0, "title": 0.0}).procedures(index.query("xin giấy"))[0]
    assert (hit.code, hit.parts, hit.score) == ("9.000001", {"guide": 3.0}, 3.0)


def test_a_guessed_title_brings_its_record_up(index: Index) -> None:
    vague = "việc ấy"
    before = {hit.code: hit for hit in ask(index, vague, limit=len(index))}
    assert next(iter(before)) != "9.000040"
    best = ask(index, vague, "Cấp thẻ hát rong")[0]
    assert best.code == "9.000040"
    assert best.chance > 2 * before["9.000040"].chance


def test_a_wrong_guess_does_not_drown_a_sure_question(index: Index) -> None:
    sure = "xin cấp giấy phép chở đò ngang ở đâu"
    assert ask(index, sure)[0].code == "9.000004"
    hits = {hit.code: hit for hit in ask(index, sure, "Thủ tục đăng ký khai sinh")}
    assert next(iter(hits)) == "9.000004"
    assert hits[NEEDED].parts["titles"] > hits["9.000004"].parts["titles"]


def test_the_likelier_guess_counts_more(index: Index) -> None:
    sing, ferry = "Cấp thẻ hát rong", "Cấp giấy phép chở đò ngang"
    assert [h.code for h in ask(index, "", sing, ferry)[:2]] == ["9.000040", "9.000004"]
    assert [h.code for h in ask(index, "", ferry, sing)[:2]] == ["9.000004", "9.000040"]
    parts = {h.code: h.parts["titles"] for h in ask(index, "", sing, ferry)}
    assert 0 > parts["9.000040"] > parts["9.000004"]
    assert min(parts.values()) >= float(np.log(0.002)) - 0.001


def test_guesses_that_tell_nothing_change_no_order(index: Index) -> None:
    plain = ask(index, "đăng ký nuôi ong")
    assert ask(index, "đăng ký nuôi ong", "zzz qqq", "", "?!") == plain
    assert ask(index, "đăng ký nuôi ong", "đăng ký nuôi ong")[0].code == plain[0].code


@pytest.mark.parametrize(
    ("said", "lost"),
    [
        ("bằng lái xe máy bị mất", True),
        ("tôi đánh rơi mất căn cước", True),
        ("giấy khai sinh thất lạc", True),
        ("bố em bị mất rồi làm giấy gì", False),
        ("mất bao lâu thì có", False),
    ],
)
def test_a_paper_is_lost_and_a_person_has_died(said: str, lost: bool) -> None:
    assert ranking.is_lost(fold(said)) is lost


def test_who_lost_a_paper_hardly_means_its_first_issue() -> None:
    assert ranking.load(dense=True)["reissue"] > 0
