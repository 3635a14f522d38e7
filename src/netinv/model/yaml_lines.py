"""What is wrong in a YAML file that an office wrote: said with its line, in both languages."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from netinv.model.errors import UsageError

M = TypeVar("M", bound=BaseModel)


def validated(model: type[M], text: str, name: str, empty: str) -> tuple[M, yaml.Node | None]:
    """The content of a file as `model`, and its nodes. UsageError names the file, the line, and what to do.

    `name` is what the file is called; `empty` the key that a file begins with. A ValueError of the model may
    say Chinese and English with ` / ` between, and where in its part of the file with an attribute `path`.
    """
    try:
        node, content = yaml.compose(text), yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise complaint(name, mark.line + 1 if mark else 1, "不是正确的 YAML", "this is no YAML") from error
    try:
        return model.model_validate(content), node
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        zh, en = _said(first, empty)
        inner = getattr(first.get("ctx", {}).get("error"), "path", ())
        raise complaint(name, line_of(node, (*first["loc"], *inner)), zh, en) from error


def complaint(name: str, line: int, zh: str, en: str) -> UsageError:
    """The error to raise."""
    return UsageError(f"{name} 第 {line} 行：{zh} / {name}, line {line}: {en}")


def line_of(node: yaml.Node | None, path: Sequence[int | str]) -> int:
    """The line of the innermost node on a way through the file."""
    for step in path:
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if str(pair[0].value) == str(step)), None)
            if found is None:
                break
            node = found[1] if not isinstance(found[1], yaml.ScalarNode) else found[0]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            break
    return node.start_mark.line + 1 if node is not None else 1


def _said(error: Mapping[str, Any], empty: str) -> tuple[str, str]:
    where = ".".join(str(part) for part in error["loc"])
    kind = error["type"]
    if kind == "value_error":
        zh, _, en = str(error["ctx"]["error"]).partition(" / ")
        return zh, en
    if kind == "missing":
        return f"缺少 {where}", f"{where} is missing"
    if kind == "extra_forbidden":
        return f"不认识 {where}，请删去或改正", f"{where} is not known: take it out or correct it"
    if not where:
        return f"应以 {empty}: 开头", f"it must begin with `{empty}:`"
    return f"{where} 写法不对", f"{where} is not written as it should be ({error['msg']})"
