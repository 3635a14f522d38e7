"""Plain modules as one script: a browser asks for thirty files longer than it takes to draw the picture.

No build step: each module becomes a function that returns what it exports, in the order in which they need
one another. Therefore `import {…} from "./x.mjs";` on one line and `export` before a declaration are all that
the modules may use; anything else is an error here, not in the browser.
"""

import re
from collections.abc import Mapping
from graphlib import TopologicalSorter

_IMPORT = re.compile(r'^import (?:\{ (?P<names>[^}]+) \}|(?P<whole>\w+)) from "(?P<place>[^"]+)";$', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function|const) (?P<name>\w+))", re.M)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.M)
_OWN = re.compile(r"\./(\w+)\.mjs")


def bundle(entry: str, sources: Mapping[str, str]) -> str:
    """One module that runs `entry` (a name without its ending) and all that it needs.

    `sources`: name -> text of each module. Imports from elsewhere stay imports. ValueError: a module uses a
    form that is not meant, needs one that is not there, or two need each other.
    """
    needs: dict[str, list[str]] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name in needs:
            continue
        if name not in sources:
            raise ValueError(f"no module {name}.mjs")
        places = [_OWN.fullmatch(found["place"]) for found in _IMPORT.finditer(sources[name])]
        needs[name] = [place[1] for place in places if place]
        waiting += needs[name]
    outside: dict[str, None] = {}  # in order, each once
    parts = [_wrapped(name, sources[name], outside) for name in TopologicalSorter(needs).static_order()]
    return "\n".join([*outside, *parts])


def _wrapped(name: str, text: str, outside: dict[str, None]) -> str:
    def imported(found: re.Match[str]) -> str:
        own = _OWN.fullmatch(found["place"])
        if own is None:
            outside[found[0]] = None
            return ""
        if found["names"] is None:
            raise ValueError(f"{name}.mjs: {found[0]}")
        return f"const {{ {found['names'].replace(' as ', ': ')} }} = {_variable(own[1])};"

    exported = [found["name"] for found in _EXPORT.finditer(text)]
    body = _EXPORT.sub("", _IMPORT.sub(imported, text))
    if left := _OTHER.search(body):
        raise ValueError(f"{name}.mjs: {left[0]}")
    given = ", ".join(exported)
    return f"// {name}.mjs\nconst {_variable(name)} = (() => {{\n{body}\nreturn {{ {given} }};\n}})();\n"


def _variable(name: str) -> str:
    return f"of_{name}"
