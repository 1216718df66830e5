"""Whether a message is no more than thanks, or that all is well: it then reopens nothing."""

import re
from unicodedata import combining, normalize

_SAYS = {
    "en": "thanks|thank you|thank u|thx|ty|cheers|appreciated|that helped|great|perfect|awesome|excellent|super|nice"
    "|cool|ok|okay|got it|understood|good|fine|works|it worked|that worked|it is working|it s working|working now"
    "|solved|resolved|fixed|sorted|no problem",
    "zh": "谢谢|謝謝|多谢|多謝|感谢|感謝|谢了|謝了|好的|好了|太好了|很好|好|解决了|解決了|已解决|已解決|搞定了|搞定"
    "|可以了|没问题了|沒問題了|没事了|沒事了|收到|收到了|明白了|明白|知道了|行了",
    "tr": "teşekkürler|teşekkür ederim|teşekkür ederiz|teşekkür|sağ olun|sağolun|sağol|sağ ol|eyvallah|harika|süper"
    "|mükemmel|tamam|tamamdır|oldu|çalıştı|çalışıyor|düzeldi|çözüldü|halloldu|iyi|güzel|peki|anladım|sorun kalmadı",
    "pl": "dziękuję|dzięki|dziękuje|dziękujemy|super|świetnie|doskonale|idealnie|okej|działa"
    "|rozwiązane|naprawione|w porządku|dobrze|jasne|rozumiem|gotowe",
}
"""Enough by itself. What has accents is as good without: phones make people leave them out."""

_BESIDE = {
    "en": "so much|very much|a lot|many|very|so|all|it|it s|it is|that s|that is|that|this|now|again|everything|for me"
    "|for your help|for the help|for helping|your help|much|is|you|then|yes|oh|for the quick reply|for the fast reply"
    "|for your quick reply|for the quick response|for your reply|for the reply|for the quick help|for your time"
    "|have a nice day|have a good day|guys",
    "zh": "非常|太|了|你|您|已经|已經|现在|現在|都|的帮助|的幫助|的回复|的回覆|辛苦|们|們|啦|呀|哦",
    "tr": "çok|şimdi|artık|evet|yardımınız için|yardımın için|yardımlarınız için|ilginiz için|bilgi için"
    "|hızlı cevabınız için|cevabınız için|hızlı dönüşünüz için|kolay gelsin|iyi günler|iyi çalışmalar",
    "pl": "bardzo|wielkie|serdecznie|ślicznie|za pomoc|za szybką pomoc|za szybką odpowiedź|za odpowiedź|za informację"
    "|już|teraz|wszystko|tak|to|jest|pozdrawiam|miłego dnia",
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


def bare(text: str) -> str:
    """Without accents, as people type who leave them out."""
    letters = normalize("NFKD", text.replace("ı", "i").replace("ł", "l"))
    return "".join(sign for sign in letters if not combining(sign))


def _any_of(phrases: dict[str, str]) -> re.Pattern[str]:
    """The longest that fits. Words end where they end; Chinese puts nothing between them."""
    spaced = [phrase for language, all_of in phrases.items() if language != "zh" for phrase in all_of.split("|")]
    known = {each for phrase in map(_folded, spaced) for each in (phrase, bare(phrase))}
    words = "|".join(sorted(known, key=len, reverse=True))
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
        enough, neutral = _ENOUGH.match(left, at), _NEUTRAL.match(left, at)
        found = max(filter(None, (enough, neutral)), key=re.Match.end, default=None)
        if not found:
            return False
        glad, at = glad or found is enough, found.end() + left[found.end() : found.end() + 1].count(" ")
    return glad
