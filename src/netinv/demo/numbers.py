"""Numbers in valid form that belong to nobody: identity cards, credit codes, phones, accounts, plates.

The area codes (x19xxx: a third digit 9 and a fourth that is not 0) were never given to any place,
the mobile prefixes
are not in use, plates begin with a character that stands for no province.
"""

import numpy as np

from netinv.demo.scenario import Ints

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(3**i % 31 for i in range(17))
_CODE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CODE_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
MOBILE_PREFIXES = (143, 154, 161, 163, 164, 169, 179)
PLATE_PREFIX = "岚"


def id_number(area: int, born: int, serial: int) -> str:
    """An 18-character identity number; `born` is yyyymmdd, an odd serial a man."""
    body = f"{area:06d}{born:08d}{serial:03d}"
    return body + _ID_CHECK[sum(int(d) * w for d, w in zip(body, _ID_WEIGHTS, strict=True)) % 11]


def legacy(number: str) -> str:
    """The 15-digit form of before 1999."""
    return number[:6] + number[8:17]


def masked(number: str, wide: bool) -> str:
    """The number as a careful office prints it."""
    return number[:4] + "*" * 10 + number[14:] if wide else number[:6] + "*" * 8 + number[14:]


def mistyped(number: str, place: int, shift: int) -> str:
    """One wrong digit (never the last): the check digit no longer fits."""
    digit = (int(number[place]) + shift) % 10
    return number[:place] + str(digit) + number[place + 1 :]


def uscc(kind: str, area: int, rng: np.random.Generator) -> str:
    """A unified social credit code with both check characters; `kind` 91 a firm, 92 a trader, 11 an
    office, 54 a village."""
    code = "".join(_CODE[i] for i in rng.integers(0, 36, 8) if _CODE[i] not in "IOSVZ").ljust(8, "7")
    check = 11 - sum(_CODE.index(c) * w for c, w in zip(code, _CODE_WEIGHTS, strict=True)) % 11
    code += "X" if check == 10 else "0" if check == 11 else str(check)
    body = f"{kind}{area:06d}{code}"
    return (
        body
        + _USCC[(31 - sum(_USCC.index(c) * w for c, w in zip(body, _USCC_WEIGHTS, strict=True)) % 31) % 31]
    )


def distinct(rng: np.random.Generator, size: int, space: int) -> Ints:
    """`size` different integers below `space`, in order of chance and in memory of `size`."""
    found = np.unique(rng.integers(0, space, int(size * 1.2) + 50))
    while len(found) < size:
        found = np.unique(np.concatenate([found, rng.integers(0, space, size)]))
    return rng.permutation(found)[:size].astype(np.int64)


def mobiles(rng: np.random.Generator, size: int) -> Ints:
    """Different mobile numbers."""
    raw = distinct(rng, size, len(MOBILE_PREFIXES) * 10**8)
    return np.asarray(MOBILE_PREFIXES, np.int64)[raw // 10**8] * 10**8 + raw % 10**8


def accounts(rng: np.random.Generator, size: int) -> Ints:
    """Different bank card numbers of 19 digits."""
    return 6_299_000_000_000_000_000 + distinct(rng, size, 10**15)


def plate(rng: np.random.Generator) -> str:
    """A number plate."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
    return (
        PLATE_PREFIX + "ABCD"[rng.integers(4)] + "".join(letters[i] for i in rng.integers(0, len(letters), 5))
    )
