"""Workbooks with an opening password: opened with the one the sender typed, never guessed."""

from __future__ import annotations

import io

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError
from msoffcrypto.format import xls97

from importers.reading.limits import ReadLimits
from importers.refusals import refused
from vocabulary.codes import RefusalCode

_READ_ONLY_PASSWORD = "VelvetSweatshop"  # what Excel itself writes into files that open without asking


class _InMemory:
    """What the library wants of tempfile: a child may write no file, and plain text belongs on no disk."""

    TemporaryFile = io.BytesIO


xls97.tempfile = _InMemory


def decrypt(content: bytes, password: str, limits: ReadLimits) -> bytes:
    """The plain bytes of an encrypted workbook.

    Raises Refused: encrypted when no password was given or it is wrong, too_large afterwards,
    corrupt_file when the encryption is damaged.
    """
    for candidate in (password, _READ_ONLY_PASSWORD):
        plain = _open(content, candidate) if candidate else None
        if plain is not None:
            if len(plain) > limits.upload_bytes:
                raise refused(RefusalCode.TOO_LARGE)
            return plain
    if password:
        raise refused(
            RefusalCode.ENCRYPTED,
            "文件设有打开密码，填写的密码不对",
            advice="请核对密码，或在 Excel、WPS 中取消打开密码后重新上传",
        )
    raise refused(RefusalCode.ENCRYPTED)


def is_encrypted(content: bytes) -> bool:
    """Whether an Office file wants a password to be opened. Never raises but for MemoryError."""
    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted())
    except MemoryError:
        raise
    except Exception:  # a damaged file surfaces as struct, key, value or OLE errors
        return False


def _open(content: bytes, password: str) -> bytes | None:
    """The plain bytes, or None when the password does not fit."""
    plain = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(content))
        office.load_key(password=password)
        office.decrypt(plain)
    except (InvalidKeyError, DecryptionError, UnicodeError):
        return None
    except MemoryError:
        raise
    except Exception as error:  # a damaged header surfaces as struct, key, value or OLE errors
        raise refused(RefusalCode.CORRUPT_FILE) from error
    return plain.getvalue()
