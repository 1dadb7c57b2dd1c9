"""Bring the catalogs of translations up to date with what the package says.

``python docs/catalog.py`` adds to each catalog the texts that it lacks, with nothing beside them, takes out those that
nobody says any more, and compiles it. Then somebody has to write what is missing, and run it again.
``python docs/catalog.py --check`` writes nothing and tells what is missing, left over, marked fuzzy, without the fields
of the English text, or not compiled.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "ms_convlint"
FROM_ARGPARSE = (
    "usage: ",
    "positional arguments",
    "options",
    "show this help message and exit",
    "%(prog)s: error: %(message)s\n",
    "argument %(argument_name)s: %(message)s",
    "expected one argument",
    "ignored explicit argument %r",
    "invalid choice: %(value)r (choose from %(choices)s)",
    "unrecognized arguments: %s",
)
"""What argparse says by itself for the command; it asks the same catalog."""
SOURCES = sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/ms_convlint.po"))


def said() -> Catalog:
    """Return every text that the package says, by its template.

    Raises:
        ValueError: a template is no literal, so that nobody could translate it.
    """
    found = Catalog()
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "said":
                found.add(template(node, path))
    for text in FROM_ARGPARSE:
        found.add(text)
    return found


def template(call: ast.Call, path: Path) -> str:
    """Return what a call of ``said`` says."""
    first = call.args[0] if call.args else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value:
        return first.value
    raise ValueError(f"{path}:{call.lineno}: what is said here is no literal")


def language(source: Path) -> str:
    """Return the language of a catalog, which its folder is named by."""
    return source.parent.parent.name


def read(source: Path) -> Catalog:
    """Return a catalog as it was written."""
    with source.open("rb") as file:
        return read_po(file, locale=language(source))


def updated(source: Path) -> Catalog:
    """Return a catalog with the texts that are said now, in the order of their English."""
    before, after = read(source), Catalog(locale=language(source), fuzzy=False)
    for message in said():
        if message.id:
            known = before.get(message.id)
            if known is None:
                after.add(message.id)
            else:
                after.add(message.id, known.string, flags=known.flags)
    return after


def as_text(catalog: Catalog) -> bytes:
    """Return the source of a catalog."""
    file = io.BytesIO()
    write_po(file, catalog, width=0, omit_header=True, sort_output=True)
    return _HEADER + file.getvalue()


_HEADER = b"""\
msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def is_compiled(source: Path) -> bool:
    """Whether what gettext reads is what the catalog says; two versions of Babel need not write the same bytes."""
    compilation = source.with_suffix(".mo")
    if not compilation.exists():
        return False
    with compilation.open("rb") as file:
        return texts(read_mo(file)) == texts(read(source))


def compile_catalog(source: Path) -> None:
    """Write a catalog as gettext reads it."""
    if not is_compiled(source):
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(source))


def texts(catalog: Catalog) -> dict[object, object]:
    """Return what a catalog has translated."""
    return {message.id: message.string for message in catalog if message.id and message.string}


def complaints(source: Path) -> Iterator[str]:
    """Yield what is wrong with a catalog, a line each."""
    catalog, wanted = read(source), said()
    translated = texts(catalog)
    for message in wanted:
        if message.id and message.id not in translated:
            yield f"not translated: {message.id!r}"
    for message in catalog:
        if message.id and message.id not in wanted:
            yield f"said by nobody: {message.id!r}"
        elif message.fuzzy and message.id:
            yield f"fuzzy: {message.id!r}"
        elif message.string and fields(str(message.id)) != fields(str(message.string)):
            yield f"other fields: {message.id!r}"
    if not is_compiled(source):
        yield "not compiled"


def fields(template: str) -> set[str]:
    """Return the names of the fields in a template, and what argparse fills in."""
    named = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    return named | set(re.findall(r"%(?:\(\w+\))?[rs]", template))


def main() -> int:
    """Run the script; 1 where something has to be written by hand, or with ``--check`` at all."""
    parser = argparse.ArgumentParser(description="Bring the catalogs of translations up to date.")
    parser.add_argument("--check", action="store_true", help="write nothing, say what is wrong with them")
    if not parser.parse_args().check:
        for source in SOURCES:
            source.write_bytes(as_text(updated(source)))
            compile_catalog(source)
    found = [f"{source.relative_to(PACKAGE)}: {line}" for source in SOURCES for line in complaints(source)]
    sys.stderr.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
