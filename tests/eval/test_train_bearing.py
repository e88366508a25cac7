"""What the training of `bearing` learns from very little: a pair of words, and when a record is silent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from assistant.answering import bearing
from assistant.answering.bearing import Asked, Learned, chances
from assistant.answering.pieces import Piece
from assistant.rules.scope import ANSWER
from assistant.wiring import Assistant
from eval import details, train_bearing, train_relation, train_scope
from eval.details import mark
from eval.logit import Numbers, learn, shares
from eval.train_bearing import FAINT, STEPS, Case, Design, case, cases, save, validate
from knowledge.index import lexicon
from tests.assistant.making import CODE
from tests.eval.test_details import LINE, TICKET, put

TITLE = "Thủ tục đăng ký nuôi ong"
POST, PROXY, REST = "Trả qua dịch vụ bưu chính công ích", "Nộp văn bản ủy quyền có dấu", "Mang theo tờ khai đã điền"
ASKED = {"ship tận nơi nha": POST, "ship ra ngoài đảo": POST, "giùm ông cụ tí": PROXY, "giùm chị hàng xóm": PROXY,
         "mưa thì chiều nghỉ à": ""}  # fmt: skip
"""Question -> the sentence that answers it; no word of it stands in any."""
ORDERS = [(POST, PROXY, REST), (PROXY, REST, POST), (REST, POST, PROXY)]
NEVER = "Nộp thẳng qua bưu chính của tỉnh"


def even(word: str) -> float:
    return 5.0


def question(text: str) -> Asked:
    return Asked(lexicon.load().query(text), TITLE, (), even)


def made_up() -> list[Case]:
    """Nine made-up records, every question asked of each."""
    made = []
    for number in range(9):
        found = tuple(Piece("steps", f"{text} {'abcdeghik'[number]}") for text in ORDERS[number % 3])
        for text, answer in ASKED.items():
            right = np.array([*(bool(answer) and piece.text.startswith(answer) for piece in found), not answer])
            made.append(Case(f"9.{number:06}", question(text), found, right, right, 1.0))
    return made


def learned(design: Design, made: list[Case]) -> Numbers:
    """The weights, learned from all cases."""
    return learn(design.choices(made), design.ridge, STEPS)


@dataclass(frozen=True, slots=True)
class Tried:
    """A training run, and what was read back from its files."""

    made: list[Case]
    design: Design
    folder: Path
    learned: Learned


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Tried:
    folder = tmp_path_factory.mktemp("trained")
    (folder / "answering").mkdir()
    made = made_up()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train_bearing, "SAID_LEAST", 5)
        design = Design(made)
        save(design, learned(design, made), folder / "answering")
        patch.setattr(bearing, "files", lambda package: folder)
        read = bearing.load.__wrapped__()  # not the one that keeps what it read: others need the real weights
    return Tried(made, design, folder / "answering", read)


def table(tried: Tried) -> dict[tuple[str, str], float]:
    """What is written: (word asked, word said) -> what it counts."""
    data = np.load(tried.folder / "bearing.npz")
    asked, said = (bytes(data[name]).decode().split("\n") for name in ("asked", "said"))
    rows = np.repeat(np.arange(len(asked)), data["counts"])
    cells = zip(rows, data["places"], data["weights"], strict=True)
    return {(asked[row], said[place]): float(value * data["scale"]) for row, place, value in cells}


def test_a_pair_of_words_is_learned(tried: Tried) -> None:
    pairs = table(tried)
    assert pairs["ship", "buu"] > 0.01
    assert pairs["gium", "quyen"] > 0.01
    assert pairs["ship", "quyen"] < 0
    assert pairs["ship", "buu"] > max(pairs.get(("mua", "buu"), 0.0), pairs.get(("gium", "buu"), 0.0))


def test_what_was_learned_is_used_on_another_record(tried: Tried) -> None:
    found = [Piece("ways", text) for text in ("Điền tờ khai cho đúng", NEVER, "Người được ủy quyền ký thay")]
    assert int(np.argmax(chances(question("ship về huyện"), found, tried.learned))) == 1
    assert int(np.argmax(chances(question("đi giùm ba"), found, tried.learned))) == 2
    shipped, rain = (chances(question(text), found, tried.learned)[-1] for text in ("ship về huyện", "trời mưa à"))
    assert rain > shipped, "silence is learned too"


def test_the_files_say_what_was_learned(tried: Tried) -> None:
    weights = learned(tried.design, tried.made)
    assert tried.learned.features.keys() == set(tried.design.names)
    for name, value in zip(tried.design.names, weights, strict=False):
        assert tried.learned.features[name] == pytest.approx(value, abs=1e-3)
    read = {
        (word, token): float(value)
        for word, (places, values) in tried.learned.asked.items()
        for place, value in zip(places, values, strict=True)
        for token in [list(tried.learned.said)[place]]
    }
    assert read == pytest.approx(table(tried))
    whole = weights[len(tried.design.names) :].reshape(len(tried.design.asked), -1)
    step = np.abs(whole).max() / 127
    for n, word in enumerate(tried.design.asked):
        for at, token in enumerate(tried.design.said):
            value = whole[n, at]
            assert read.get((word, token), 0.0) == pytest.approx(value, abs=step if abs(value) >= FAINT else FAINT)


def test_what_is_saved_ranks_as_what_was_learned(tried: Tried) -> None:
    weights = learned(tried.design, tried.made)
    for one, choice in zip(tried.made, tried.design.choices(tried.made), strict=True):
        expected = shares(choice, weights)
        assert chances(one.asked, one.found, tried.learned) == pytest.approx(expected, abs=0.03)


def test_a_word_met_too_seldom_is_not_learned(tried: Tried) -> None:
    assert {"ship", "gium", "mua"} <= set(tried.design.asked)
    assert {"buu", "quyen", "§steps"} <= set(tried.design.said)
    assert "a" not in tried.design.said, "said by one record alone"
    assert tried.design.width == len(tried.design.names) + len(tried.design.asked) * len(tried.design.said)


def test_validation_asks_of_procedures_not_learned_from(tried: Tried) -> None:
    assert validate(tried.design, tried.made) == "first 1.000, among two 1.000, silence above an answer 1.000"


def test_cases_that_count_more_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_bearing, "ASKED_LEAST", 1)
    monkeypatch.setattr(train_bearing, "SAID_LEAST", 1)
    found = (Piece("steps", POST), Piece("steps", PROXY))
    rights = (np.array([True, False, False]), np.array([False, True, False]))
    for light in (0, 1):
        counts = (0.1, 1.0) if light == 0 else (1.0, 0.1)
        made = [Case(CODE, question("ship"), found, right, right, n) for right, n in zip(rights, counts, strict=True)]
        design = Design(made)
        assert int(np.argmax(shares(design.choices(made)[0], learned(design, made)))) == 1 - light


def test_a_question_is_put_beside_its_record(small: Assistant) -> None:
    one = case(small, CODE, "ship về được không", frozenset({mark(TICKET)}), frozenset({mark("Giấy xác nhận")}))
    assert one
    texts = [piece.text for piece in one.found]
    assert [text for text, right in zip(texts, one.right, strict=False) if right] == [TICKET]
    assert {text for text, fine in zip(texts, one.fine, strict=False) if fine} == {TICKET, "Giấy xác nhận"}
    assert len(one.right) == len(one.fine) == len(one.found) + 1
    assert not one.right[-1]
    assert not one.fine[-1]
    assert one.asked.details, "what the rules see is seen here too"


def test_where_nothing_answers_silence_is_right(small: Assistant) -> None:
    one = case(small, CODE, "ship về được không", frozenset(), frozenset({mark(TICKET)}))
    assert one
    assert one.right.tolist() == one.fine.tolist() == [*[False] * len(one.found), True]


def test_what_the_catalogue_does_not_have_is_left_out(small: Assistant) -> None:
    assert case(small, "9.999999", "ship", frozenset()) is None
    assert case(small, CODE, "ship", frozenset({"0123456789"})) is None, "the sentence is there no more"


@pytest.fixture
def suites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Training files of a few lines."""
    for program in (train_bearing, train_scope):
        monkeypatch.setattr(program, "TRAIN", tmp_path)
    put(
        tmp_path / "details.jsonl",
        {**LINE, "question": "nhận kết quả sao", "marks": [mark(TICKET)]}, {**LINE, "marks": []},
        {**LINE, "marks": [], "facet": "fee"}, {**LINE, "code": "9.999999"},
    )  # fmt: skip
    put(tmp_path / "stays.jsonl", {**LINE, "question": "hẹn ngày nào"})
    turns = [(CODE, "nuôi ong"), (CODE, "thế phí"), ("9.000004", "còn chở đò"), ("9.000004", "ở đâu"), (None, "cảm ơn")]
    told = [{"user": said, "expect": "answer" if gold else "smalltalk", "gold": [gold] if gold else []}
            for gold, said in turns]  # fmt: skip
    put(tmp_path / "dialogue-a.jsonl", {"id": "d1", "turns": told})
    return tmp_path


