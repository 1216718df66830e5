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
        "Thanks for the quick reply, have a nice day!",
        "谢谢你们，辛苦了",
        "謝謝您的幫助",
        "tesekkurler",
        "Cok tesekkur ederim, iyi gunler",
        "sagol",
        "Hızlı cevabınız için teşekkürler",
        "Dziekuje bardzo za szybka odpowiedz",
        "Dziękuję, pozdrawiam",
    ],
)
def test_thanks_are_recognised_in_five_languages(text: str) -> None:
    assert only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "Okay.",
        "OK 👌",
        "Perfect!",
        "works now",
        "It works now, great",
        "it’s fixed",
        "got it",
        "all good now",
        "好的",
        "好",
        "解决了",
        "已经解决了",
        "可以了，太好了",
        "收到",
        "解決了",
        "沒問題了",
        "çalıştı",
        "ÇALIŞTI",
        "Şimdi çalışıyor",
        "tamam",
        "Tamamdır, harika",
        "İyi",
        "działa",
        "Już działa, super",
        "Wszystko w porządku",
        "ok, rozumiem",
    ],
)
def test_that_it_is_fine_counts_as_well(text: str) -> None:
    assert only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "it",
        "now",
        "Thanks, but it is still broken",
        "thanks, when does it arrive?",
        "No thanks",
        "thankless work",
        "ok but it still fails",
        "it does not work",
        "not ok",
        "okay then refund me",
        "ok 👎",
        "works now?",
        "is it working",
        "谢谢，还有一个问题",
        "谢谢你，什么时候发货？",
        "謝謝，但是還是不行",
        "你好",
        "您好！",
        "好的，什么时候",
        "没解决",
        "还没好",
        "不好",
        "沒收到",
        "teşekkürler ama hâlâ çalışmıyor",
        "çalışmıyor",
        "tamam mı",
        "öldü",
        "iyi günler",
        "have a nice day",
        "辛苦了",
        "tamam ama olmadı",
        "iyi değil",
        "Dziękuję, ale nadal nie działa",
        "nie działa",
        "czy działa",
        "ok ale dalej nic",
        "👎",
        "🎉 again 😡",
        "thanks " * (MOST // 7 + 1),
    ],
)
def test_whatever_else_is_said_is_not_only_thanks(text: str) -> None:
    assert not only_thanks(text)


def test_however_long_a_message_is_it_is_judged_at_once() -> None:
    assert not only_thanks("好" * MOST + "x")
