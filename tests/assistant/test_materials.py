"""Questions that no procedure answers are answered by quoting a text, with its place: bundled, PDF, DOCX."""

from __future__ import annotations

from collections.abc import Iterator

import docx
import pytest

from assistant.settings import Settings
from assistant.types import Inbound, Role, Status
from assistant.wiring import Assistant, build
from knowledge.bundled import bundled_paths
from tests.conftest import quiet
from tests.knowledge.files import pdf_of

RULES = [
    [
        "Điều 1. Quy chế mượn nhà văn hóa thôn",
        "1. Hộ gia đình mượn nhà văn hóa thôn để tổ chức đám cưới báo trưởng thôn trước 5 ngày.",
        "2. Người mượn tự dọn dẹp và khóa cửa nhà văn hóa khi xong việc.",
    ],
    [
        "Điều 2. Loa truyền thanh",
        "1. Loa truyền thanh của thôn phát từ 5 giờ đến 6 giờ sáng.",
    ],
]
LESSON = [
    ("Sổ tay trực quầy một cửa", 1),
    ("Máy in kẹt giấy thì làm gì", 2),
    ("Tắt máy in, mở nắp sau, rút tờ giấy kẹt theo chiều in rồi đóng nắp lại.", 0),
    ("Giờ đón tiếp người cao tuổi", 2),
    ("Người cao tuổi được mời vào trước, có ghế ngồi và nước uống.", 0),
]


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The bundled knowledge with a commune's own PDF and DOCX."""
    folder = tmp_path_factory.mktemp("taught")
    (folder / "quy-che.pdf").write_bytes(pdf_of(RULES))
    lesson = docx.Document()
    for text, level in LESSON:
        lesson.add_heading(text, level) if level else lesson.add_paragraph(text)
    lesson.save(str(folder / "so-tay.docx"))
    assistant = build(Settings(home=folder / "home"))
    report = assistant.library.import_paths([*bundled_paths(), folder / "quy-che.pdf", folder / "so-tay.docx"], quiet)
    assert report.refused == []
    yield assistant
    assistant.close()


@pytest.mark.parametrize(
    ("question", "place", "quote"),
    [
        ("mã OTP không về thì kiểm tra gì trước", "Chờ mãi không thấy mã thì kiểm tra gì trước", "Nhìn số điện thoại"),
        ("bà con quên mật khẩu VNeID thì làm thế nào", "Bà con quên mật khẩu thì làm thế nào", "Quên mật khẩu"),
        ("captcha gõ sai hoài thì thử cách nào", "Gõ captcha sai hoài thì thử cách nào", "Tắt bộ gõ tiếng Việt"),
        ("tên tệp nên đặt thế nào", "Đặt tên tệp thế nào cho khỏi nhầm", "tên"),
        (
            "chia địa bàn cho thành viên tổ công nghệ số thế nào",
            "Chia địa bàn cho thành viên thế nào cho hợp lý",
            "dân",
        ),
        ("bà con ít nói tiếng Việt thì nói chuyện thế nào", "Bà con ít nói tiếng Việt thì làm sao", "tiếng"),
        ("mượn nhà văn hóa thôn làm đám cưới báo trước mấy ngày", "Khoản 1", "trước 5 ngày"),
        ("loa truyền thanh của thôn phát mấy giờ", "Điều 2", "5 giờ đến 6 giờ"),
        ("máy in kẹt giấy thì làm gì", "Máy in kẹt giấy thì làm gì", "mở nắp sau"),
        ("người cao tuổi đến quầy một cửa được đón tiếp thế nào", "Giờ đón tiếp người cao tuổi", "có ghế ngồi"),
    ],
)
def test_answered_by_quotation_with_the_right_place(taught: Assistant, question: str, place: str, quote: str) -> None:
    reply = taught.ask(Inbound("1", question, role=Role.OFFICER))
    assert reply.status is Status.ANSWERED
    assert reply.procedure is None
    (citation,) = reply.citations
    assert place in citation.section
    assert quote in citation.quote
    assert citation.section.split(" > ")[-1] in reply.text


def test_a_page_is_told_for_a_pdf(taught: Assistant) -> None:
    reply = taught.ask(Inbound("1", "loa truyền thanh của thôn phát mấy giờ", role=Role.OFFICER))
    assert "trang 2" in reply.text.splitlines()[-1]


@pytest.mark.catalogue
@pytest.mark.parametrize(("question", "code"), [("lệ phí hộ chiếu", "1.001456"), ("lệ phí khai sinh", "1.001193")])
def test_a_named_procedure_is_not_answered_by_a_lesson(national: Assistant, question: str, code: str) -> None:
    reply = national.ask(Inbound("1", question))
    assert reply.procedure, reply.text
    assert reply.procedure.code == code
