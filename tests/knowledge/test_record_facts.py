"""Papers, laws, offices, district bodies: lists that keep the record's order and its headings."""

from __future__ import annotations

import pytest

from knowledge.facts import names_district, read_legal, read_offices, read_papers

PAPERS = """[ * Giấy tờ phải nộp: ]
    - - Tờ khai đăng ký nuôi ong theo Mẫu số 07
      Số lượng: Bản chính: 1, Bản sao: 0
    - Ảnh chân dung
      cỡ 4x6
      Số lượng: Bản chính: 2, Bản sao: 0
  [ * Giấy tờ phải xuất trình: ]
    - Thẻ căn cước
      Số lượng: Bản chính: 1, Bản sao: 1
    - Lưu ý: người nộp thay mang giấy ủy quyền
      Số lượng: Bản chính: 0, Bản sao: 0"""


def test_papers_keep_their_order_counts_and_heading() -> None:
    found = [(p.name, p.originals, p.copies, p.case) for p in read_papers(PAPERS)]
    assert found == [
        ("Tờ khai đăng ký nuôi ong theo Mẫu số 07", 1, 0, "Giấy tờ phải nộp"),
        ("Ảnh chân dung cỡ 4x6", 2, 0, "Giấy tờ phải nộp"),
        ("Thẻ căn cước", 1, 1, "Giấy tờ phải xuất trình"),
        ("Lưu ý: người nộp thay mang giấy ủy quyền", 0, 0, "Giấy tờ phải xuất trình"),
    ]


def test_a_remark_among_the_papers_is_marked_as_one() -> None:
    assert [p.note for p in read_papers(PAPERS)] == [False, False, False, True]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Tờ khai theo Mẫu số 07", "Mẫu số 07"), ("Tờ khai (mẫu TK01)", "TK01"), ("Phiếu CT01", "CT01"),
        ("Đơn theo mẫu đơn số: 3a/ĐK", "mẫu đơn số: 3a/ĐK"), ("Ảnh chân dung", ""),
    ],
)  # fmt: skip
def test_the_form_code_is_read_where_one_is_named(name: str, form: str) -> None:
    (paper,) = read_papers(f"- {name}\n      Số lượng: Bản chính: 1, Bản sao: 0")
    assert paper.form == form


@pytest.mark.parametrize("section", ["", "Không có thông tin", "[ * Trống: ]"])
def test_no_papers_are_no_papers(section: str) -> None:
    assert read_papers(section) == ()


def test_laws_have_number_kind_and_date() -> None:
    section = (
        "* Nghị định số 12/2099/NĐ-CP ngày 5/8/2099 về nuôi ong (12/2099/NĐ-CP)\n"
        "  * Luật Nuôi ong (34/2098/QH15)\n"
        "  * Thông tư 5/2099/TT-BNN ngày 1 tháng 2 năm 2099 (5/2099/TT-BNN)\n"
        "  * Luật Nuôi ong (34/2098/QH15)\n"
        "  * Không có thông tin"
    )
    found = [(r.number, r.kind, r.issued) for r in read_legal(section)]
    assert found == [
        ("12/2099/NĐ-CP", "Nghị định", "2099-08-05"),
        ("34/2098/QH15", "Luật", ""),
        ("5/2099/TT-BNN", "Thông tư", "2099-02-01"),
    ]
    assert read_legal(section)[1].title == "Luật Nuôi ong"


def test_a_law_without_a_number_is_kept_without_one() -> None:
    (ref,) = read_legal("* Hương ước của thôn")
    assert (ref.number, ref.title, ref.kind) == ("", "Hương ước của thôn", "")


def test_offices_that_say_nothing_are_empty() -> None:
    found = read_offices("Ủy ban nhân dân\n cấp xã", "Không có thông tin", "", "-", "Không có thông tin.")
    assert (found.receives, found.decides, found.address, found.delegated, found.coordinates) == (
        "Ủy ban nhân dân cấp xã", "", "", "", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Uỷ ban nhân dân cấp huyện", "Ủy ban nhân dân huyện Tây Sơn", "UBND quận, huyện", "Phòng Tư pháp huyện",
        "Công an cấp huyện", "Toà án nhân dân huyện", "nộp tại Bộ phận một cửa huyện", "Chủ tịch UBND cấp huyện",
    ],
)  # fmt: skip
def test_bodies_of_the_abolished_district_level_are_noticed(text: str) -> None:
    assert names_district(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ủy ban nhân dân cấp xã", "Bộ Tư lệnh quân khu", "Bệnh viện Quân y", "quyền sử dụng đất", "cơ quan thuế",
        "luyện tập tại xã", "Chi cục Hải quan cửa khẩu",
    ],
)  # fmt: skip
def test_other_bodies_are_not_district_bodies(text: str) -> None:
    assert not names_district(text)
