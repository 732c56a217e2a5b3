"""A paper for Word (ECMA-376): real headings, lists and table headers, as screen readers need."""

from collections.abc import Iterator

from lotse.aids.papers import Block, Box, Heading, Listing, Paper, Paragraph, Table
from lotse.aids.papers.package import DECLARATION, packed, xml

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MEDIA_TYPE = f"{_WORD}.document"
_PARTS = ("document", "styles", "numbering", "footer")
_BULLETS = 1
"""Number of the list with dots; numbered lists count on from it."""
_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" '
    'w:footer="567" w:gutter="0"/></w:sectPr>'
)


def write(paper: Paper) -> bytes:
    numbered = [one for one in paper.blocks if isinstance(one, Listing) and one.is_numbered]
    text = "".join(
        [
            _paragraph(paper.title, "Title"),
            _paragraph(paper.meta, "Small"),
            *_blocks(paper.blocks),
        ]
    )
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            [
                ("document", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
                ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": _core(paper),
        "word/_rels/document.xml.rels": _relations(
            [(name, f"{_OFFICE}/relationships/{name}", f"{name}.xml") for name in _PARTS[1:]]
        ),
        "word/document.xml": _root("document", f"<w:body>{text}{_PAGE}</w:body>"),
        "word/styles.xml": _root("styles", _styles()),
        "word/numbering.xml": _root("numbering", _numbering(len(numbered))),
        "word/footer.xml": _root("ftr", _paragraph(paper.foot, "Small")),
    }
    return packed({name: DECLARATION + part for name, part in parts.items()})


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    number = _BULLETS
    for block in blocks:
        match block:
            case Heading(text):
                yield _paragraph(text, "Heading1")
            case Paragraph(text, is_small):
                yield _paragraph(text, "Small" if is_small else "Normal")
            case Listing(items, is_numbered):
                number += is_numbered
                for item in items:
                    yield _paragraph(item, "Normal", number if is_numbered else _BULLETS)
            case Box(text, notes):
                yield _paragraph(f"{block.mark} {text}", "Box")
                for note in notes:
                    yield _paragraph(note, "Note")
            case Table(header, rows):
                yield _table(header, rows)


def _paragraph(text: str, style: str, number: int = 0) -> str:
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{xml(line)}</w:t>' for line in text.split("\n")
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{listed}</w:pPr><w:r>{lines}</w:r></w:p>'


def _table(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    width = 9638 // len(header)
    grid = f'<w:gridCol w:w="{width}"/>' * len(header)

    def row(cells: tuple[str, ...], style: str, repeated: str = "") -> str:
        inner = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(cell, style)}'
            "</w:tc>"
            for cell in cells
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{inner}</w:tr>"

    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Lines"/><w:tblW w:w="5000" w:type="pct"/>'
        '<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{row(header, 'Head', '<w:tblHeader/>')}"
        f"{''.join(row(cells, 'Normal') for cells in rows)}</w:tbl>{_paragraph('', 'Normal')}"
    )


def _root(name: str, inner: str) -> str:
    return f'<w:{name} xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}/relationships">{inner}</w:{name}>'


def _relations(every: list[tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, kind, target in every
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _content_types() -> str:
    names = {"document": f"{_WORD}.document.main+xml"}
    names |= {name: f"{_WORD}.{name}+xml" for name in _PARTS[1:]}
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'
        for name, kind in names.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'{parts}<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )


def _core(paper: Paper) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{xml(paper.title)}</dc:title><dc:creator>{xml(paper.author)}</dc:creator>"
        "<dc:language>de-DE</dc:language></cp:coreProperties>"
    )


def _style(name: str, label: str, paragraph: str = "", run: str = "", based: str = "Normal") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if name != based else ""
    default = ' w:default="1"' if name == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{label}"/>{on}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _styles() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="8A8F9E"/>' for side in sides)
    return (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" '
        'w:cs="Arial"/><w:sz w:val="22"/><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
        + _style("Normal", "Normal")
        + _style("Title", "Title", "<w:keepNext/>", '<w:b/><w:sz w:val="40"/>')
        + _style(
            *("Heading1", "heading 1"),
            '<w:keepNext/><w:spacing w:before="280" w:after="100"/><w:outlineLvl w:val="0"/>',
            '<w:b/><w:sz w:val="28"/>',
        )
        + _style("Small", "Small", "", '<w:color w:val="4A4F60"/><w:sz w:val="18"/>')
        + _style(
            *("Box", "Box"),
            '<w:keepLines/><w:spacing w:before="80" w:after="40"/>'
            '<w:ind w:left="397" w:hanging="397"/>',
        )
        + _style("Note", "Note", '<w:spacing w:after="40"/><w:ind w:left="397"/>', "", "Small")
        + _style("Head", "Head", "<w:keepNext/>", "<w:b/>")
        + '<w:style w:type="table" w:styleId="Lines"><w:name w:val="Lines"/><w:tblPr><w:tblBorders>'
        f"{lines}</w:tblBorders></w:tblPr></w:style>"
    )


def _numbering(count: int) -> str:
    """Each numbered list begins with 1, so each has its number."""
    indent = '<w:pPr><w:ind w:left="397" w:hanging="397"/></w:pPr>'
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{mark}"/>{indent}</w:lvl></w:abstractNum>'
        for number, form, mark in ((0, "bullet", "•"), (1, "decimal", "%1."))
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = "".join(
        f'<w:num w:numId="{_BULLETS + number}"><w:abstractNumId w:val="{min(number, 1)}"/>'
        f"{again if number else ''}</w:num>"
        for number in range(count + 1)
    )
    return kinds + lists
