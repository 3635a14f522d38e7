"""How a command ends: 0 done, 1 failed with one clear line on stderr, 2 called wrongly or not built yet."""

import sys
import traceback
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from netinv.model.errors import NetinvError, UsageError

# Typer brings its own copy of click or uses click itself, depending on its version.
_BAD_CALL: type[Exception] = next(
    kind
    for kind in typer.BadParameter.__mro__
    if kind.__name__ == "ClickException" and issubclass(kind, Exception)
)


class Commands(TyperGroup):
    """The root of all commands: turns what goes wrong in any of them into one line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            fail(str(error), 2)
        except NetinvError as error:
            fail(str(error), 1)
        except KeyboardInterrupt:
            fail("已中断；未完成的部分没有写入 / interrupted; nothing was left half done", 130)
        except BrokenPipeError:
            sys.stderr.close()  # whoever read our output has gone: nobody is left to be told
            raise typer.Exit(1) from None
        except (typer.Exit, typer.Abort, _BAD_CALL):
            raise
        except OSError as error:
            place = f"{error.filename}：" if error.filename else ""
            fail(
                f"{place}读写失败（{error.strerror}），请检查磁盘空间和权限 / "
                f"reading or writing failed ({error.strerror}); check the disk's space and the permissions",
                1,
            )
        except Exception as error:
            if ctx.params.get("debug"):
                traceback.print_exc()
            # not what it says: that may quote a row
            frame = traceback.extract_tb(error.__traceback__)[-1]
            what = f"{type(error).__name__}, {Path(frame.filename).name}:{frame.lineno}"
            fail(f"程序出错（{what}），加 --debug 可看详情 / internal error ({what}); --debug shows more", 1)


def fail(line: str, code: int) -> None:
    """Say one line on stderr and end with a code."""
    typer.echo(" ".join(line.split()), err=True)
    raise typer.Exit(code)
