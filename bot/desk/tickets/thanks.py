"""Whether a message is no more than thanks: it then reopens nothing."""

import re

_THANKS = {
    "en": "thanks|thank you|thank u|thx|ty|cheers|great|perfect|awesome|ok|okay|got it|super|works|solved|that helped"
    "|so much|very much|a lot|many|all good|all|for your help|for the help|for helping|it|now"
    "|much appreciated|appreciated",
    "zh": "谢谢|謝謝|多谢|多謝|感谢|感謝|谢谢你|謝謝你|谢谢您|謝謝您|非常|好的|好|太好了|解决了|解決了|收到|了|你|您",
    "tr": "teşekkürler|teşekkür ederim|teşekkür ederiz|teşekkür|sağ olun|sağol|sağ ol|çok|tamam|eyvallah|harika"
    "|süper|yardımınız için|oldu",
    "pl": "dziękuję|dzięki|dziękuje|dzieki|dziękujemy|bardzo|wielkie|ok|super|świetnie|za pomoc|serdecznie|już działa"
    "|działa",
}
_PHRASES = "|".join(sorted("|".join(_THANKS.values()).split("|"), key=len, reverse=True))
_ONLY_THANKS = re.compile(rf"(?:(?:{_PHRASES})(?![^\W_]))+|(?:[谢謝感多好太非常的了你您解决決收到]+)")
_GRATITUDE = re.compile(
    r"than|thx|\bty\b|cheers|appreciat|helped|谢|謝|teşekkür|sağ ?ol|eyvallah|dzięk|dziek|👍|🙏|❤|💯|🎉|👌|😊|🙂", re.I
)
_NOT_WORDS = re.compile(r"[^\w]+")
MOST = 80
"""A longer message says something more than thanks, however it begins."""


def only_thanks(text: str) -> bool:
    """True for "Thanks!", "谢谢你", "çok teşekkürler 🙏", and false as soon as anything else is said."""
    if len(text) > MOST or "?" in text or "？" in text or not _GRATITUDE.search(text):
        return False
    left = _NOT_WORDS.sub(" ", text.casefold()).strip()
    while left:
        found = _ONLY_THANKS.match(left)
        if not found:
            return False
        left = left[found.end() :].lstrip()
    return True
