import pytest

from bot.desk.tickets.thanks import MOST, only_thanks


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "thank you so much 🙏",
        "Ok, thanks for your help.",
        "That helped, cheers",
        "👍",
        "谢谢你",
        "好的，谢谢！",
        "太感谢了",
        "謝謝您",
        "多謝，解決了",
        "Teşekkürler",
        "çok teşekkür ederim 🙏",
        "Tamam, sağ ol",
        "Dziękuję bardzo!",
        "dzieki, już działa",
        "Super, dzięki za pomoc",
    ],
)
def test_thanks_are_recognised_in_five_languages(text: str) -> None:
    assert only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "Thanks, but it is still broken",
        "thanks, when does it arrive?",
        "No thanks",
        "thankless work",
        "谢谢，还有一个问题",
        "谢谢你，什么时候发货？",
        "謝謝，但是還是不行",
        "teşekkürler ama hâlâ çalışmıyor",
        "Dziękuję, ale nadal nie działa",
        "👎",
        "thanks " * (MOST // 7 + 1),
    ],
)
def test_whatever_else_is_said_is_not_only_thanks(text: str) -> None:
    assert not only_thanks(text)
