"""Reads an export of a people system (CSV): a line for each person, and whoever leads them. Nothing in it is obeyed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MOST_BYTES: Final = 5_000_000
MOST_ROWS: Final = 20_000
LONGEST: Final = 320  # characters of an e-mail address (RFC 5321: 64 + @ + 255)
DELIMITERS: Final = ",;\t|"

# What people systems call these columns, the surest first; only letters and digits of a heading count.
PERSON: Final = (
    *("slackid", "slackuserid", "memberid", "userid", "email", "emailaddress", "workemail", "businessemail"),
    *("primaryemail", "companyemail", "employeeemail", "login", "user", "person", "employee"),
)
MANAGER: Final = (
    *("managerslackid", "manageruserid", "manageremail", "manageremailaddress", "managerworkemail", "managersemail"),
    *("linemanageremail", "supervisoremail", "reportstoemail", "leademail", "managerid", "linemanagerid"),
    *("supervisorid", "reportstoid", "leadid", "manager", "linemanager", "supervisor", "reportsto", "lead"),
)
NUMBER: Final = ("employeeid", "employeenumber", "personnelnumber", "staffid", "workerid", "personid", "id")


class FileUnreadable(Exception):
    """The file cannot be used at all; the message says why and what to do, and repeats nothing of its content."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One line of the file: `person` and `manager` as written there; None where no manager is named."""

    line: int
    person: str
    manager: str | None


def read(content: bytes) -> list[FileRow]:
    """Return the rows that name a person. Raises FileUnreadable.

    The separator is found by itself, and so is the encoding (UTF-8, UTF-16 with its mark, else Windows' Western one).
    A manager given by personnel number is looked up in the file's own column of numbers.
    """
    if len(content) > MOST_BYTES:
        raise FileUnreadable(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Split it, and bring in each part.")
    rows = _rows(_text(content))
    line, heading = next(rows, (0, []))
    columns = _Columns(heading)
    found: list[FileRow] = []
    numbers: dict[str, str] = {}
    for line, cells in rows:
        if len(found) >= MOST_ROWS:
            raise FileUnreadable(f"The file has more than {MOST_ROWS} lines. Split it, and bring in each part.")
        person = columns.person_of(cells)
        if person:
            found.append(FileRow(line, person, columns.manager_of(cells)))
            if number := columns.number_of(cells):
                numbers[number] = person
    return [FileRow(row.line, row.person, numbers.get(row.manager or "", row.manager)) for row in found]


def _text(content: bytes) -> str:
    marked = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(marked)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not empty, with the number of its last line."""
    heading = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [_cell(cell) for cell in cells]
    except csv.Error:
        raise FileUnreadable(
            f"Line {reader.line_num + 1} cannot be read: a quotation mark may be open, or a cell is far too long."
        ) from None


def _cell(written: str) -> str:
    """Return a cell as it is meant: without blanks, a mention's brackets, or what guards it from a spreadsheet."""
    return written.strip().lstrip("'").removeprefix("<@").removesuffix(">").strip()[: LONGEST + 1]


class _Columns:
    """Which column says what, by the heading."""

    def __init__(self, heading: Sequence[str]) -> None:
        names = ["".join(filter(str.isalnum, name.lower())) for name in heading]
        self._person = self._first(names, PERSON)
        self._manager = self._first(names, MANAGER)
        self._number = self._first(names, NUMBER)
        if self._person is None or self._manager is None:
            missing = " and ".join(
                name
                for name, place in (('"email" or "slack_id"', self._person), ('"manager"', self._manager))
                if place is None
            )
            raise FileUnreadable(f"The first line has no column {missing}. Name the columns there, and try again.")

    def person_of(self, cells: Sequence[str]) -> str | None:
        return self._at(cells, self._person)

    def manager_of(self, cells: Sequence[str]) -> str | None:
        return self._at(cells, self._manager)

    def number_of(self, cells: Sequence[str]) -> str | None:
        return self._at(cells, self._number)

    @staticmethod
    def _first(names: Sequence[str], known: Sequence[str]) -> int | None:
        return next((names.index(name) for name in known if name in names), None)

    @staticmethod
    def _at(cells: Sequence[str], place: int | None) -> str | None:
        return (cells[place] or None) if place is not None and place < len(cells) else None
