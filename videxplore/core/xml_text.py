"""XML that others wrote: without entities of its own, and nested no deeper than documents are."""

from xml.etree import ElementTree
from xml.parsers import expat

_DEEPEST = 200
"""Elements within each other; documents of editing programs have about ten."""


def parsed_xml(text: str) -> ElementTree.Element:
    """The root of a document; its names keep their prefixes.

    Raises:
        ValueError: If it is not XML, declares entities, or is nested too deeply.
    """
    builder = ElementTree.TreeBuilder()
    # Whatever encoding the document names, it was decoded already.
    parser = expat.ParserCreate("utf-8")
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise ValueError("nested too deeply")
        builder.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name)

    def refuse(*_: object) -> None:
        raise ValueError("entities are not read")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        raise ValueError("not XML") from error
    return builder.close()
