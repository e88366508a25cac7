"""A record cut into what is quoted: whole sentences, long ones in parts, each once, no labels and no crumbs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.pieces import EVERYWHERE, LONG, SHORT, Piece, pieces, pieces_of
from assistant.wiring import Assistant
from knowledge.text import fold
from tests.assistant.making import CODE, procedure, ways

ANSWERS = "Người nuôi ong nộp hồ sơ ở xã."
TEXTS = st.text(alphabet="aăđêộ ủyỵT1;:.,-+•*]\n(", max_size=900)


def sections(**texts: str) -> list[Piece]:
    """The pieces of a record with these sections and no other."""
    return pieces(replace(procedure(), sections=texts))


def test_sentences_and_list_items_are_pieces() -> None:
    text = f"{ANSWERS} Cán bộ kiểm tra tổ ong.\n- Nhận kết quả theo giấy hẹn.\n+ Nộp phí ở quầy."
    assert list(pieces_of(text)) == [
        ANSWERS, "Cán bộ kiểm tra tổ ong.", "Nhận kết quả theo giấy hẹn.", "Nộp phí ở quầy.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mô tả: Nộp hồ sơ qua bưu chính", ["Nộp hồ sơ qua bưu chính"]),
        ("Thời hạn giải quyết: 3 ngày kể từ khi nhận", ["3 ngày kể từ khi nhận"]),
        ("Hồ sơ Mô tả: giữ nguyên", ["Hồ sơ Mô tả: giữ nguyên"]),
        ("Số lượng: Bản chính: 1, Bản sao: 0", []),
        ("Hình thức nộp: DIRECT nộp tận nơi", []),
        ("Phí, lệ phí: 20000 VNĐ (/lần)", []),
        ("Thời hạn giải quyết: 30 WORKING_DAY", []),
        ("Đối với người nuôi ong thì:", []),
        ("[Mẫu số 05 tại trang 3]", []),
        ("a" * SHORT, []),
        ("a" * (SHORT + 1), ["a" * (SHORT + 1)]),
        ("", []),
    ],
    ids=["label", "time", "label inside", "count", "channel", "fee", "coded time", "heading", "brackets", "short",
         "just long enough", "nothing"],
)  # fmt: skip
def test_labels_codes_headings_and_crumbs_are_no_pieces(text: str, found: list[str]) -> None:
    assert list(pieces_of(text)) == found


@pytest.mark.parametrize("length", [LONG, LONG + 1])
def test_only_a_very_long_sentence_is_cut_at_its_semicolons(length: int) -> None:
    parts = ["nộp tờ khai nuôi ong", "mang ong ra xã", "x" * (length - 38)]
    text = "; ".join(parts)
    assert len(text) == length
    assert list(pieces_of(text)) == (parts if length > LONG else [text])


def test_a_piece_said_twice_stands_once_where_it_stands_first() -> None:
    found = sections(steps=f"{ANSWERS}\n{ANSWERS.upper()}", conditions=f"{fold(ANSWERS)}\nKhông có đàn ong nào bệnh.")
    assert found == [Piece("conditions", fold(ANSWERS)), Piece("conditions", "Không có đàn ong nào bệnh.")]


def test_pieces_come_in_the_order_of_the_sections_and_of_those_alone_that_are_quoted() -> None:
    texts = {name: f"Câu của phần {name} ở đây." for name in ("legal", *reversed(EVERYWHERE))}
    assert [piece.section for piece in sections(**texts)] == list(EVERYWHERE)
    record = replace(procedure(), sections=texts)
    assert pieces(record, ["result"]) == [Piece("result", texts["result"])]
    assert pieces(record, ["legal", "none"]) == [Piece("legal", texts["legal"])]


def test_the_portals_way_of_submitting_leaves_only_its_words() -> None:
    record = procedure(cach_thuc_thuc_hien=f"{ways()}\n    Mô tả: Nộp hồ sơ tại quầy của xã")
    assert pieces(record, ["ways"]) == [Piece("ways", "Nộp hồ sơ tại quầy của xã")]


@given(TEXTS)
def test_pieces_stand_in_the_text_as_they_are(text: str) -> None:
    found = pieces_of(text)
    assert all(piece in text and len(piece) > SHORT and not piece.endswith((":", "]")) for piece in found)


@given(st.dictionaries(st.sampled_from([*EVERYWHERE, "legal"]), TEXTS | st.text(max_size=200)))
def test_no_piece_of_a_record_is_there_twice(texts: dict[str, str]) -> None:
    found = sections(**texts)
    assert len({fold(piece.text) for piece in found}) == len(found)
    assert all(piece.text in pieces_of(texts[piece.section]) for piece in found)
    assert {piece.section for piece in found} <= set(EVERYWHERE)
    assert {fold(text) for name in EVERYWHERE for text in pieces_of(texts.get(name, ""))} == {
        fold(piece.text) for piece in found
    }, "none is lost"


def test_every_record_that_comes_along_has_pieces(small: Assistant) -> None:
    index = small.library.index()
    records = [small.library.catalogue.procedure(code, index.generation) for code in index.codes()]
    assert CODE in {record.code for record in records if record}
    assert all(record and pieces(record) for record in records)
