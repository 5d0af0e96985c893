"""The documents say what is there: every setting, command and measure, every table; and no link leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from app import cli
from bot.config import Settings
from bot.db.delivery import Backlog
from bot.domain import lifecycle, permissions
from bot.web import metrics
from bot.web.meters import Meters

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
OPERATING = (DOCS / "operating.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name.upper()}`" in OPERATING


@pytest.mark.parametrize("name", sorted(typer.main.get_group(cli).commands))
def test_every_command_is_documented(name: str) -> None:
    assert re.search(rf"^\| `app\.py {name}\b", OPERATING, re.MULTILINE)


def test_every_measure_is_documented() -> None:
    told = metrics.written(Meters(), {}, Backlog(0, 0, 0, 0.0)).decode()
    for name in re.findall(r"^# TYPE (\w+)", told, re.MULTILINE):
        assert f"`{name}" in OPERATING


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))], ids=str)
def test_no_link_leads_nowhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_the_tables_are_printed_from_the_code() -> None:
    assert (DOCS / "tables.md").read_text(encoding="utf-8") == tables()


def test_each_decision_answers_a_question() -> None:
    records = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(record.name[:4])}. "), record.name
        assert all(part in text for part in ("**Question.**", "**Decision.**", "**Why.**")), record.name


def tables() -> str:
    """Return docs/tables.md as the code has it. `python -m tests.test_docs` writes it."""
    lines = [
        "# Tables of rules",
        "",
        "Printed from the code; a test holds them to it.",
        "",
        "## The life of a tour",
        "",
    ]
    lines += ["| from | what happens | to |", "|---|---|---|"]
    lines += [f"| {state} | {act} | {after} |" for (state, act), after in lifecycle.TABLE.items()]
    lines += ["", "What the table lacks is refused and changes nothing.", "", "## Who may do what", ""]
    roles = [role for role in permissions.Role if role is not permissions.Role.STRANGER]
    lines += [f"| | {' | '.join(roles)} |", f"|---|{'---|' * len(roles)}"]
    for action, allowed in permissions.TABLE.items():
        lines.append(f"| {action} | {' | '.join('yes' if role in allowed else 'no' for role in roles)} |")
    return "\n".join([*lines, "", "Everybody else: nothing.", ""])


if __name__ == "__main__":
    (DOCS / "tables.md").write_text(tables(), encoding="utf-8")
