"""Does a message go on with the procedure in focus, change a condition, correct it, or begin a new topic?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue import Dialogue, Facet
from assistant.steps.read import Read
from assistant.steps.relate import Relate
from assistant.steps.retrieve import Retrieve
from assistant.types import Turn
from assistant.wiring import Assistant
from tests.assistant.making import asked, turned
from tests.assistant.talking import Talk, code

BIRTH, DEATH, MARRIAGE, SPLIT = "1.001193", "1.000656", "1.000894", "1.012784"
LOST_CARD, NEW_CARD, CHILD_CARD, PASSPORT = "1.014064", "1.014063", "1.014062", "1.001456"
STAY, LONGER_STAY, HOUSEHOLD_SHOP, OLD_AGE = "1.004194", "1.002755", "1.001612", "1.014027"
BEGUN = "đăng ký kết hôn"


@pytest.fixture
def relate(bundled: Assistant) -> Relate:
    return Relate(bundled.library.index(), bundled.library.catalogue)


def before(bundled: Assistant, text: str, memory: Dialogue) -> Turn:
    """The turn as it comes to the step, had nothing screened it."""
    index = bundled.library.index()
    turn = turned(Read(index)(asked(text, memory)))
    return turned(Retrieve(index, bundled.library.catalogue)(turn))


def test_without_a_topic_to_relate_to_nothing_happens(bundled: Assistant, relate: Relate) -> None:
    for memory in (Dialogue(), Dialogue(focus="9.999999")):
        turn = before(bundled, "nộp hồ sơ tách thửa", memory)
        assert turned(relate(turn)) == turn
    turn = before(bundled, "nộp hồ sơ tách thửa", Dialogue(focus=MARRIAGE))
    for known in (replace(turn, chosen=DEATH), replace(turn, hits=())):
        assert turned(relate(known)) == known


@pytest.mark.parametrize(
    "said",
    [
        "hai đứa phải có mặt cả hai không",
        "em đang ở tỉnh khác thì sao",
        "cần mang sổ hộ khẩu không",
        "thế nộp qua mạng",
    ],
)
def test_what_has_no_name_of_its_own_goes_on_with_the_topic(bundled: Assistant, said: str) -> None:
    talk = Talk(bundled)
    talk.say(BEGUN)
    assert code(talk.say(said)) == MARRIAGE


def test_a_remark_without_a_facet_is_answered_with_the_conditions(bundled: Assistant, relate: Relate) -> None:
    turn = before(bundled, "em đang ở tỉnh khác", Dialogue(focus=MARRIAGE, facet=Facet.FEE))
    after = turned(relate(turn))
    assert after.understanding
    assert (after.chosen, after.understanding.facet) == (MARRIAGE, Facet.CONDITIONS)


def stayed(bundled: Assistant, relate: Relate, said: str) -> Facet:
    """What is taken to be asked about the marriage talked about."""
    after = turned(relate(before(bundled, said, Dialogue(focus=MARRIAGE, facet=Facet.OVERVIEW))))
    assert after.understanding
    assert after.chosen == MARRIAGE
    return after.understanding.facet


@pytest.mark.parametrize(
    "said",
    [
        "đăng ký kết hôn hai bên nam nữ cùng có mặt",
        "giấy chứng nhận kết hôn có ghi tên bố mẹ không",
        "hai bên nam nữ phải có mặt không",
    ],
)
def test_where_one_of_its_sentences_answers_a_detail_is_asked_for(
    bundled: Assistant, relate: Relate, said: str
) -> None:
    assert stayed(bundled, relate, said) is Facet.CONDITIONS


@pytest.mark.parametrize("said", ["đăng ký kết hôn", "dang ky ket hon", "tôi muốn kết hôn", "kết hôn trên sao hỏa"])
def test_the_name_said_again_asks_for_the_whole(bundled: Assistant, relate: Relate, said: str) -> None:
    assert stayed(bundled, relate, said) is Facet.OVERVIEW


@pytest.mark.parametrize("code_of", [LONGER_STAY, HOUSEHOLD_SHOP, OLD_AGE, STAY, SPLIT, BIRTH, DEATH, PASSPORT])
def test_the_everyday_name_said_again_asks_for_the_whole(bundled: Assistant, relate: Relate, code_of: str) -> None:
    guide = bundled.library.catalogue.guide(code_of, relate.index.generation)
    assert guide
    after = turned(relate(before(bundled, guide.title, Dialogue(focus=code_of, facet=Facet.OVERVIEW))))
    assert after.understanding
    assert after.chosen == code_of
    assert after.understanding.facet_named or after.understanding.facet is Facet.OVERVIEW


@pytest.mark.parametrize(
    ("said", "new"),
    [
        ("cấp lại thẻ căn cước bị mất", LOST_CARD),
        ("cap lai the can cuoc bi mat", LOST_CARD),
        ("tôi muốn tách thửa", SPLIT),
        ("khai sinh cho con hết bao nhiêu tiền", BIRTH),
        ("mở quán cà phê phải đăng ký gì", HOUSEHOLD_SHOP),
        ("xin trợ cấp cho người cao tuổi", OLD_AGE),
        ("làm hộ chiếu cần gì", PASSPORT),
    ],
)
def test_a_clear_new_topic_takes_the_focus(bundled: Assistant, said: str, new: str) -> None:
    talk = Talk(bundled)
    talk.say(BEGUN)
    assert code(talk.say(said)) == new
    assert (talk.memory.focus, talk.memory.before) == (new, (MARRIAGE,)), "the old one can be come back to"


@pytest.mark.parametrize("said", ["làm sổ đỏ cần gì", "lệ phí làm sổ đỏ"])
def test_a_name_of_common_syllables_is_a_topic_too(bundled: Assistant, said: str) -> None:
    talk = Talk(bundled)
    talk.say(BEGUN)
    reply = talk.say(said)
    assert reply.procedure is None or reply.procedure.code != MARRIAGE, "another name was said"


@pytest.mark.parametrize(
    ("begun", "said", "meant"),
    [
        ("đăng ký khai sinh", "nhầm, tôi hỏi khai tử", DEATH),
        ("đăng ký khai sinh", "không phải khai sinh, tôi cần đăng ký tạm trú", STAY),
        ("tôi muốn làm khai tử cho bố", "không phải khai tử, ý tôi là khai sinh cho con", BIRTH),
        ("cấp lại thẻ căn cước bị mất", "ý em là đổi thẻ chứ không phải cấp lại", NEW_CARD),
        ("đăng ký tạm trú", "không phải, tôi hỏi gia hạn tạm trú cơ", LONGER_STAY),
    ],
)
def test_a_correction_leaves_the_refused(bundled: Assistant, begun: str, said: str, meant: str) -> None:
    talk = Talk(bundled)
    refused = code(talk.say(begun))
    assert refused != meant
    assert code(talk.say(said)) == meant
    assert talk.memory.before[0] == refused


def test_a_changed_condition_leads_to_the_neighbour(bundled: Assistant) -> None:
    talk = Talk(bundled)
    talk.say("cấp lại thẻ căn cước bị mất")
    assert code(talk.say("thế con tôi 10 tuổi thì sao")) == CHILD_CARD


def test_the_thread_goes_to_the_new_topic_and_back(bundled: Assistant) -> None:
    talk = Talk(bundled)
    talk.say(BEGUN)
    talk.say("cấp lại thẻ căn cước bị mất")
    assert code(talk.say("mất bao lâu")) == LOST_CARD
    reply = talk.say("quay lại việc kết hôn lúc nãy, lệ phí bao nhiêu")
    assert (code(reply), reply.facet) == (MARRIAGE, Facet.FEE)
    assert code(talk.say("nộp ở đâu")) == MARRIAGE
    assert talk.memory.before == (LOST_CARD,)


@given(text=st.text("abcghnortu ăđêôơưàáảãạ?.,", min_size=1, max_size=60), facet=st.sampled_from(Facet))
def test_whatever_is_said_a_procedure_of_the_index_or_none_is_meant(
    bundled: Assistant, text: str, facet: Facet
) -> None:
    memory = Dialogue(focus=LOST_CARD, facet=facet, before=(MARRIAGE, BIRTH))
    turn = before(bundled, text, memory)
    after = turned(Relate(bundled.library.index(), bundled.library.catalogue)(turn))
    assert after.chosen is None or bundled.known(after.chosen)
    assert after.hits
    assert after.dialogue == memory, "only an answer changes the memory"
