"""The one catalogue of what a clerk is told when a whole file is refused."""

from __future__ import annotations

from vocabulary.codes import RefusalCode
from vocabulary.findings import Refusal

_SENTENCES: dict[RefusalCode, tuple[str, str]] = {
    RefusalCode.EMPTY_FILE: ("文件里没有任何内容", "请填写台账后重新上传"),
    RefusalCode.NOT_A_SPREADSHEET: (
        "这个文件不是电子表格",
        "请用 Excel 或 WPS 表格打开台账，另存为 .xlsx 后上传",
    ),
    RefusalCode.CORRUPT_FILE: (
        "文件已损坏或没有传完整",
        "请用 Excel 或 WPS 表格打开确认，另存为 .xlsx 后重新上传",
    ),
    RefusalCode.ENCRYPTED: (
        "文件设有打开密码",
        "请在 Excel 或 WPS 中取消打开密码后重新上传，或上传时填写密码",
    ),
    RefusalCode.TOO_LARGE: (
        "文件超出可以读取的大小",
        "请删去台账以外的工作表、图片和表格下方、右侧的多余行列后重新上传",
    ),
    RefusalCode.UNSAFE_CONTENT: (
        "文件里含有正常台账不会有的内容，为安全起见没有打开",
        "请把台账复制到一个新建的工作簿，另存为 .xlsx 后上传",
    ),
    RefusalCode.NO_LEDGER_FOUND: (
        "文件里没有找到台账表格",
        "请下载本单位的台账模板，按模板表头填写后上传",
    ),
    RefusalCode.UNREADABLE: (
        "读取这个文件时程序超时或中断",
        "请用 Excel 或 WPS 表格打开，把台账复制到一个新建的工作簿，另存为 .xlsx 后上传",
    ),
}


class Refused(Exception):
    """Raised while reading to stop at once; ``refusal`` is what the caller returns as a value."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


def refuse(code: RefusalCode, detail: str = "", *, advice: str = "") -> Refusal:
    """The refusal for a code: one Chinese sentence, what is wrong and what to do next.

    ``detail`` and ``advice`` replace the code's usual halves; both are clauses without a full stop.
    """
    usual, what_to_do = _SENTENCES[code]
    return Refusal(code, f"{detail or usual}，{advice or what_to_do}。")


def refused(code: RefusalCode, detail: str = "", *, advice: str = "") -> Refused:
    """The same as an exception, for use with ``raise`` inside a reader."""
    return Refused(refuse(code, detail, advice=advice))
