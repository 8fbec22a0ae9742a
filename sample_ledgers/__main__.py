"""``python -m sample_ledgers``: make the sample ledgers again, here or in another folder."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from sample_ledgers.maker.everything import write_all


def main() -> None:
    """Write the samples and say how many there are."""
    parser = argparse.ArgumentParser(prog="python -m sample_ledgers", description="生成样例台账")
    parser.add_argument(
        "--to", type=Path, default=Path(__file__).parent, help="写到哪个文件夹，默认就是本文件夹"
    )
    parser.add_argument(
        "--anew", action="store_true", help="连每次字节都不同的文件（加密的、由LibreOffice转换的）也重新生成"
    )
    options = parser.parse_args()
    samples = write_all(options.to, anew=options.anew)
    counts = Counter(sample.path.partition("/")[0] for sample in samples)
    print("、".join(f"{folder} {count}份" for folder, count in counts.items()))


if __name__ == "__main__":
    main()
