"""A paper as OpenDocument text (ISO/IEC 26300): real headings, lists and table headers."""

from collections.abc import Iterator

from lotse.aids.papers import Block, Box, Heading, Listing, Paper, Paragraph, Table
from lotse.aids.papers.package import DECLARATION, packed, xml

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("style", "style")),
        *(("meta", "meta"), ("fo", "xsl-fo-compatible")),
    )
)
_DUBLIN = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


def write(paper: Paper) -> bytes:
    text = "".join(
        [
            f'<text:p text:style-name="Title">{_words(paper.title)}</text:p>',
            _paragraph(paper.meta, "Small"),
            *_blocks(paper.blocks),
        ]
    )
    parts = {
        "content.xml": _root(
            "content", f"{_cells()}<office:body><office:text>{text}</office:text></office:body>"
        ),
        "styles.xml": _root("styles", _styles(paper)),
        "meta.xml": _root("meta", _meta(paper)),
        "META-INF/manifest.xml": _manifest(),
    }
    every = {"mimetype": MEDIA_TYPE}
    every |= {name: DECLARATION + part for name, part in parts.items()}
    return packed(every, first="mimetype")


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for number, block in enumerate(blocks):
        match block:
            case Heading(text):
                yield (
                    '<text:h text:style-name="Heading_20_1" text:outline-level="1">'
                    f"{_words(text)}</text:h>"
                )
            case Paragraph(text, is_small):
                yield _paragraph(text, "Small" if is_small else "Standard")
            case Listing(items, is_numbered):
                inner = "".join(
                    f"<text:list-item>{_paragraph(item, 'Standard')}</text:list-item>"
                    for item in items
                )
                style = "Numbers" if is_numbered else "Dots"
                yield f'<text:list text:style-name="{style}">{inner}</text:list>'
            case Box(text, notes):
                yield _paragraph(f"{block.mark} {text}", "Box")
                for note in notes:
                    yield _paragraph(note, "Note")
            case Table(header, rows):
                yield _table(number, header, rows)


def _words(text: str) -> str:
    # Several blanks are one in this format, except those that are counted.
    return "<text:line-break/>".join(
        xml(line).replace("  ", " <text:s/>") for line in text.split("\n")
    )


def _paragraph(text: str, style: str) -> str:
    return f'<text:p text:style-name="{style}">{_words(text)}</text:p>'


def _table(number: int, header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    def row(cells: tuple[str, ...], style: str) -> str:
        inner = "".join(
            '<table:table-cell table:style-name="Cell" office:value-type="string">'
            f"{_paragraph(cell, style)}</table:table-cell>"
            for cell in cells
        )
        return f"<table:table-row>{inner}</table:table-row>"

    return (
        f'<table:table table:name="T{number}">'
        f'<table:table-column table:number-columns-repeated="{len(header)}"/>'
        f"<table:table-header-rows>{row(header, 'Head')}</table:table-header-rows>"
        f"{''.join(row(cells, 'Standard') for cells in rows)}</table:table>"
        f"{_paragraph('', 'Small')}"
    )


def _root(name: str, inner: str) -> str:
    kind = f"office:document-{name}"
    return f'<{kind} {_NAMES} {_DUBLIN} office:version="1.3">{inner}</{kind}>'


def _meta(paper: Paper) -> str:
    return (
        f"<office:meta><dc:title>{xml(paper.title)}</dc:title>"
        f"<dc:creator>{xml(paper.author)}</dc:creator><dc:language>de-DE</dc:language>"
        "</office:meta>"
    )


def _manifest() -> str:
    name = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (
            *(("/", MEDIA_TYPE), ("content.xml", "text/xml")),
            *(("styles.xml", "text/xml"), ("meta.xml", "text/xml")),
        )
    )
    return (
        f'<manifest:manifest xmlns:manifest="{name}" manifest:version="1.3">{entries}'
        "</manifest:manifest>"
    )


def _cells() -> str:
    return (
        '<office:automatic-styles><style:style style:name="Cell" style:family="table-cell">'
        '<style:table-cell-properties fo:border="0.5pt solid #8a8f9e" fo:padding="0.15cm"/>'
        "</style:style></office:automatic-styles>"
    )


def _style(name: str, paragraph: str = "", text: str = "", based: str = "Standard") -> str:
    on = f' style:parent-style-name="{based}"' if name != based else ""
    label = name.replace("_20_", " ")
    return (
        f'<style:style style:name="{name}" style:display-name="{label}" style:family="paragraph"'
        f"{on}><style:paragraph-properties {paragraph}/><style:text-properties {text}/>"
        "</style:style>"
    )


def _list(name: str, level: str) -> str:
    return (
        f'<text:list-style style:name="{name}">{level}<style:list-level-properties '
        'text:list-level-position-and-space-mode="label-alignment">'
        "<style:list-level-label-alignment "
        'text:label-followed-by="listtab" fo:margin-left="0.7cm" fo:text-indent="-0.7cm"/>'
        f"</style:list-level-properties></{level[1:].split(' ')[0]}></text:list-style>"
    )


def _styles(paper: Paper) -> str:
    return (
        '<office:styles><style:default-style style:family="paragraph"><style:text-properties '
        'fo:font-family="Arial" fo:font-size="11pt" fo:language="de" fo:country="DE"/>'
        "</style:default-style>"
        + _style("Standard", 'fo:margin-bottom="0.2cm"')
        + _style("Title", "", 'fo:font-size="20pt" fo:font-weight="bold"')
        + _style(
            "Heading_20_1",
            'fo:margin-top="0.5cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"',
            'fo:font-size="14pt" fo:font-weight="bold"',
        )
        + _style("Small", "", 'fo:font-size="9pt" fo:color="#4a4f60"')
        + _style("Box", 'fo:margin-left="0.7cm" fo:text-indent="-0.7cm" fo:margin-top="0.15cm"')
        + _style("Note", 'fo:margin-left="0.7cm"', "", "Small")
        + _style("Head", "", 'fo:font-weight="bold"')
        + _list("Dots", '<text:list-level-style-bullet text:level="1" text:bullet-char="•">')
        + _list(
            "Numbers",
            '<text:list-level-style-number text:level="1" style:num-format="1" '
            'style:num-suffix=".">',
        )
        + '</office:styles><office:automatic-styles><style:page-layout style:name="A4">'
        '<style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" '
        'fo:margin="2cm"/><style:footer-style/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" '
        f'style:page-layout-name="A4"><style:footer>{_paragraph(paper.foot, "Small")}'
        "</style:footer></style:master-page></office:master-styles>"
    )
