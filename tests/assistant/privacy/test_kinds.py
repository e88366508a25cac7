"""Every spelling of a kind is found whole."""

from __future__ import annotations

import pytest

from assistant.privacy.kinds import Kind, find
from assistant.privacy.numbers import luhn

FOUND = {
    Kind.CCCD: [
        "cccd |079090001234| của tôi",
        "căn cước |079 090 001 234| bị sai",
        "căn cước số: |079.090.001.234|",
        "CCCD |079-090-001-234|",
        "cccd|079090001234|",
        "|079090001234| là của mẹ em",
        "số định danh |o790900o1234|",
        "số cccd |không bảy chín không chín không không không một hai ba bốn| ạ",
        "cccd |０７９０９０００１２３４|",
    ],
    Kind.CMND: [
        "chứng minh |123456789| cũ",
        "cmnd |123 456 789|",
        "CMT: |123.456.789|",
        "so |123456789| cap nam 2010",
    ],
    Kind.PHONE: [
        "sđt |0951000118|",
        "gọi |0951 000 118| nhé",
        "|0951.000.118|",
        "|0951-000-118| gặp anh Tư",
        "|+84951000118|",
        "|+84 951 000 118|",
        "|(+84) 951 000 118|",
        "|84951000118| gọi lại",
        "|0084951000118|",
        "|+84(0)951000118|",
        "zalo |o951.ooo.118|",
        "|0951 000 ll8|",
        "|09.51.00.01.18|",
        "|0 9 5 1 0 0 0 1 1 8|",
        "nhà |(024) 3999 0117|",
        "|02193999045| máy bàn",
        "sdt|0951000118|nha",
        "số |không chín năm một không không không một một tám| ạ",
        "so |khong chin nam mot khong khong khong mot mot tam| nha",
        "so |ko chin nam mot ko ko ko mot mot tam| nha",
        "đọc nè |không chín năm một, không không không, một một tám|",
        "sđt |09510\u00a000\u00a0118|",
        "sđt |0951\u200b000118|",
    ],
    Kind.BANK: [
        "stk |19990002345|",
        "số tài khoản |9990 0022 2333| agribank",
        "so tai khoan ngan hang: |123456|",
        "tk vcb |0071000123456|",
        "chuyển khoản vào |990011| giúp em",
        "|1903456789012| techcombank",
        "qua tài khoản |chín chín chín không không không bốn năm sáu bảy| của ngân hàng",
    ],
    Kind.CARD: [
        "thẻ visa |4111 1111 1111 1111|",
        "thẻ atm |9704 1234 5678 9012 345| của em",
        "trừ tiền |4111111111111111| hai lần",
        "so the |4111-1111-1111-1111|",
    ],
    Kind.BHXH: ["mã số BHXH |7999001234|", "sổ bảo hiểm xã hội số |7999 001 234|", "bhxh |7999001234| chưa chốt"],
    Kind.BHYT: [
        "thẻ |TE1999900012345| hết hạn",
        "bhyt |gd 4 99 99 00012377|",
        "|DN-4799900012345|",
        "mã thẻ bhyt |7999001234|",
        "số thẻ bảo hiểm y tế |7999001234|",
    ],
    Kind.MST: [
        "mã số thuế |0101234567|",
        "MST |0101234567-001|",
        "|0101234567-001| là chi nhánh",
        "mst: |0101 234 567|",
    ],
    Kind.PASSPORT: [
        "hộ chiếu |B1234567|",
        "passport |c1234567|",
        "|C1234567| bị mất",
        "số hộ chiếu |N 1234567|",
        "pp |P00123456|",
        "hộ chiếu con em là |pê không không không không không bốn năm sáu|",
    ],
    Kind.PLATE: [
        "xe |29A-123.45|",
        "|29-H1 123.45| chuyển vùng",
        "biển số |51F 12345|",
        "|30K12345|",
        "bsx |99-L1 9023|",
        "bien so |99w1-00234|",
        "|29A-1234| xe cũ",
    ],
    Kind.EMAIL: [
        "gửi |lan.anh_90@example.com| nhé",
        "mail |TuanAnh@example.com.vn|.",
        "email em là |lan chấm anh a còng example chấm com| nhé",
        "mail |hoa mot hai a cong example cham com|",
    ],
    Kind.BIRTH: [
        "con sinh ngày |12/03/2024|",
        "ngày sinh: |05-11-1958|",
        "sn |7/8/1992| sai",
        "sinh |5 tháng 7 năm 1988|",
        "ngày tháng năm sinh của bé là |mùng 3 tháng 5 năm 2023|",
    ],
    Kind.NAME: [
        "tôi tên là |Nguyễn Văn A|, hỏi",
        "toi ten la |nguyen van a| hoi thu tuc",
        "tên em là |Lò Thị Xuân|",
        "chồng tôi là |Trần Văn B| đi làm xa",
        "họ tên: |Đặng Hữu Phước|; sđt",
        "bà |Lê Thị C| mất rồi",
        "em là |Vàng A Chống|",
        "TÔI TÊN LÀ |NGUYỄN VĂN A|, HỎI",
        "ong |Vo Thi Mai| mat",
        "tôi tên là |nguyễn thị kim dung| hỏi",
    ],
    Kind.ADDRESS: [
        "nhà em ở |số 45 ngõ 12 phố Trăng Non, phường Hoa Sim| thì",
        "địa chỉ: |12/7 đường Hoa Mai, phường Suối Ngọc|, muốn",
        "địa chỉ |12/7 Lê Lợi, quận 3| ạ",
        "toi ngu tai |ap 3 xa Rach Sen|, can",
        "|số nhà 12 đường Hoa Mai| chưa có",
        "|thôn 4, xã Đồi Thông| làm ở đâu",
        "tôi tạm trú tại |tổ 5, phường Nắng Mai| xin",
        "nhà tôi ở |thôn mây trắng, xã khe gió|, muốn hỏi",
    ],
    Kind.NUMBER: ["số |0123498765432| là gì"],
}
"""Messages in which what is personal stands between bars."""


