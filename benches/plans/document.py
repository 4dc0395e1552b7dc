#!/usr/bin/env python3
"""Writes a Word document of 300 pages with 2,000 actions, as `cargo bench -p bellwether-plan --bench read`
makes it, and reads the cells of its tables as a peer would; prints processor seconds.

usage: document.py write OUT.docx | document.py python-docx|mammoth DOCUMENT.docx
"""
import sys
import time
import zipfile

PAGES = 300


def paragraph(style, text):
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:rPr><w:sz w:val="22"/></w:rPr>'
        f"<w:t>{text}</w:t></w:r></w:p>"
    )


def row(texts):
    cell = '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{}</w:tc>'
    return "<w:tr>" + "".join(cell.format(paragraph("Cell", text)) for text in texts) + "</w:tr>"


def write(path):
    body = [paragraph("Title", "Fenmarsh PCT Action Plan 2008/09")]
    text = "The needs of the district were reviewed with its partners and the public. " * 8
    for section in range(1, PAGES // 3 + 1):
        body.append(paragraph("Heading1", f"{section}. Section of the plan"))
        body += [paragraph("Normal", text)] * 4
        body.append('<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>')
        body.append(row(["Ref", "Action", "Lead", "Timescale", "Milestones"]))
        for action in range(1, 21):
            body.append(
                row(
                    [
                        f"{section}.{action}",
                        "Develop and agree a strategy with all partners of the district",
                        "CE &amp; DoF",
                        "Sept 08",
                        "Draft presented to the Board in September, strategy agreed by all partners",
                    ]
                )
            )
        body.append("</w:tbl>")
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        package.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Target="word/document.xml" Type='
            '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        )
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{main}"><w:body>{"".join(body)}</w:body></w:document>'
        )


def with_python_docx(path):
    from docx import Document

    tables = Document(path).tables
    return sum(len([cell.text for cell in row.cells]) for table in tables for row in table.rows)


def with_mammoth(path):
    import mammoth

    with open(path, "rb") as file:
        return mammoth.convert_to_html(file).value.count("<td")


def main():
    what, path = sys.argv[1:]
    if what == "write":
        return write(path)
    peer = {"python-docx": with_python_docx, "mammoth": with_mammoth}[what]
    begin = time.process_time()
    cells = peer(path)
    print(f"{what}: {cells} cells, {time.process_time() - begin:.2f} s")


if __name__ == "__main__":
    main()
