"""One source record into typed values with its doubts."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from knowledge.loaders.catalogue import digest, to_procedure
from knowledge.types import Channel, Flag, Level, Procedure
from tests.fixtures import record

DAY = date(2026, 7, 19)


def parsed(**fields: str) -> Procedure:
    steps = {"trinh_tu_thuc_hien": "Người nuôi ong đăng ký tại xã."}
    return to_procedure(record("9.000009", "Đăng ký nuôi ong", **steps | fields), DAY)


def test_a_record_becomes_typed_values() -> None:
    found = parsed(detail_url=" https://example.invalid/9 ")
    assert (found.code, found.level, found.field, found.decision) == ("9.000009", Level.COMMUNE, "Hộ tịch", "12/QĐ-BTP")
    assert [(f.channel, f.amount) for f in found.fees] == [(Channel.DIRECT, 20000), (Channel.ONLINE, 10000)]
    assert [t.number for t in found.times] == [3, 3]
    assert [p.form for p in found.papers] == ["Mẫu số 05"]
    assert [r.number for r in found.legal] == ["12/2020/QH14"]
    assert (found.as_of, found.source_url) == (DAY, "https://example.invalid/9")
    assert "conditions" not in found.sections, "a section that says nothing is left out"


def test_applicants_are_parted_at_commas_outside_brackets() -> None:
    found = parsed(
        doi_tuong_thuc_hien="Công dân Việt Nam, Tổ chức (không gồm doanh nghiệp, hợp tác xã), Người nước ngoài"
    )
    assert found.applicants == (
        "Công dân Việt Nam", "Tổ chức (không gồm doanh nghiệp, hợp tác xã)", "Người nước ngoài",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("flag", "fields"),
    [
        (Flag.FEE_MISSING, {"cach_thuc_thuc_hien": "Không có thông tin"}),
        (Flag.TIME_MISSING, {"cach_thuc_thuc_hien": "Không có thông tin"}),
        (Flag.TIME_UNCLEAR, {"cach_thuc_thuc_hien": "* Hình thức nộp: DIRECT\n    Thời hạn giải quyết: 1 OTHER"}),
        (Flag.FEE_UNCLEAR, {"cach_thuc_thuc_hien": "* Hình thức nộp: DIRECT\n    Phí, lệ phí: 10 VNĐ (/lần)"}),
        (Flag.OFFICE_MISSING, {"co_quan_thuc_hien": "Không có thông tin"}),
        (Flag.PAPERS_MISSING, {"thanh_phan_ho_so": "Không có thông tin"}),
        (Flag.LEVEL_MISSING, {"cap_thuc_hien": "Không có thông tin"}),
        (Flag.DISTRICT_BODY, {"trinh_tu_thuc_hien": "Nộp tại Ủy ban nhân dân cấp huyện."}),
        (Flag.NOT_NFC, {"mo_ta": unicodedata.normalize("NFD", "Nuôi ong lấy mật")}),
        (Flag.PRIVATE_USE, {"mo_ta": "\uf0b7 Nuôi ong"}),
        (Flag.LONG_TITLE, {"ten_thu_tuc": "Đăng ký nuôi ong " * 20}),
        (Flag.TITLE_BODY_MISMATCH, {"ten_thu_tuc": "Thẩm định giá trị tàu biển quốc tế"}),
        (Flag.WITHDRAWN, {"ma_thu_tuc": "9.000009-xoa"}),
    ],
)  # fmt: skip
def test_each_doubt_has_its_flag(flag: Flag, fields: dict[str, str]) -> None:
    assert flag in parsed(**fields).flags
    assert flag not in parsed().flags


def test_everything_typed_is_nfc_whatever_came_in() -> None:
    raw = {k: unicodedata.normalize("NFD", v) for k, v in record("9.000009", "Cấp lại thẻ nuôi ong").items()}
    found = to_procedure(raw, DAY)
    assert unicodedata.is_normalized("NFC", found.all_text())
    assert unicodedata.is_normalized("NFC", " ".join(p.name for p in found.papers))
    assert found.level is Level.COMMUNE
    assert [f.amount for f in found.fees] == [20000, 10000]


def test_the_date_a_record_states_wins_and_its_reductions_are_read_at_that_date() -> None:
    way = "* Hình thức nộp: DIRECT\n    Phí, lệ phí: 5000 VNĐ (giảm đến hết ngày 31/12/2025)"
    found = parsed(as_of="2025-08-01", cach_thuc_thuc_hien=way)
    assert (found.as_of, found.fees[0].amount) == (date(2025, 8, 1), 5000)


def test_the_digest_follows_the_content_and_not_the_order_of_keys() -> None:
    raw = record("9.000009", "Nuôi ong")
    assert digest(raw) == digest(dict(reversed(raw.items())))
    assert digest(raw) != digest(raw | {"mo_ta": "Nuôi ong lấy mật"})
