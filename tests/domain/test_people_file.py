"""A people system's export: read whatever its separator, encoding and quotes, and never obeyed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people_file import MOST_BYTES, MOST_ROWS, FileRow, FileUnreadable, read

PLAIN = "Email,Manager Email\nana@x.org,maya@x.org\n"
ANA = FileRow(2, "ana@x.org", "maya@x.org")


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        b"\n" + PLAIN.encode(),
        b'name,Email,"Manager, name",Manager Email\n"Ruiz, Ana","ana@x.org",no," maya@x.org "\n',
        b'Manager,Employee,E-Mail,Reports to (email)\n"Lind, Maya",Ana,ana@x.org,maya@x.org\n',
    ],
)
def test_one_line_is_read_in_every_dress(content: bytes) -> None:
    (row,) = read(content)
    assert (row.person, row.manager) == (ANA.person, ANA.manager)


def test_members_are_named_by_id_or_mention_too() -> None:
    assert read(b"slack_id,manager\n<@U1>,U2\n") == [FileRow(2, "U1", "U2")]


def test_a_manager_named_by_personnel_number_is_found_in_the_file() -> None:
    content = b"employee_id,email,manager_id\n7,maya@x.org,\n8,ana@x.org,7\n9,otto@x.org,99\n"
    assert [row.manager for row in read(content)] == [None, "maya@x.org", "99"]


def test_old_western_letters_are_read() -> None:
    (row,) = read("email,manager\nzoë@x.org,jürgen@x.org\n".encode("cp1252"))
    assert (row.person, row.manager) == ("zoë@x.org", "jürgen@x.org")


def test_what_a_spreadsheet_would_carry_out_is_a_cell_like_any_other() -> None:
    rows = read(b'email,manager\n"=HYPERLINK(""http://x"")",maya@x.org\n\'+1,-2\n@sum,|cmd\n')
    assert [row.person for row in rows] == ['=HYPERLINK("http://x")', "+1", "@sum"]


def test_lines_without_a_person_and_short_lines_are_passed_over() -> None:
    rows = read(b"manager,email\nmaya@x.org\n,,,\nmaya@x.org,ana@x.org,more\n")
    assert rows == [FileRow(4, "ana@x.org", "maya@x.org")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", 'no column "email"'),
        (b"name,boss\na,b\n", 'no column "email" or "slack_id" and "manager"'),
        (b"email,boss\na,b\n", 'no column "manager"'),
        (b'email,manager\n"' + b"x" * 200_000, "cannot be read"),
        (b"x" * (MOST_BYTES + 1), "larger than 5 MB"),
        (b"email,manager\n" + b"a@x.org,b@x.org\n" * (MOST_ROWS + 1), f"more than {MOST_ROWS} lines"),
    ],
)
def test_what_cannot_be_used_is_said_with_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(FileUnreadable, match=says):
        read(content)


def test_ten_thousand_lines_are_read() -> None:
    lines = "".join(f"person{n}@x.org,maya@x.org\n" for n in range(10_000))
    rows = read(("email,manager\n" + lines).encode())
    assert (len(rows), rows[-1].line) == (10_000, 10_001)


@given(st.binary(max_size=300))
def test_no_file_breaks_it(content: bytes) -> None:
    for heading in (b"", b"email,manager\n", b'"email";"manager"\r\n'):
        try:
            assert all(row.person for row in read(heading + content))
        except FileUnreadable as problem:
            assert str(problem)  # noqa: PT017 - either is an answer
