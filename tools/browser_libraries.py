"""Puts the browser libraries of the workbench into the package: `make browser`.

npm installs what package-lock.json pins; the files that the page loads are copied beside it. Without Node
nothing is installed, and that is said: everything but the workbench works, whose page says what is missing.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TO = ROOT / "src" / "netinv" / "web" / "vendor"
FILES = (
    "cytoscape/dist/cytoscape.esm.min.mjs",
    "layout-base/layout-base.js",
    "cose-base/cose-base.js",
    "cytoscape-fcose/cytoscape-fcose.js",
)
PACKAGES = sorted({name.split("/")[0] for name in FILES})


def main() -> int:
    """Exit code 0 also where Node is missing, but not in CI: there the workbench is to be tested."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        print(
            "未找到 Node.js：工作台页面将不可用，其余功能正常。安装 Node.js 18 或更高版本后运行 make browser。\n"
            "Node.js was not found: the workbench page will say so, everything else works. "
            "Install Node.js 18 or newer, then: make browser",
            file=sys.stderr,
        )
        return 1 if os.environ.get("CI") == "true" else 0
    if subprocess.run([npm, "ci", "--ignore-scripts", "--silent"], cwd=ROOT).returncode:
        print(
            "npm 未能装入浏览器组件（首次需要网络）：工作台页面将不可用，其余功能正常。\n"
            "npm could not install the browser libraries (the first time it needs a connection): "
            "the workbench page will say so, everything else works.",
            file=sys.stderr,
        )
        return 1 if os.environ.get("CI") == "true" else 0
    modules = ROOT / "node_modules"
    TO.mkdir(exist_ok=True)
    for name in FILES:
        shutil.copyfile(modules / name, TO / Path(name).name)
    licences = [f"{name}\n\n{(modules / name / 'LICENSE').read_text('utf-8')}" for name in PACKAGES]
    (TO / "LICENSES.txt").write_text("\n\n".join(licences), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
