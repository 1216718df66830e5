"""Customers who ask for a person or for somebody in charge in so many words, which is heeded like the button for it.

A message has to say both whom they want and that they want them now. Somebody who only mentions a manager asks for
none, and who asks in other words than these is read by a person all the same.
"""

import re

from bot.desk.desk import Desk
from bot.desk.escalation.following import going
from bot.desk.escalation.tables import Cause
from bot.desk.events import CUSTOMER, PersonAskedFor
from bot.desk.outgoing import Notice
from bot.desk.people.customers import tell
from bot.desk.people.tables import Customer
from bot.desk.tickets.bursts import is_burst
from bot.desk.tickets.tables import Message
from bot.desk.tickets.thanks import bare

_ENGLISH = r"""
    \b(?<!do\snot\s)(?<!don.t\s)(?<!dont\s)(?<!no\s)
    (?:(?:want|need|like|ask(?:ing)?|demand|wish|prefer)\s(?:to\s(?:speak|talk|chat)\s(?:to|with)\s|to\ssee\s|for\s)?
      |(?:can|could|may|let|how\s(?:do|can))\s(?:i|me|we|us)\s(?:please\s)?
        (?:speak\s(?:to|with)|talk\s(?:to|with)|chat\swith|have|get|see)\s
      |(?:get|give|connect|put|transfer|pass|refer)\s(?:me|us|this|it)\s(?:please\s)?(?:on\s|over\s|through\s)?
        (?:to\s|with\s)?
      |^(?:please\s)?(?:speak|talk)\s(?:to|with)\s)
    (?:a|an|the|your|some|any)?\s?
    (?:(?:real|live|human|actual)\s(?:person|human|agent|operator|representative|being|one)|human|operator|manager
      |supervisor|team\slead(?:er)?|representative|person\sin\scharge|(?:some|any)(?:one|body)\s(?:in\scharge|real|human)
      |higher\sup|boss)\b
    (?!\s(?:sample|account|access|role|rights|permission|login|password|app|view|mode|panel|manual|guide|code|id))
    |^(?:human|operator|manager|supervisor|real\sperson|live\sagent|representative)(?:\splease)?$
"""
_CHINESE = r"""
    (?<!不要)(?<!不用)(?<!不想)(?<!不需要)(?<![不别別])(?:转|轉|接|找|要)(?:(?:一下|到|给|給|个|個|一个|一個|你们|你們|你们的|你們的)){0,2}
      (?:人工(?![智费費安])|真人|经理|經理|主管|领导|領導|负责人|負責人|上级|上級|店长|店長)
    |(?:跟|和|与|與|同)(?:一个|一個|一位|你们|你們|你们的|你們的)?(?:真人|经理|經理|主管|领导|領導|负责人|負責人)
      (?:说|說|谈|談|讲|講|聊|对话|對話|沟通|溝通|通话|通話|联系|聯繫|聯絡)
    |(?:叫|让|讓|请|請)(?:你们|你們)?(?:的)?(?:经理|經理|主管|领导|領導|负责人|負責人|上级|上級)
    |(?:请求|請求)(?:人工|真人)|[请請](?:专人|專人)
    |^(?:人工|真人)(?:客服|服务|服務)?$
"""
_TURKISH = r"""
    \b(?:mudur|yonetici|yetkili|supervizor|amir|sorumlu|operator|(?:musteri\s)?temsilci|canli\sdestek
      |(?:gercek|canli)\s(?:bir\s)?(?:kisi|insan|temsilci)|bir\sinsan)\w{0,8}\s(?:ile\s|biri\w{0,3}\s|beni\s){0,2}
      (?:(?:gorusmek|konusmak|baglanmak|ulasmak)(?!\s?iste(?:mi|me))|(?:gorus|konus|baglan)(?:ebil|abil)\w+
        |(?:gorus|konus)(?:eyim|ayim|elim|alim)\b|bagla(?:yin|r\smi\w*|yabil\w+)?\b|istiyorum|isterim|lazim)
    |^(?:mudur|yetkili|yonetici|operator|temsilci|canli\sdestek|insan)(?:\slutfen)?$
"""
_POLISH = r"""
    (?<!nie\schce\s)(?<!nie\smusze\s)
    (?:(?:po)?rozmawiac|(?:po)?gadac|(?:po|prze)lacz\w*(?:\smnie)?|skontaktowac|kontakt\w*|rozmow[aey]\w{0,2})
      \s(?:sie\s)?(?:od\srazu\s)?(?:do|z|ze)\s(?:(?:pan|wasz|panstwa|jakims|kims|innym|zywym|prawdziwym)\w*\s){0,2}
      (?:kierowni\w+|przelozon\w+|menedzer\w*|manager\w*|czlowiek\w*|konsultant\w*|operator\w*|szef\w*|dyrektor\w*)
    |\b(?:chce|prosze(?:\so)?|poprosze|wolam|dajcie(?:\smi)?)\s(?:(?:wasz|pan|zyw|prawdziw)\w*\s)?
      (?:kierownik\w*|przelozon\w+|menedzer\w*|manager\w*|czlowieka|konsultant\w*|operatora|szefa)
    |^(?:kierownik|czlowiek|konsultant|operator|menedzer)(?:\sprosze)?$
"""
_ASKS = re.compile("|".join((_ENGLISH, _CHINESE, _TURKISH, _POLISH)), re.VERBOSE | re.MULTILINE)
_NOT_WORDS = re.compile(r"[^\w'\n]+|_+")
MOST = 1000
"""Characters that are looked at: who wants a person does not hide it."""


def heed(desk: Desk, known: Customer, message: Message) -> None:
    """Once, for as long as they wait for one. Without a chain for it nobody else would hear, so nothing is said."""
    wanted = desk.practice.chain(desk.practice.escalating.asked) and not is_burst(message.album)
    if not (wanted and message.ticket_id and asks_for_person(message.text)):
        return
    if not any(each.cause is Cause.ASKED for each in going(desk, message.ticket_id)):
        desk.happened(PersonAskedFor(ticket=message.ticket_id, actor=CUSTOMER))
        tell(desk, known, Notice.PERSON_COMING, ticket=message.ticket_id)


def asks_for_person(text: str) -> bool:
    """True for "I want to talk to a manager", "转人工", "Yetkiliyle görüşmek istiyorum", "Proszę o kierownika"."""
    return bool(_ASKS.search(_plain(text[:MOST])))


def _plain(text: str) -> str:
    """Without capitals, accents and punctuation, which people leave out on phones."""
    lines = _NOT_WORDS.sub(" ", bare(text.casefold()).replace("’", "'")).splitlines()
    return "\n".join(line.strip() for line in lines)
