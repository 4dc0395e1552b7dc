#!/usr/bin/env python3
"""Makes small documents for the fuzz targets to begin from, of the example plans: corpus/TARGET/*."""

import re
import zipfile
import zlib
from pathlib import Path

HERE = Path(__file__).parent
PLANS = HERE.parent / "examples" / "plans"
# The targets of Office documents take their parts in one input, parted by such a line.
PARTED = b"\n%%%\n"
PIECE = 2_500
DATES = (
    "Sept 03|Jan-Mar 04|Dec-Feb 04|by end 08/9|2007/8|Q2 2018/19|Ongoing|Immediate|31/10/2018|w/c 6 May 2019"
    "|28 weeks from specification to award|within one month of appointment|every 3-4 months|monthly|TBC"
)
WORD = """<w:document><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Plan 2018/19</w:t></w:r></w:p>\
<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>Action</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>When</w:t></w:r></w:p></w:tc></w:tr>\
<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr><w:p><w:ins><w:r><w:t>Do</w:t></w:r></w:ins></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"""
PAGE = "BT /F1 12 Tf 50 780 Td (Ref  Action) Tj 100 0 Td (Lead) Tj ET 40 700 500 0.5 re f 400 600 m 400 700 l S"
WEB = "<h1>Plan</h1><table><tr><th>Action<th>Lead<th>When<tr><td rowspan=2>Do<br>it<td colspan=2>CE</table><ol type=a><li>We will go</ol>"


def put(target: str, name: str, content: bytes) -> None:
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def parts(path: Path, *names: str) -> bytes:
    with zipfile.ZipFile(path) as package:
        present = package.namelist()
        return PARTED.join(package.read(name)[:9_000] if name in present else b"" for name in names)


def main() -> None:
    for path in PLANS.glob("*.docx"):
        put("docx", path.stem, parts(path, "word/document.xml", "word/numbering.xml", "word/styles.xml"))
    put("docx", "small", WORD.encode())
    for path in PLANS.glob("*.xlsx"):
        for number in (1, 2):
            sheet = f"xl/worksheets/sheet{number}.xml"
            put("xlsx", f"{path.stem}-{number}", parts(path, sheet, "xl/sharedStrings.xml", "xl/styles.xml"))
    for path in PLANS.glob("*.pdf"):
        content = path.read_bytes()
        streams = (content[found.end() :] for found in re.finditer(rb"stream\r?\n", content))
        for number, stream in enumerate(streams):
            try:
                text = zlib.decompressobj().decompress(stream)
            except zlib.error:
                continue
            if b"BT" in text[:400]:
                put("pdf", f"{path.stem}-{number}", text[:6_000])
    put("pdf", "small", PAGE.encode())
    for target, pattern in (("txt", "*.txt"), ("md", "*.md")):
        for path in PLANS.glob(pattern):
            text = path.read_bytes()
            for start in range(0, len(text), PIECE):
                put(target, f"{path.stem}-{start}", text[start : start + PIECE])
    put("html", "small", WEB.encode())
    put("csv", "small", b'1.1,"Open a clinic, soon",CE,May 2018\n1.2,"a ""b""",DoF,"2018/19\nQ2"\n')
    for number, date in enumerate(DATES.split("|")):
        put("timescale", str(number), date.encode())


if __name__ == "__main__":
    main()
