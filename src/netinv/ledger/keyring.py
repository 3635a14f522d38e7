"""The keys of the workspaces: one file each, in a folder outside every workspace.

Who copies a workspace without its key can neither forge the chain, nor test guesses against its hashes,
nor open the vault.
"""

import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

import platformdirs
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from netinv.model.errors import NetinvError, UsageError

KEY_BYTES = 32
WORKSPACE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class Keyring:
    """A folder of key files `<workspace id>.key`, 32 bytes each, readable by their owner only.

    The folder is `directory`, else `NETINV_KEY_DIR`, else the user's data folder of this machine.
    """

    def __init__(self, directory: Path | None = None) -> None:
        named = os.environ.get("NETINV_KEY_DIR")
        default = Path(named) if named else Path(platformdirs.user_data_dir("netinv")) / "keys"
        self.directory = (directory or default).expanduser().resolve()

    def path(self, workspace_id: str) -> Path:
        """File of one workspace's key."""
        if not WORKSPACE_ID.fullmatch(workspace_id):
            raise UsageError(f"工作区编号无效 {workspace_id!r} / not a workspace id: {workspace_id!r}")
        return self.directory / f"{workspace_id}.key"

    def keep_outside(self, workspace: Path) -> None:
        """Refuse a key folder that lies in the workspace it protects."""
        if self.directory.is_relative_to(workspace.resolve()):
            raise UsageError(
                f"密钥目录 {self.directory} 不能放在工作区内，请另设 NETINV_KEY_DIR / "
                f"the key folder {self.directory} lies inside the workspace; set NETINV_KEY_DIR to another"
            )

    def create(self, workspace_id: str) -> None:
        """Make the key of a new workspace. An existing key is never replaced.

        Written beside and linked into place, so that a crash never leaves half a key.
        """
        path = self.path(workspace_id)
        try:
            self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = path.with_suffix(f".{secrets.token_hex(4)}.new")
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                os.write(descriptor, secrets.token_bytes(KEY_BYTES))
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            _place(beside, path)
        except OSError as error:
            raise NetinvError(
                f"无法在 {self.directory} 建立密钥（{error.strerror}），请检查该目录的权限和空间 / "
                f"cannot create a key in {self.directory} ({error.strerror}); check its permissions and space"
            ) from error

    def key(self, workspace_id: str) -> bytes:
        """The 32 bytes of a workspace's key; NetinvError where it is missing or not a key."""
        path = self.path(workspace_id)
        try:
            key = path.read_bytes()
        except FileNotFoundError:
            raise NetinvError(
                f"找不到此工作区的密钥 {path}；请从备份恢复，或用 NETINV_KEY_DIR 指明密钥目录 / "
                f"the workspace key {path} is missing; restore it from your backup or set NETINV_KEY_DIR"
            ) from None
        except OSError as error:
            raise NetinvError(
                f"无法读取密钥 {path}（{error.strerror}）/ cannot read the key {path} ({error.strerror})"
            ) from error
        if len(key) != KEY_BYTES:
            raise NetinvError(
                f"密钥文件 {path} 已损坏，请从备份恢复 / "
                f"the key file {path} is damaged; restore it from your backup"
            )
        return key

    def subkey(self, workspace_id: str, purpose: str) -> bytes:
        """32 bytes for one purpose (HKDF-SHA256), so that no two uses ever share a key."""
        derive: Callable[[bytes], bytes] = HKDF(
            algorithm=SHA256(),
            length=KEY_BYTES,
            salt=workspace_id.encode(),
            info=b"netinv/" + purpose.encode(),
        ).derive
        return derive(self.key(workspace_id))


def _place(beside: Path, path: Path) -> None:
    """Give a finished file its name unless the name is taken (a link fails where a rename would replace)."""
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        if not path.exists():
            beside.replace(path)
            return
    beside.unlink(missing_ok=True)
