"""Whether a message is no more than thanks, or that all is well: it then reopens nothing."""

import re

_SAYS = {
    "en": "thanks|thank you|thank u|thx|ty|cheers|appreciated|that helped|great|perfect|awesome|excellent|super|nice"
    "|cool|ok|okay|got it|understood|good|fine|works|it worked|that worked|it is working|it s working|working now"
    "|solved|resolved|fixed|sorted|no problem",
    "zh": "谢谢|謝謝|多谢|多謝|感谢|感謝|谢了|謝了|好的|好了|太好了|很好|好|解决了|解決了|已解决|已解決|搞定了|搞定"
    "|可以了|没问题了|沒問題了|没事了|沒事了|收到|收到了|明白了|明白|知道了|行了",
    "tr": "teşekkürler|teşekkür ederim|teşekkür ederiz|teşekkür|sağ olun|sağolun|sağol|sağ ol|eyvallah|harika|süper"
    "|mükemmel|tamam|tamamdır|oldu|çalıştı|çalışıyor|düzeldi|çözüldü|halloldu|iyi|güzel|peki|anladım|sorun kalmadı",
    "pl": "dziękuję|dzięki|dziękuje|dziekuje|dzieki|dziękujemy|super|świetnie|doskonale|idealnie|okej|działa|dziala"
    "|rozwiązane|naprawione|w porządku|dobrze|jasne|rozumiem|gotowe",
}
"""Enough by itself."""

_BESIDE = {
    "en": "so much|very much|a lot|many|very|so|all|it|it s|it is|that s|that is|that|this|now|again|everything|for me"
    "|for your help|for the help|for helping|your help|much|is|you|then|yes|oh",
    "zh": "非常|太|了|你|您|已经|已經|现在|現在|都",
    "tr": "çok|şimdi|artık|evet|yardımınız için|yardımın için",
    "pl": "bardzo|wielkie|serdecznie|za pomoc|już|teraz|wszystko|tak|to|jest",
}
"""Says nothing by itself."""

_SAYS_MORE = re.compile("[👎😞😟😠😡😢😭🙁☹😕🤬?？]")
_GLAD = re.compile("[👍🙏❤💯🎉👌😊🙂]")
_NOT_WORDS = re.compile(r"[\W_]+")
_ASKS_OR_GREETS = re.compile("^is (it|that|this|all|everything)|[你您]好")
MOST = 80
"""A longer message says something more than thanks, however it begins."""


def _folded(text: str) -> str:
    """Without capitals; Turkish has two letters i, of which capitals cannot tell which is meant."""
    return text.casefold().replace("i̇", "i").replace("ı", "i")


def _any_of(phrases: dict[str, str]) -> re.Pattern[str]:
    """The longest that fits. Words end where they end; Chinese puts nothing between them."""
    spaced = [phrase for language, all_of in phrases.items() if language != "zh" for phrase in all_of.split("|")]
    words = "|".join(sorted(map(_folded, spaced), key=len, reverse=True))
    chinese = "|".join(sorted(phrases["zh"].split("|"), key=len, reverse=True))
    return re.compile(rf"(?:{words})(?!\w)|{chinese}")


_ENOUGH, _NEUTRAL = _any_of(_SAYS), _any_of(_BESIDE)


def only_thanks(text: str) -> bool:
    """True for "Thanks!", "ok", "谢谢你", "çok teşekkürler 🙏", and false as soon as anything else is said."""
    if len(text) > MOST or _SAYS_MORE.search(text):
        return False
    left = _NOT_WORDS.sub(" ", _folded(text)).strip()
    if _ASKS_OR_GREETS.search(left):
        return False
    glad, at = bool(_GLAD.search(text)), 0
    while at < len(left):
        enough = _ENOUGH.match(left, at)
        found = enough or _NEUTRAL.match(left, at)
        if not found:
            return False
        glad, at = glad or bool(enough), found.end() + left[found.end() : found.end() + 1].count(" ")
    return glad
