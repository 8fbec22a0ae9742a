"""How long a child may work at what it was asked.

Processor time counts, not the clock: on a machine that is busy with other things a good ledger would otherwise be
refused, and a clerk be told that a file cannot be opened that opens everywhere.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

_LONGEST = 10
"""So many times the allowance may pass on the clock, however little of the processor a child got."""
_LEAST_SHARE = 0.001
"""Who has used less of the processor than this, for as long as its whole allowance, does not work: it hangs."""


def overruns(
    seconds: float,
    before: float,
    used: Callable[[], float | None],
    wait: Callable[[float], bool],
) -> bool:
    """Wait until a child has answered (False) or has had its allowance (True).

    Args:
        seconds: of processor time. A child that hangs is told after as much on the clock, or two or three times as much
            where it worked first.
        before: the processor time it had used when it was asked.
        used: what it has used by now; None when it has ended.
        wait: waits so many seconds; whether the answer has come.
    """
    pause, waited = seconds, 0.0
    judged_at, judged_used = 0.0, before
    while not wait(pause):
        waited += pause
        now = used()
        if now is None:
            return False
        if now - before >= seconds or waited >= seconds * _LONGEST:
            return True
        if waited - judged_at >= seconds:
            if now - judged_used < seconds * _LEAST_SHARE:
                return True
            judged_at, judged_used = waited, now
        # In this order, because a child that was led astray may have told of a time that is no number.
        pause = max(seconds / 10, seconds - (now - before))
    return False


def processor_seconds(process_id: int) -> float | None:
    """The processor time of a process so far; None when it has ended."""
    # Only a child that takes long is looked at: loading this takes longer than reading a ledger.
    import psutil

    try:
        times = psutil.Process(process_id).cpu_times()
    except psutil.Error:
        return None
    return float(times.user + times.system)


class Allowance:
    """Watches over one request, from the moment it is made until ``end``; ``overrun`` is called once at most."""

    def __init__(self, process_id: int, seconds: float, before: float, overrun: Callable[[], None]) -> None:
        self._answered = threading.Event()
        self._deciding = threading.Lock()
        threading.Thread(
            target=self._watch,
            args=(process_id, seconds, before, overrun),
            name="reading-allowance",
            daemon=True,
        ).start()

    def end(self) -> None:
        """The answer is there, or nobody waits for it any more. Nothing overruns after this."""
        with self._deciding:
            self._answered.set()

    def _watch(self, process_id: int, seconds: float, before: float, overrun: Callable[[], None]) -> None:
        if overruns(seconds, before, lambda: processor_seconds(process_id), self._answered.wait):
            with self._deciding:
                if not self._answered.is_set():
                    overrun()
