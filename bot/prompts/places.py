"""Where an author mends a fault: the file, and the line in it that the sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import TemplateSyntaxError

from bot.prompts.mrkdwn import first_that_slack_cannot_show, parsed

Line = tuple[int, str]

_FRONT_MATTER = re.compile(r"\A---\n(?P<front>.*?)^---\n", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Placed:
    """A fault with its place. Without a `path` it is one of the whole library. Lines count from 1."""

    name: str
    path: Path | None
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.says}" if self.path else self.says


def placed(faults: Iterable[str], folders: Sequence[Path], language: str = "en") -> list[Placed]:
    """Give each fault that `Prompts.check` named its file below `folders` (later ones lie over earlier) and line."""
    return [_placed(fault, folders, language) for fault in faults]


def file_of(name: str, folders: Sequence[Path], language: str = "en") -> Path | None:
    """Return the file that a prompt of this name was read from, or None."""
    found = [folder / language / f"{name}.md" for folder in folders]
    return next((path for path in reversed(found) if path.is_file()), None)


def _placed(fault: str, folders: Sequence[Path], language: str) -> Placed:
    name, _, says = fault.partition(": ")
    path = file_of(name, folders, language)
    if path is None:
        return Placed("", None, 1, fault)
    return Placed(name, path, line_of(says, path.read_text(encoding="utf-8", errors="replace")), says)


def line_of(fault: str, source: str) -> int:
    """Return the line of a file's text that a fault speaks of; of the whole: that of the first words."""
    text = _Source(source)
    for sign, look in _BY_READER.items():
        if fault.startswith(sign):
            return look(text)
    for words in _QUOTED.findall(fault):
        lines = reversed(text.parts) if _OF_FRONT_MATTER.match(fault) else text.parts
        if line := next(filter(None, (_with_words(words, part) for part in lines)), None):
            return line
    key = _KEY.match(fault)
    return (text.line_with(f"{key[1]}:", text.front) if key else None) or text.first_words


class _Source:
    """The text of a prompt file by its lines, each with its number."""

    def __init__(self, source: str) -> None:
        front = _FRONT_MATTER.match(source)
        ends = source[: front.end()].count("\n") if front else 0
        lines = list(enumerate(source.splitlines(), 1))
        self.front, self.body = lines[:ends], lines[ends:]
        self.parts = (self.body, self.front)

    @property
    def first_words(self) -> int:
        """The first line below the front matter that is not empty."""
        return next((at for at, line in self.body if line.strip()), 1)

    def line_with(self, sign: str, lines: list[Line]) -> int | None:
        """Return the first of `lines` in which `sign` stands."""
        return next((at for at, line in lines if sign in line), None)

    def text(self, lines: list[Line]) -> str:
        """Return lines as one text again."""
        return "\n".join(line for _, line in lines)


def _with_words(words: str, lines: list[Line]) -> int | None:
    """Return the line where a step of this name begins, or the first that says the words."""
    patterns = (rf"## +{re.escape(words)} *$", rf"(?<!\w){re.escape(words)}(?!\w)")
    found = (at for pattern in patterns for at, line in lines if re.search(pattern, line, re.IGNORECASE))
    return next(found, None)


def _by_yaml(text: _Source) -> int:
    try:
        yaml.safe_load(text.text(text.front[1:-1]))
    except yaml.MarkedYAMLError as error:
        return error.problem_mark.line + 2 if error.problem_mark else 1
    return 1


def _by_jinja(text: _Source) -> int:
    try:
        parsed(text.text(text.body))
    except TemplateSyntaxError as error:
        return len(text.front) + error.lineno
    return text.first_words


def _by_markdown(text: _Source) -> int:
    return len(text.front) + first_that_slack_cannot_show(text.text(text.body))


def _by_sign(sign: str) -> Callable[[_Source], int]:
    return lambda text: text.line_with(sign, text.body) or text.first_words


_QUOTED = re.compile(r'"([^"]+)"')
_KEY = re.compile(r"(?:the )?(kind|rung|for|title|moment)\b")
_OF_FRONT_MATTER = re.compile(r'unknown|"facts"|"sources"|declares|has no fact|no \w+ has the moment|it starts at')
_BY_READER: dict[str, Callable[[_Source], int]] = {
    "the front matter cannot be read": _by_yaml,
    "the expressions cannot be read": _by_jinja,
    "prompts have no": _by_sign("{%"),
    "Slack cannot show": _by_markdown,
    "has an exclamation mark": _by_sign("!"),
}
