"""The languages the desk speaks to customers."""

from babel import Locale, UnknownLocaleError

LANGUAGES = {
    "en": "English",
    "zh_Hans": "简体中文",
    "zh_Hant": "繁體中文",
    "tr": "Türkçe",
    "pl": "Polski",
}
"""Each by its own name, as a person looks for it."""

_TRADITIONAL = {"TW", "HK", "MO"}


def spoken(tag: str | None, otherwise: str) -> str:
    """The language of ours nearest to an IETF tag such as `pt-br` or `zh-TW`; `otherwise` where there is none."""
    try:
        locale = Locale.parse(tag or "", sep="-")
    except (ValueError, UnknownLocaleError):
        return otherwise
    if locale.language == "zh":
        script = locale.script or ("Hant" if locale.territory in _TRADITIONAL else "Hans")
        return f"zh_{script}" if f"zh_{script}" in LANGUAGES else otherwise
    return locale.language if locale.language in LANGUAGES else otherwise
