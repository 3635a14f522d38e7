"""Names that reporters give of themselves: 我叫…, 本人…, 举报人：…, a signature under a letter."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from netinv.ingest.reporters.fold import fold
from netinv.ingest.reporters.words import anonymous, any_of, listed, words


class Name(NamedTuple):
    """A name at [start, end) of a folded text."""

    start: int
    end: int
    value: str


_END = r"(?=$|[\s,.。;:、!?()\[\]{}<>\"“”'‘’/|0-9+【】《》—-])"
_NOT_NAMES = re.compile(r"[的了在是不有被把将我你他她它们这那就都也还]")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    family = f"(?:{any_of(listed('compound_surnames'))}|[{fold(words()['surnames'])}])"
    gap = r"[\s·]{0,2}"
    given = rf"(?:{gap}{any_of(listed('honorifics'))}|\s+[一-龥]\s+[一-龥]|{gap}[一-龥](?:{gap}[一-龥])??)"
    long_given = rf"(?:{gap}{any_of(listed('honorifics'))}|{gap}[一-龥]{gap}[一-龥]|{gap}[一-龥])"
    free = rf"(?:{_END}|(?={any_of(listed('after_name'))}))"
    link = r"[\s:是为叫系\"“(,]{0,4}"
    strong = rf"(?<!被){any_of(listed('introduces'))}"
    return {
        "strong": re.compile(rf"{strong}{link}(?P<v>{family}{given}){free}"),
        # 举报人: 阿依古丽 — no surname of the list, but a colon before and a stop behind
        "colon": re.compile(
            rf"{strong}\s*[:是为叫]\s*(?P<v>[一-龥]{{2,4}}|[一-龥]{{1,8}}·[一-龥·]{{1,11}}){_END}"
        ),
        "called": re.compile(rf"(?:我叫|名字叫|名叫|真名叫|{strong}\s*:)\s*(?P<v>{family}{long_given})"),
        "surnamed": re.compile(rf"我姓[一-龥]{{1,2}}[\s,]*(?:名叫|名|叫)\s*(?P<v>{family}{given}){free}"),
        "titled": re.compile(rf"(?<![人其他她方员的])姓名{link}(?P<v>{family}{given}){free}"),
        "described": re.compile(
            rf"(?:我(?:就)?[是系]|本人[是系为])[^,.。;!?\s]{{0,14}}?{any_of(listed('described'))}"
            rf"(?P<v>{family}{given}){_END}"
        ),
        "next": re.compile(rf"[、\s]{{1,2}}(?P<v>{family}{given}){free}"),
        "self": re.compile(rf"(?P<cue>{any_of(listed('self'))})\s*(?P<v>{family}{given}){free}"),
        "line": re.compile(rf"(?:^|[\n\r])[\s(]*(?P<v>{family}{given})[\s)]*(?=$|[\n\r]|\d{{4}}\s*[年.\-/])"),
        "beside": re.compile(
            rf"(?:^|[\s,。;:、!?(])(?P<v>{family}{given})[\s,:(]*"
            rf"{any_of(listed('number'), listed('contact'), [''])}[\s:是为,]*$"
        ),
    }


def own_names(folded: str, numbers: list[tuple[int, int]]) -> Iterator[Name]:
    """Names by which the writer introduces himself or signs. `numbers`: the places of his own contacts."""
    patterns = _patterns()
    starts: set[int] = set()
    for key in ("strong", "colon", "called", "surnamed", "titled", "described", "self"):
        for match in patterns[key].finditer(folded):
            if match.start("v") not in starts and _is_name(match, weak=key in ("self", "described")):
                starts.add(match.start("v"))
                yield _name(match)
                following = patterns["next"].match(folded, match.end("v")) if key == "strong" else None
                while following and _is_name(following, weak=True):  # 举报人: 王强、李勇
                    yield _name(following)
                    following = patterns["next"].match(folded, following.end("v"))
    # a signature: a line with nothing but a name, among the last of a letter
    tail = max(0, len(folded) - 60)
    for match in patterns["line"].finditer(folded):
        if match.start("v") >= tail and "\n" in folded.strip() and _is_name(match, weak=True):
            yield _name(match)
    # 张三，138… at the end of the text
    for start, end in numbers:
        if len(folded) - end <= 30:
            left = patterns["beside"].search(folded, max(0, start - 30), start)
            if left and _is_name(left, weak=True):
                yield _name(left)


def _name(match: re.Match[str]) -> Name:
    return Name(match.start("v"), match.end("v"), re.sub(r"[\s·]", "", match["v"]))


@cache
def _roles() -> re.Pattern[str]:
    return re.compile(any_of(listed("roles"), listed("own"), listed("other")))


def _is_name(match: re.Match[str], weak: bool) -> bool:
    """Whether what follows the cue can be a name: after a bare 我 many a surname begins a word instead."""
    value = re.sub(r"[\s·]", "", match["v"])
    if value in anonymous() or _roles().match(value):
        return False
    if not weak:
        return value[0] not in "他她它你您人了来上不出过们的" and value not in ("如下", "情况")
    if _NOT_NAMES.search(value[1:]):
        return False
    cue = match.groupdict().get("cue", "")
    return cue not in ("我", "本人") or value[0] not in words()["not_after_bare_self"]
