"""Characters: width, space, traditional to simplified, variant forms. Lengths are kept wherever possible."""

import re
import unicodedata
from functools import cache

import opencc

# Forms that OpenCC leaves alone: older printed forms and Japanese forms that input methods let slip in
_VARIANTS = dict(
    zip(
        "囯尓淸靑髙眞羣裵昻頴徳恵広斎沢栄桜薫緑黒寛巻姫呉歩収毎溫強戸峯甦珎囍喦嵒仼产経観歓権検験様渓斉竜滝浄駅転児亜実対団図圧塩応単戦険剣顔龢",
        "国尔清青高真群裴昂颖德惠广斋泽荣樱薰绿黑宽卷姬吴步收每温强户峰苏珍喜岩岩任产经观欢权检验样溪齐龙泷净驿转儿亚实对团图压盐应单战险剑颜和",
        strict=True,
    )
)
# In names these stand for themselves: 王乾 reads qián and is never 王干; 著 and 藉 likewise.
_KEPT = frozenset("乾著藉")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]+")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff〇]+")
_DIGITS = dict(zip("零〇○一二两三四五六七八九", "0001223456789", strict=True))
_NUMERAL = re.compile("[零〇○一二两三四五六七八九十百千]+")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def simplified_character(character: str) -> str:
    """The simplified form of one character as it stands in names; itself if there is none."""
    if character in _KEPT or character.isascii():
        return character
    character = _VARIANTS.get(character, character)
    converted: str = _converter().convert(character)
    return converted if len(converted) == 1 else character


class _Simplified(dict[int, str]):
    """The table of `str.translate`, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = simplified_character(chr(code))
        return self[code]


_SIMPLIFIED = _Simplified()
_UNCHANGED: set[str] = set()
"""Characters met so far that are simplified already: nearly all."""


_STILL: set[str] = set()
"""Chinese characters met so far that stay as they are, whatever stands beside them."""
_UNIFIED = re.compile("[\u4e00-\u9fff]+")


def stays(text: str) -> bool:
    """Whether a text is one of Chinese characters that stay as they are."""
    if not text or _STILL.issuperset(text):
        return text != ""
    return _UNIFIED.fullmatch(text) is not None and folded(text) == text


def simplified(text: str) -> str:
    """Traditional to simplified, character by character, so that positions stay."""
    if text.isascii() or _UNCHANGED.issuperset(text):
        return text
    result = text.translate(_SIMPLIFIED)
    if result == text:
        _UNCHANGED.update(text)
    return result


def folded(text: str) -> str:
    """NFKC (full-width to half-width), simplified, without any white space or invisible character."""
    if _STILL.issuperset(text):
        return text
    if text.isascii():
        return _INVISIBLE.sub("", text)
    written = text
    text = unicodedata.normalize("NFKC", text)
    visible = _INVISIBLE.sub("", text)
    if visible != text:  # once more: what the spaces kept apart may combine now
        visible = unicodedata.normalize("NFKC", visible)
    result = simplified(visible)
    if result == written and _UNIFIED.fullmatch(written):
        _STILL.update(written)
    return result


def is_han(text: str) -> bool:
    """Whether a text is not empty and all of Chinese characters."""
    return _HAN.fullmatch(text) is not None


def arabic_numerals(text: str) -> str:
    """Chinese numerals in a text to Arabic ones: 一三八 -> 138, 十二 -> 12, 二百零五 -> 205."""
    return _NUMERAL.sub(lambda match: _number(match.group()), text)


def _number(numeral: str) -> str:
    if not set(numeral) & set("十百千"):
        return "".join(_DIGITS[c] for c in numeral)
    total = 0
    digit = ""
    for c in numeral:
        if c in "十百千":
            total += int(digit or "1") * {"十": 10, "百": 100, "千": 1000}[c]
            digit = ""
        else:
            digit = _DIGITS[c]
    return str(total + int(digit or "0"))
