"""Reading a file in a process of its own, with limits on its time and memory: for files that nobody waits for.

Whoever made the file decides how long its reading takes, and the worker has other work in the threads beside it.
`python -m sessions.concept_note.apart` is the other end: bytes in, text out; it knows no settings and no secrets.
"""

import re
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from sessions.concept_note.reading import MAX_CHARACTERS, UnreadableNote, text_of

# Of the processor, in seconds; a machine with much to do may take longer by the clock.
SECONDS = 60
CLOCK_SECONDS = 5 * SECONDS
MEMORY_BYTES = 1024**3
UNREADABLE = 3
# How `marks` marks headings, lists and bold lines.
MARKS = re.compile(r"^(?:#{1,6}|-) |\*\*", re.MULTILINE)


def read_apart(data: bytes) -> str:
    """The words of a text, Word, OpenDocument or PDF file on one line, the first MAX_CHARACTERS of them.

    Raises UnreadableNote, also for a file that takes too long or too much.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "sessions.concept_note.apart"],
            input=data,
            capture_output=True,
            timeout=CLOCK_SECONDS,
            cwd=Path(__file__).parents[2],
            env={"PYTHONUTF8": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableNote("it takes too long") from error
    # Below zero: ended by a signal, of the limits below or of the machine's.
    if done.returncode == UNREADABLE or done.returncode < 0:
        raise UnreadableNote(f"the reading ended with {done.returncode}")
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout.decode()


def limit() -> None:
    """Of this process: seconds of the processor, bytes of memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # macOS knows no such limit.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def main() -> None:
    from django.conf import settings

    # Reasons are in words for people; here nobody reads them.
    settings.configure(USE_I18N=False)
    limit()
    try:
        text = " ".join(MARKS.sub("", text_of(sys.stdin.buffer.read())).split())
    except (UnreadableNote, MemoryError, RecursionError):
        sys.exit(UNREADABLE)
    sys.stdout.buffer.write(text[:MAX_CHARACTERS].encode())


if __name__ == "__main__":
    main()