def test_the_cases_are_details_and_turns_that_leave_a_procedure(small: Assistant, suites: Path) -> None:
    assert suites.is_dir()
    made = list(cases(small))
    assert [(one.code, one.asked.query.text, one.counts) for one in made] == [
        (CODE, "nhận kết quả sao", 1.0), (CODE, "nhận ở đâu", 1.0), (CODE, "còn chở đò", train_bearing.LEFT_COUNTS),
    ]  # fmt: skip
    assert [bool(one.right[-1]) for one in made] == [False, True, True]


def test_details_are_questions_for_us_in_the_middle_of_a_conversation(suites: Path) -> None:
    assert suites.is_dir()
    plans = list(train_scope.said_in_talks())
    assert [plan.text for plan in plans] == [
        "nhận kết quả sao", "nhận ở đâu", "nhận ở đâu", "nhận ở đâu", "hẹn ngày nào", "thế phí", "còn chở đò", "ở đâu",
    ]  # fmt: skip
    assert all(plan.talking and plan.label == ANSWER for plan in plans)
    assert [plan.counts for plan in plans] == [train_scope.DETAIL_COUNTS] * 5 + [1.0] * 3


def test_a_detail_teaches_to_stay_with_its_procedure(small: Assistant, suites: Path) -> None:
    asked = details.read(suites / "details.jsonl")
    made = list(train_relation.stays(small, asked))
    assert made, "the last one's procedure is not imported"
    assert {one.talk for one in made} == {f"stays {CODE}"}
    for one in made:
        assert one.counts == train_relation.STAYS_COUNTS
        assert sum(one.right) == 1
        assert any(name.startswith("focus:bears") for name in one.rows[one.right.index(True)])
