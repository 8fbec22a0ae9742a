"""A process that is killed while it moves a round leaves it before the step or after it, never between."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import create_engine, func, select

from master import open_master
from master.inspection_tables import round_moves, snapshot_rows, snapshots, suggested_verdicts
from tests.master.ledgers import at, ledger, row, send
from vocabulary.inspection import Stage

ROOT = Path(__file__).resolve().parents[2]
ROUND = "written_2023"
ROWS, CELLS = 300, 300

ENDLESS = """
import datetime as dt, sys
from master import open_master
from master.inspection_records import NewMove, NewSnapshot, SuggestedVerdict
from vocabulary.codes import Light
from vocabulary.inspection import Stage, Verdict

day = dt.date(2023, 8, 31)
with open_master(sys.argv[1]) as master:
    rows = tuple(master.rows_as_of(day))
    cells = [SuggestedVerdict(f"u{n}", "1.3", Verdict.ON_TRACK, Light.GREEN, None, None, ()) for n in range(300)]
    print("ready", flush=True)
    while True:
        for stage in (Stage.FROZEN, Stage.REVIEWING, Stage.REPORTING):
            moves = master.rounds.moves("written_2023")
            master.rounds.move(
                "written_2023", [NewMove(stage, "again")], "甲", dt.datetime(2023, 9, 1),
                seen=moves[-1].id if moves else None,
                snapshot=NewSnapshot(day, {}, rows) if stage is Stage.FROZEN else None,
                suggestions=cells if stage is Stage.REVIEWING else (),
            )
"""


def test_a_killed_process_leaves_every_step_whole_or_undone(tmp_path: Path) -> None:
    db = tmp_path / "m.db"
    with open_master(str(db)) as master:
        send(master, ledger(*(row(task_id=f"{n}.1", row=n + 4) for n in range(ROWS))), at(1, month=8))
    luck = random.Random(7)
    for _ in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", ENDLESS, str(db)], cwd=ROOT, stdout=subprocess.PIPE
        ) as running:
            assert running.stdout is not None
            assert running.stdout.readline() == b"ready\n"
            time.sleep(luck.uniform(0.05, 0.4))
            running.kill()
    with open_master(str(db)) as master:
        moves = master.rounds.moves(ROUND)
        assert [move.stage_from for move in moves[1:]] == [move.stage_to for move in moves[:-1]]
        snapshot = master.rounds.snapshot(ROUND)  # its bytes are held against their digest
    frozen = sum(move.stage_to is Stage.FROZEN for move in moves)
    reviewed = sum(move.stage_to is Stage.REVIEWING for move in moves)
    assert frozen > 0
    assert snapshot is not None
    assert len(snapshot.rows) == ROWS
    engine = create_engine(f"sqlite:///{db}")
    with engine.connect() as connection:

        def count(table: object) -> int:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]

        assert count(round_moves) == len(moves)
        assert (count(snapshots), count(snapshot_rows)) == (frozen, frozen * ROWS)
        assert count(suggested_verdicts) == reviewed * CELLS
    engine.dispose()
