"""What only looks like personal data is left alone."""

from __future__ import annotations

import pytest

from assistant.privacy.kinds import find

ALIKE = [
    "thủ tục 1.001193 và 2.000635 và 1.115592",
    "1.115592.000.00.00.H22",
    "Nghị định 123/2015/NĐ-CP, Quyết định 163/QĐ-BTP, Luật số 43/2024/QH15",
    "gọi 113, 114, 115, 111, 112, 1022",
    "tổng đài 18001096, 1900 1009, 19009068, 1900.6162",
    "200.000 đồng, 1.500.000đ, 3 triệu rưỡi, 2000000 đồng, 12.345.678.900 VND",
    "123456789 đồng hay 123456789012 đồng",
    "giá 250000000 thì sao",
    "lệ phí 50k, 1tr5, 2 tỷ",
    "chuyển khoản 2.000.000 đồng rồi",
    "chuyen khoan le phi 900.000.000 roi",
    "hẹn ngày 15/09/2025 lúc 14h30, 30-09-2025, 1.7.2025",
    "khai sinh ngày 12/03/2024, sinh viên 12/03/2024",
    "tôi 62 tuổi, mù 70%, sinh năm 1965",
    "mẫu TK1-TS, 01/TNCN, CT01, 02/ĐK-TNCN",
    "đất 100m2, thửa đất số 123 tờ bản đồ số 45",
    "thua 1444 to 42 xa khe gio bi lan",
    "giấy G+ 2025, Windows 10 bản 22H2, VNeID 2.2.9 trên iOS 17.5.1",
    "hồ sơ 000.00.19.H26-240315-0012, mã hồ sơ G07.34.8-250101-0001",
    "mã hồ sơ 202500012345 ở bước nào",
    "số điện thoại, căn cước, hộ chiếu, mã số thuế mất thì sao",
    "UBND phường Hoa Sim, Sở Tư pháp tỉnh Lâm Đồng, Bảo hiểm xã hội Việt Nam",
    "địa chỉ UBND phường 3 ở đâu",
    "khoản 2 Điều 15, điểm a khoản 1 Điều 7",
    "bốn trăm hai mươi ba nghìn đồng một tháng",
    "một trăm hai mươi lăm nghìn",
    "tôi là người Dao, em là sinh viên năm 3, toi la chu ho muon tach khau",
    "chồng tôi là người Đài Loan, đi Thái Lan, Bà Rịa - Vũng Tàu",
    "tên đường Nguyễn Trãi, tên công ty TNHH Hoa Sen",
    "dang ky nha o xa hoi o dau, nhà ở xã hội",
    "tổ 3 người đi khảo sát, bản 3 trang, tờ 5",
    "quốc lộ 4C, km 123+450",
    "gửi về hotro@example.gov.vn được không",
    "xe 150cc, 50 m2, 12A 2025",
    "co lam thu bay khong, con ho thi lam gi",
    "năm ba bốn bữa nữa, hai ba tháng",
    "tọa độ 21.028511, 105.804817",
]


@pytest.mark.parametrize("text", ALIKE)
def test_a_look_alike_is_left_alone(text: str) -> None:
    assert [text[span.start : span.end] for span in find(text)] == []
