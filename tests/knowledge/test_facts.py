"""Fees and time limits: every trap of the portal's export ends as a right figure or a doubt, never a wrong figure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.facts import known, read_fee, read_fees, read_time, read_times, ways
from knowledge.types import Channel, Fee, Flag, TimeUnit

DAY = date(2026, 7, 19)
DIRECT = Channel.DIRECT


def fee(raw: str, as_of: date = DAY) -> Fee:
    found = read_fee(DIRECT, raw, as_of)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text", ["", None, " ", "Không có thông tin", "không có thông tin.", "-", "|", "Không quy định"]
)
def test_the_portals_ways_of_saying_nothing_are_nothing(text: str | None) -> None:
    assert known(text) == ""


def test_a_plain_fee_is_an_amount_with_what_it_is_for() -> None:
    found = fee("8000 VNĐ (/bản sao)")
    assert (found.amount, found.currency, found.per, found.text, found.flags) == (8000, "VND", "bản sao", "", ())


def test_zero_without_words_is_free() -> None:
    assert fee("0 VNĐ ()").amount == 0


@pytest.mark.parametrize("text", ["Miễn lệ phí", "Không thu phí", "miễn phí khi nộp trực tuyến", "Không mất phí"])
def test_zero_that_the_words_confirm_is_free(text: str) -> None:
    found = fee(f"0 VNĐ ({text})")
    assert (found.amount, found.text, found.flags) == (0, text, ())


@pytest.mark.parametrize(
    "text", ["Theo quy định của Hội đồng nhân dân tỉnh", "50.000 đồng/hồ sơ", "nộp phí theo quy định"]
)
def test_zero_beside_words_about_a_fee_is_a_doubt(text: str) -> None:
    found = fee(f"0 VNĐ ({text})")
    assert (found.amount, found.flags) == (None, (Flag.FEE_ZERO_WITH_TEXT,))
    assert found.text == text


def test_ten_dong_is_no_fee() -> None:
    found = fee("10 VNĐ (/lần)")
    assert (found.amount, found.flags) == (None, (Flag.FEE_UNCLEAR,))
    assert found.raw == "10 VNĐ (/lần)"


@pytest.mark.parametrize("text", ["10 USD/lần", "10 usd", "10 đô la Mỹ"])
def test_dollars_named_in_the_words_are_dollars(text: str) -> None:
    found = fee(f"10 VNĐ ({text})")
    assert (found.amount, found.currency, found.flags) == (10, "USD", ())


@pytest.mark.parametrize("raw", ["700 VNĐ (phí thẩm định: 700.000 đồng/cơ sở)", "1500 VNĐ (1,500,000 đồng)"])
def test_a_number_a_thousand_times_off_its_words_is_a_doubt(raw: str) -> None:
    assert fee(raw).amount is None
    assert Flag.FEE_UNCLEAR in fee(raw).flags


@given(st.integers(1, 900), st.sampled_from(["đồng/hồ sơ", "đ", "VNĐ"]))
def test_whatever_the_words_say_thousandfold_the_number_is_not_shown(thousands: int, unit: str) -> None:
    grouped = f"{thousands * 1000:,}".replace(",", ".")
    assert fee(f"{thousands * 1000} VNĐ ({grouped} {unit})").amount == thousands * 1000
    assert fee(f"{thousands} VNĐ ({grouped} {unit})").amount is None
    assert fee(f"{thousands * 1_000_000} VNĐ ({grouped} {unit})").amount is None


@pytest.mark.parametrize("until", ["31/12/2025", "31-12-2025", "31.12.2025", "31 tháng 12 năm 2025"])
def test_a_reduction_that_ended_before_the_record_is_a_doubt(until: str) -> None:
    found = fee(f"115000 VNĐ (giảm phí đến hết ngày {until})")
    assert (found.amount, found.flags) == (None, (Flag.FEE_REDUCTION_ENDED,))
    assert until in found.text


def test_a_reduction_still_valid_keeps_its_amount_and_its_words() -> None:
    found = fee("400000 VNĐ (mức giảm 50% áp dụng đến hết ngày 31/12/2026)")
    assert (found.amount, found.flags) == (400000, ())
    assert "31/12/2026" in found.text


def test_the_last_day_of_a_reduction_still_counts() -> None:
    assert fee("400000 VNĐ (đến hết ngày 19/07/2026)").amount == 400000


def test_a_date_that_does_not_exist_is_no_date() -> None:
    assert fee("400000 VNĐ (đến ngày 31/02/2026)").amount == 400000


def test_words_without_a_number_are_kept_as_words() -> None:
    found = fee("Theo thỏa thuận")
    assert (found.amount, found.text) == (None, "Theo thỏa thuận")


@pytest.mark.parametrize("raw", ["Không có thông tin", "", "Không"])
def test_no_fee_entry_is_none_not_zero(raw: str) -> None:
    assert read_fee(DIRECT, raw, DAY) is None


SECTION = (
    "* Hình thức nộp: DIRECT\n    Thời hạn giải quyết: 6 WORKING_DAY\n"
    "    Phí, lệ phí: 50000 VNĐ (lần đầu) | 20000 VNĐ (cấp lại) | 20000 VNĐ (cấp lại)\n    Mô tả: Nộp tại một cửa\n"
    "  * Hình thức nộp: ONLINE\n    Thời hạn giải quyết: 4 WORKING_DAY\n    Phí, lệ phí: 25000 VNĐ ()\n"
    "  * Hình thức nộp: FAX\n    Thời hạn giải quyết: 9 WORKING_DAY\n    Phí, lệ phí: 99000 VNĐ ()"
)


def test_fees_in_one_entry_are_parted_at_the_bar_and_told_once() -> None:
    found = [(f.channel, f.amount, f.text) for f in read_fees(SECTION, "", DAY)]
    assert found == [(DIRECT, 50000, "lần đầu"), (DIRECT, 20000, "cấp lại"), (Channel.ONLINE, 25000, "")]


def test_ways_keep_their_entries_apart_and_skip_unknown_ones() -> None:
    found = dict(ways(SECTION))
    assert set(found) == {DIRECT, Channel.ONLINE}
    assert found[DIRECT]["Mô tả"] == ["Nộp tại một cửa"]


def test_a_bare_zero_is_doubted_where_the_steps_speak_of_paying() -> None:
    section = "* Hình thức nộp: DIRECT\n    Phí, lệ phí: 0 VNĐ ()"
    (doubtful,) = read_fees(section, "Bước 2: người dân nộp lệ phí rồi nhận biên lai", DAY)
    assert (doubtful.amount, doubtful.flags) == (None, (Flag.FEE_MENTIONED_ELSEWHERE,))
    (free,) = read_fees(section, "Bước 2: nhận kết quả", DAY)
    assert (free.amount, free.flags) == (0, ())


@given(st.integers(0, 10**8), st.text(max_size=40))
def test_an_amount_shown_is_always_the_records_own_number(amount: int, text: str) -> None:
    found = fee(f"{amount} VNĐ ({text})")
    assert found.amount in {amount, None}
    assert found.amount is not None or found.flags
    assert found.raw.startswith(str(amount))


@pytest.mark.parametrize(
    ("raw", "number", "unit"),
    [
        ("6 WORKING_DAY", 6, TimeUnit.WORKING_DAY), ("4 HOUR", 4, TimeUnit.HOUR),
        ("2 MONTH", 2, TimeUnit.MONTH), ("1 YEAR", 1, TimeUnit.YEAR), ("0,5 WORKING_DAY", 0.5, TimeUnit.WORKING_DAY),
        ("05 ngày làm việc OTHER", 5, TimeUnit.WORKING_DAY), ("Không quá 30 ngày OTHER", 30, TimeUnit.DAY),
        ("trong thời hạn 8 giờ", 8, TimeUnit.HOUR),
    ],
)  # fmt: skip
def test_time_limits_have_a_number_and_a_unit(raw: str, number: float | None, unit: TimeUnit) -> None:
    found = read_time(DIRECT, raw)
    assert (found.number, found.unit, found.raw) == (number, unit, raw)


@pytest.mark.parametrize("raw", ["1 OTHER", "15 OTHER", "2,5 OTHER"])
def test_a_number_without_a_unit_is_a_doubt(raw: str) -> None:
    found = read_time(DIRECT, raw)
    assert (found.number, found.unit, found.flags) == (None, TimeUnit.UNCLEAR, (Flag.TIME_UNCLEAR,))


@pytest.mark.parametrize("raw", ["OTHER", "Không có thông tin OTHER", "", "Không quy định"])
def test_a_time_limit_that_says_nothing_is_missing(raw: str) -> None:
    assert read_time(DIRECT, raw).flags == (Flag.TIME_MISSING,)


def test_words_about_time_are_kept_word_for_word() -> None:
    raw = "Ngay trong ngày; nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo OTHER"
    found = read_time(DIRECT, raw)
    assert (found.number, found.text, found.flags) == (None, raw.removesuffix(" OTHER"), ())


def test_time_limits_differ_by_way() -> None:
    assert [(t.channel, t.number) for t in read_times(SECTION)] == [(DIRECT, 6), (Channel.ONLINE, 4)]


def test_a_time_that_the_field_leaves_out_is_read_from_the_description() -> None:
    described = "Mô tả: Nộp ở xã;\n05 ngày làm việc kể từ ngày nhận đủ hồ sơ."
    section = f"* Hình thức nộp: DIRECT\n    Thời hạn giải quyết: OTHER\n    Phí, lệ phí: 0 VNĐ ()\n    {described}"
    (limit,) = read_times(section)
    assert (limit.number, limit.text, limit.flags) == (None, "05 ngày làm việc kể từ ngày nhận đủ hồ sơ.", ())
    (plain,) = read_times(section.replace("OTHER", "3 WORKING_DAY"))
    assert (plain.number, plain.text) == (3, "")
    (silent,) = read_times(section.replace("05 ngày làm việc", "Nhanh"))
    assert silent.flags == (Flag.TIME_MISSING,)
