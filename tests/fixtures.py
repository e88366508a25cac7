"""Small catalogue records in the portal's shape, written for these tests; names and figures are invented."""

from __future__ import annotations

from typing import Any


def record(code: str, title: str, **fields: str) -> dict[str, Any]:
    """One record with everything filled in; fields override."""
    base = {
        "ma_thu_tuc": code,
        "so_quyet_dinh": "12/QĐ-BTP",
        "ten_thu_tuc": title,
        "cap_thuc_hien": "Cấp Xã",
        "loai_thu_tuc": "TTHC được luật giao quy định chi tiết",
        "linh_vuc": "Hộ tịch",
        "trinh_tu_thuc_hien": "Bước 1: Người dân nộp hồ sơ tại bộ phận một cửa.\nBước 2: Nhận kết quả theo giấy hẹn.",
        "cach_thuc_thuc_hien": (
            "* Hình thức nộp: DIRECT\n    Thời hạn giải quyết: 3 WORKING_DAY\n    Phí, lệ phí: 20000 VNĐ (/lần)\n"
            "  * Hình thức nộp: ONLINE\n    Thời hạn giải quyết: 3 WORKING_DAY\n    Phí, lệ phí: 10000 VNĐ (/lần)"
        ),
        "thanh_phan_ho_so": "- Tờ khai theo Mẫu số 05\n      Số lượng: Bản chính: 1, Bản sao: 0",
        "doi_tuong_thuc_hien": "Công dân Việt Nam",
        "co_quan_thuc_hien": "Ủy ban nhân dân cấp xã",
        "co_quan_co_tham_quyen": "Ủy ban nhân dân cấp xã",
        "dia_chi_tiep_nhan": "Không có thông tin",
        "co_quan_duoc_uy_quyen": "Không có thông tin",
        "co_quan_phoi_hop": "Không có thông tin",
        "ket_qua_thuc_hien": "Giấy xác nhận",
        "can_cu_phap_ly": "* Luật Thử nghiệm (12/2020/QH14)",
        "yeu_cau_dieu_kien": "Không có thông tin",
        "tu_khoa": "Không có thông tin",
        "mo_ta": "Không có thông tin",
    }
    return {**base, **fields}


RECORDS = [
    record("9.000001", "Thủ tục đăng ký nuôi ong"),
    record("9.000002", "Cấp lại giấy đăng ký nuôi ong"),
    record("9.000003", "Đăng ký nuôi ong có yếu tố nước ngoài", cap_thuc_hien="Cấp Tỉnh"),
    record("9.000004", "Cấp giấy phép chở đò ngang", linh_vuc="Đường thủy"),
]

GUIDE = """---
code: "9.000001"
title: Nuôi ong
official_title: Thủ tục đăng ký nuôi ong
area: ho-tich
field: Hộ tịch
level: commune
applicants: [Công dân Việt Nam]
decision: 12/QĐ-BTP
as_of: 2026-07-19
source: https://example.invalid/9.000001
offices: {receives: Ủy ban nhân dân cấp xã}
result: Giấy xác nhận
fees:
- {channels: [direct], amount: 20000, per: lần, text: ""}
- {channels: [online], amount: 10000, per: lần, text: ""}
durations:
- {channels: [direct, online], number: 3, unit: working_day, text: ""}
papers:
- {name: Tờ khai, form: Mẫu số 05}
asks:
- muốn nuôi đàn ong thì xin ở đâu
- xin giay nuoi ong
---
## Khi nào cần làm
Khi bạn bắt đầu nuôi ong.

## Mang theo
- Tờ khai theo Mẫu số 05.

## Nộp ở đâu
Bộ phận một cửa của xã.

## Bao lâu
3 ngày làm việc.

## Hết bao nhiêu tiền
20.000 đồng tại xã, 10.000 đồng trên mạng.

## Các bước làm trực tiếp
1. Nộp tờ khai.
2. Nhận giấy xác nhận.

## Làm trên mạng
1. Vào cổng dịch vụ công.

## Hay vướng ở đâu
Thiếu tờ khai thì xin mẫu tại xã.

## Căn cứ pháp lý
- 12/2020/QH14: Luật Thử nghiệm
"""
"""A guide of the first record, in agreement with it."""
