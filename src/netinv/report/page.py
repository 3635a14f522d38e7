"""The one Jinja environment of both faces: escaping on, missing names are errors, labels at hand."""

import base64
import hashlib
import re
from functools import cache
from importlib import resources
from types import CodeType

from jinja2 import BytecodeCache, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from netinv.model.alerts import Text
from netinv.report import labels, marks, numbers
from netinv.report.words import word


class _Compiled(BytecodeCache):
    """Templates, compiled once a process: the environments of languages and reports share them."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what this very source was compiled to before."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a source was compiled to."""
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


def environment(*packages: str) -> Environment:
    """Templates of the given packages (first wins) over those of the report."""
    loaders = [PackageLoader(package, "templates") for package in (*packages, "netinv.report")]
    made = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_COMPILED,
    )
    made.globals.update(labels=labels, marks=marks, numbers=numbers, word=word, Text=Text)
    return made


@cache
def style() -> Markup:
    """The style sheet of both faces; the report carries it inside, the browser gets it as a file."""
    text = (resources.files("netinv.report") / "static" / "netinv.css").read_text(encoding="utf-8")
    return Markup(text)


def opened_in(report: str, language: str) -> str:
    """A written report as it opens in a language: only which button of its switch is pressed changes."""
    head, switch, rest = report.partition('<input class="switch"')
    if not switch:
        return report
    buttons, main, body = rest.partition("<main>")
    buttons = buttons.replace(" checked", "").replace(
        f'id="language-{language}"', f'id="language-{language}" checked'
    )
    return head + switch + buttons + main + body


def style_hash(text: str) -> str:
    """What a content security policy calls exactly this style and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def policy_of(report: str) -> str:
    """The policy under which a written report shows itself and can fetch and run nothing.

    It allows the style that stands in the file, so that a report of an older version still looks as it did.
    """
    found = re.search(r"<style>(.*?)</style>", report, re.DOTALL)
    style_source = f"'{style_hash(found.group(1))}'" if found else "'none'"
    return f"default-src 'none'; style-src {style_source}; base-uri 'none'; form-action 'none'"
