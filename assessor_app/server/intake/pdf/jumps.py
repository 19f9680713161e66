"""Links within a PDF (ISO 32000-2, 12.3.2): by page, whatever their target was called, so that they survive copying."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

_PAGE = "/AssessorPage"
"""Where a link leads, as a number, while its page is on the way into another file."""


def note_targets(source: pikepdf.Pdf) -> None:
    """Write beside each link within the file the number of the page that it leads to."""
    numbers = {page.obj.objgen: number for number, page in enumerate(source.pages)}
    named: dict[str, Any] | None = None
    for link in _links(source):
        target = _target(link)
        if isinstance(target, (pikepdf.String, pikepdf.Name)):
            named = _named(source) if named is None else named
            target = named.get(str(target))
        if isinstance(target, pikepdf.Dictionary):
            target = target.get("/D")
        if isinstance(target, pikepdf.Array) and len(target) and isinstance(target[0], pikepdf.Dictionary):
            number = numbers.get(target[0].objgen)
            if number is not None:
                link[_PAGE] = number


def set_targets(fresh: pikepdf.Pdf) -> None:
    """Have the links lead to their pages in the new file."""
    for link in _links(fresh):
        number = link.get(_PAGE)
        if isinstance(number, int) and 0 <= number < len(fresh.pages):
            link["/Dest"] = pikepdf.Array([fresh.pages[number].obj, pikepdf.Name.Fit])
        if _PAGE in link:
            del link[_PAGE]


def leads_within(link: pikepdf.Object) -> bool:
    return _PAGE in link


def _links(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        for item in annotations if isinstance(annotations, pikepdf.Array) else ():
            if isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == pikepdf.Name.Link:
                yield item


def _target(link: pikepdf.Object) -> Any:
    action = link.get("/A")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") == pikepdf.Name.GoTo:
        return action.get("/D")
    return link.get("/Dest")


def _named(source: pikepdf.Pdf) -> dict[str, Any]:
    """Names of places in the file, of old and of new kind."""
    found: dict[str, Any] = {}
    old, names = source.Root.get("/Dests"), source.Root.get("/Names")
    if isinstance(old, pikepdf.Dictionary):
        found |= {str(name): target for name, target in old.items()}
    tree = names.get("/Dests") if isinstance(names, pikepdf.Dictionary) else None
    if isinstance(tree, pikepdf.Dictionary):
        try:
            found |= {str(name): target for name, target in pikepdf.NameTree(tree).items()}
        except (pikepdf.PdfError, ValueError, RuntimeError):
            return found
    return found