@pytest.mark.parametrize(
    ("kind", "marked"), [(kind, text) for kind, rows in FOUND.items() for text in rows], ids=lambda v: str(v)
)
def test_a_spelling_is_found_whole(kind: Kind, marked: str) -> None:
    before, value, after = marked.split("|")
    found = [(span.kind, (before + value + after)[span.start : span.end]) for span in find(before + value + after)]
    assert found == [(kind, value)]


def test_every_kind_is_tried() -> None:
    assert set(FOUND) == set(Kind)


def test_several_in_one_message() -> None:
    text = "momo 0951 000 777 hay tk vib 000999888777, cccd 013075001122/0951000118, cmnd 123456789 0951000119"
    values = [text[span.start : span.end] for span in find(text)]
    assert values == ["0951 000 777", "000999888777", "013075001122", "0951000118", "123456789", "0951000119"]


def test_names_that_are_joined() -> None:
    text = "bố mẹ em là Ngô Văn Sơn và Đỗ Thị Lành, đổi tên Nguyễn Thị A thành Nguyễn Thị B"
    assert [text[s.start : s.end] for s in find(text)] == ["Ngô Văn Sơn", "Đỗ Thị Lành", "Nguyễn Thị A", "Nguyễn Thị B"]


def test_an_address_behind_a_name() -> None:
    text = "Tôi là Vàng A Chống, thôn Mây Trắng, xã Khe Gió, hỏi thủ tục tách hộ"
    assert [(s.kind, text[s.start : s.end]) for s in find(text)] == [
        (Kind.NAME, "Vàng A Chống"),
        (Kind.ADDRESS, "thôn Mây Trắng, xã Khe Gió"),
    ]


def test_decomposed_letters_are_the_same() -> None:
    text = "tôi tên là Nguyễn Văn Ấn".replace("ễ", "ê\u0303").replace("Ấ", "Â\u0301")
    assert [text[s.start : s.end] for s in find(text)] == ["Nguyê\u0303n Văn Â\u0301n"]


@pytest.mark.parametrize(
    ("digits", "right"), [("4111111111111111", True), ("4111111111111112", False), ("0" * 16, False)]
)
def test_check_digit_of_a_card(digits: str, right: bool) -> None:
    assert luhn(digits) is right
