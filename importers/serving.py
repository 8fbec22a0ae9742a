"""What a child process does: it waits for work on its standard input and answers on its standard output.

Loaded in the child before anything else, so it loads little itself.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
import sys
import time
from contextlib import suppress

from importers.confinement import begin

HEADER = struct.Struct("!Qd")
"""Before every answer stand its length and the processor time its child has used since it began, in seconds."""


def serve() -> None:
    """Confine this process and work until nobody asks any more, or the parent is gone.

    An answer is (True, what the function returned) or (False, the exception in words).
    """
    asked, told = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not stand between the answers.
    os.dup2(2, 1)
    # Ctrl+C is for the parent, who then lets go of its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    begin(*pickle.load(asked))
    # Whoever started this process had it load its modules without looking for garbage.
    gc.enable()
    with suppress(EOFError, BrokenPipeError):
        while True:
            function, argument = pickle.load(asked)
            try:
                words = pickle.dumps((True, function(argument)), pickle.HIGHEST_PROTOCOL)
            except Exception as error:  # one file must not cost the others
                words = pickle.dumps((False, repr(error)))
            told.write(HEADER.pack(len(words), time.process_time()))
            told.write(words)
            told.flush()
            del function, argument, words
    # Nothing here needs to be put in order, and nobody waits for it.
    os._exit(0)
