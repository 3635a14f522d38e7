"""The modules of the workbench as one script: what they may use, their order, how long it is kept."""

import re
from graphlib import CycleError

import pytest
from fastapi.testclient import TestClient

from netinv.web.workbench import assets
from netinv.web.workbench.bundle import bundle

needs_libraries = pytest.mark.skipif(bool(assets.missing()), reason="make browser has not been run")


def test_what_is_needed_runs_first_and_each_once() -> None:
    library = 'import lib from "/lib.mjs";\n'
    main = 'import { b } from "./b.mjs";\nimport { c } from "./c.mjs";\nb(c);\n'
    b = library + 'import { c as other } from "./c.mjs";\nexport const b = (x) => lib(x, other);\n'
    c = library + "export async function c() {\n  await lib;\n}\nexport class D {}\n"
    made = bundle("main", {"main": main, "b": b, "c": c, "unused": ""})
    assert re.findall(r"^// (\w+)\.mjs$", made, re.M) == ["c", "b", "main"]
    assert made.splitlines()[0] == 'import lib from "/lib.mjs";'
    assert made.count("import ") == 1
    assert "export" not in made
    assert "const { c: other } = of_c;" in made
    assert "return { c, D };" in made


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ({"main": 'import { a } from "./a.mjs";'}, "no module a.mjs"),
        ({"main": 'import a from "./a.mjs";', "a": ""}, "main.mjs: import a"),
        ({"main": 'import {\n  a,\n} from "./a.mjs";', "a": ""}, "main.mjs: import {"),
        ({"main": 'import "./a.mjs";', "a": ""}, "main.mjs: import"),
        ({"main": "export let a = 1;"}, "main.mjs: export let"),
        ({"main": "const a = 1;\nexport { a };"}, "main.mjs: export { a }"),
        ({"main": "export default class A {}"}, "main.mjs: export default"),
    ],
)
def test_a_form_that_is_not_meant_is_an_error_here_and_not_in_the_browser(
    sources: dict[str, str], said: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        bundle("main", sources)


def test_two_modules_that_need_each_other_are_an_error() -> None:
    with pytest.raises(CycleError):
        bundle("main", {"main": 'import { a } from "./a.mjs";', "a": 'import { b } from "./main.mjs";'})


@needs_libraries
def test_what_the_page_loads_is_named_by_its_content_and_kept(client: TestClient) -> None:
    assert f'"{assets.addresses()["drawing"]}"' in assets.script()
    for address in assets.addresses().values():
        kept = client.get(address).headers["cache-control"]
        assert "immutable" in kept
        assert client.get(address.replace("?v=", "?v=0")).headers["cache-control"] == "no-cache"
        assert client.get(address.partition("?")[0]).headers["cache-control"] == "no-cache"
