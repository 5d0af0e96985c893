"""Reads one prompt file: front matter in YAML, then a body in Markdown. Its rules stand in catalogue.SHAPES."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.prompts.catalogue import SHAPES, PromptKind
from bot.prompts.examples import Example, read_example
from bot.prompts.mrkdwn import Block, PromptError, Text, blocks, escape, text_of
from bot.prompts.rehearsals import Rehearsal, read_rehearsal


@dataclass(frozen=True)
class Prompt:
    """One prompt as its file has it. Fields that its kind has no use for are empty."""

    name: str
    language: str
    kind: PromptKind
    moment: str
    rung: str
    topic: str
    title: str
    for_whom: str
    facts: frozenset[str]
    sources: tuple[str, ...]
    heading: Text
    body: Text
    paragraphs: int
    sections: tuple[tuple[str, Text], ...]
    rehearsal: Rehearsal | None
    example: Example | None

    @property
    def used_facts(self) -> frozenset[str]:
        return self.heading.facts | self.body.facts


def read_folder(folder: Path, language: str, problems: list[str]) -> dict[str, Prompt]:
    """Read every prompt below `folder`/`language`; `problems` names what cannot be read. No folder, no prompts."""
    root = folder / language
    found = {}
    for path in sorted(root.rglob("*.md")):
        name = path.relative_to(root).with_suffix("").as_posix()
        if path.name == "README.md":
            continue
        try:
            found[name] = read_prompt(name, path.read_text(encoding="utf-8"), language)
        except PromptError as error:
            problems.extend(f"{name}: {problem}" for problem in error.problems)
        except UnicodeDecodeError:
            problems.append(f"{name}: the file is not UTF-8")
    return found


# The one in C reads six times as fast, where PyYAML was built with it.
_SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FRONT_MATTER = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)


def read_prompt(name: str, source: str, language: str = "en") -> Prompt:
    """Read the text of one file. Raises PromptError naming all faults of its front matter, or the first of its body."""
    parts = _FRONT_MATTER.match(source)
    if parts is None:
        raise PromptError("it must begin with front matter between two lines of ---")
    front = _front_matter(parts["front"])
    kind = _judge(front, name)
    said = {key: str(front.get(key, "")) for key in ("moment", "rung", "topic", "title", "start")}
    side = str(front.get("for", "both"))
    practice, is_example = kind is PromptKind.REHEARSAL, kind is PromptKind.EXAMPLE
    content = [] if practice or is_example else blocks(parts["body"])
    heading, body = _head_and_body(kind, said["title"], content)
    return Prompt(
        name=name,
        language=language,
        kind=kind,
        moment=said["moment"],
        rung=said["rung"],
        topic=said["topic"],
        title=said["title"],
        for_whom=side,
        facts=frozenset(front.get("facts") or ()),
        sources=tuple(front.get("sources") or ()),
        heading=heading,
        body=body,
        paragraphs=len([block for block in content if not block.level]),
        sections=_sections(content) if kind is PromptKind.GUIDE else (),
        rehearsal=read_rehearsal(name, said["title"], side, said["start"], parts["body"]) if practice else None,
        example=read_example(name, front, parts["body"]) if is_example else None,
    )


def _front_matter(source: str) -> Mapping[str, Any]:
    try:
        front = yaml.load(source, Loader=_SAFE_LOADER)  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        raise PromptError(
            "the front matter cannot be read as YAML; a colon in a text needs quotes around it"
        ) from error
    if not isinstance(front, dict):
        raise PromptError("the front matter must be lines of `key: value`")
    return front


def _judge(front: Mapping[str, Any], name: str) -> PromptKind:
    """Return the kind that the front matter names. Raises PromptError with all that is wrong with its keys."""
    if front.get("kind") not in list(PromptKind):
        raise PromptError(f"kind must be one of {', '.join(PromptKind)}")
    kind = PromptKind(front["kind"])
    shape = SHAPES[kind]
    problems = [f'unknown front matter "{key}"' for key in front if key not in shape.required | shape.optional]
    problems += [f'the front matter needs "{key}"' for key in sorted(shape.required - set(front))]
    problems += [
        f'"{key}" must be a list of texts' for key in ("facts", "sources") if not _is_list_of_texts(front.get(key))
    ]
    if not name.startswith(f"{shape.folder}/"):
        problems.append(f"a {kind} belongs into the folder {shape.folder}")
    if problems:
        raise PromptError(*problems)
    return kind


def _is_list_of_texts(value: object) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(item, str) for item in value))


def _head_and_body(kind: PromptKind, title: str, content: list[Block]) -> tuple[Text, Text]:
    """A message and a nudge begin with what to do; everything else has its title in the front matter."""
    if kind in (PromptKind.MESSAGE, PromptKind.NUDGE):
        return Text(content[0].source if content else ""), text_of(content[1:])
    return Text(escape(title)), text_of(content)


def _sections(content: list[Block]) -> tuple[tuple[str, Text], ...]:
    starts = [place for place, block in enumerate(content) if block.level]
    if starts[:1] != [0]:
        raise PromptError("a guide begins with its first section, a line with ## before it")
    ends = [*starts[1:], len(content)]
    return tuple(
        (content[start].source, text_of(content[start + 1 : end])) for start, end in zip(starts, ends, strict=True)
    )
