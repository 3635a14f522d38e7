"""The one way in which content is written before it is hashed or compared."""

import json

import orjson

_SLOWLY = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=bytes.hex
).encode


def canonical(content: object) -> str:
    """JSON with sorted keys and no blanks, bytes as hexadecimal: equal content, equal text.

    A number that is not finite becomes null. TypeError for what JSON cannot say.
    """
    try:
        return orjson.dumps(content, default=bytes.hex, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:  # half a surrogate pair, a whole number of more than 64 bits, a tuple with names
        return _SLOWLY(content)
