"""Who asks for a person in words is understood in five languages; who only mentions one is not."""

import pytest

from bot.desk.tickets.person_wanted import MOST, asks_for_person

ASKED = [
    "I want to talk to a manager",
    "Can I please speak with a human?",
    "let me speak to your supervisor",
    "Why can't I talk to a real person? How can I talk to a real person?",
    "Three weeks and nothing.\nGet me a manager!",
    "Please connect me to a live agent.",
    "I’d like to speak to someone in charge",
    "I need a human",
    "Human, please",
    "MANAGER!!!",
    "I do not want excuses. I am asking for a supervisor.",
    "转人工",
    "请转人工客服，谢谢",
    "我要找你们经理",
    "我要真人",
    "我想跟你们的主管谈谈",
    "叫你们领导来",
    "人工客服",
    "请求人工",
    "請專人處理",
    "我需要人工客服",
    "轉人工",
    "我要找你們的主管",
    "請找負責人",
    "讓我和真人說話",
    "Yetkiliyle görüşmek istiyorum",
    "YETKİLİ BİRİYLE GÖRÜŞMEK İSTİYORUM",
    "mudurunuzle konusmak istiyorum",
    "Beni bir temsilciye bağlayın",
    "Müşteri temsilcisine bağlar mısınız?",
    "canlı destek istiyorum",
    "Gerçek bir insanla konuşabilir miyim?",
    "yetkili lütfen",
    "Chcę rozmawiać z kierownikiem",
    "Proszę mnie połączyć z konsultantem",
    "prosze przelaczyc do konsultanta",
    "Czy mogę porozmawiać z waszym przełożonym?",
    "Proszę o kontakt z menedżerem",
    "poproszę człowieka",
    "Kierownik!",
]
NOT_ASKED = [
    "",
    "My manager told me to reset the password",
    "I will talk to my manager about the offer",
    "I don't want to talk to a manager, just fix it",
    "I do not need a manager",
    "I spoke to a person in the shop yesterday",
    "The password manager does not open",
    "I want a refund",
    "The task manager shows 100 %",
    "How do I get a representative sample?",
    "I need manager rights in the app",
    "My human resources department needs the invoice",
    "我们经理已经付款了",
    "不要转人工",
    "需要人工安装吗",
    "人工智能很好用",
    "我是经理",
    "不用找经理",
    "Müdürüm faturayı istiyor",
    "Yetkili servis nerede?",
    "Temsilciniz dün aradı",
    "yetkiliyle görüşmek istemiyorum",
    "Mój kierownik pyta o fakturę",
    "Nie chcę rozmawiać z konsultantem",
    "Konsultant był bardzo miły",
    "operator maszyny zgłosił usterkę",
]


@pytest.mark.parametrize("text", ASKED)
def test_a_person_is_asked_for(text: str) -> None:
    assert asks_for_person(text)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_nobody_is_asked_for(text: str) -> None:
    assert not asks_for_person(text)


def test_however_long_a_message_is_it_is_judged_at_once() -> None:
    assert asks_for_person("I want to talk to a manager. " + "want to " * MOST)
    assert not asks_for_person("want to talk to my " * MOST)
