#!/usr/bin/env python3
"""Writes the commitments of `bellwether export plan all --format csv` as a workbook, as a peer would:
the same columns, a header that stays, filters, widths, wrapped text and a list of statuses.

usage: peer.py openpyxl|xlsxwriter COMMITMENTS.csv OUT.xlsx
"""
import csv
import sys
import time

STATUSES = ["Not started", "On track", "At risk", "Off track", "Achieved", "Not achieved", "Cancelled"]


def with_openpyxl(rows, out):
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    side = Side(style="thin", color="AEB7BD")
    look = {
        "alignment": Alignment(vertical="top", wrap_text=True),
        "border": Border(left=side, right=side, top=side, bottom=side),
        "fill": PatternFill("solid", fgColor="F0F4F5"),
    }
    for row in rows:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            for name, value in look.items():
                setattr(cell, name, value)
    for column in range(1, len(rows[0]) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 20
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    chosen = DataValidation(type="list", formula1='"' + ",".join(STATUSES) + '"')
    chosen.add(f"P2:P{len(rows)}")
    sheet.add_data_validation(chosen)
    book.save(out)


def with_xlsxwriter(rows, out):
    import xlsxwriter

    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    look = book.add_format(
        {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#AEB7BD", "bg_color": "#F0F4F5"}
    )
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, look)
    sheet.set_column(0, len(rows[0]) - 1, 20)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
    sheet.data_validation(1, 15, len(rows) - 1, 15, {"validate": "list", "source": STATUSES})
    book.close()


def main():
    peer, source, out = sys.argv[1:]
    with open(source, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    start = time.monotonic()
    {"openpyxl": with_openpyxl, "xlsxwriter": with_xlsxwriter}[peer](rows, out)
    print(f"{peer}: {len(rows) - 1} rows in {time.monotonic() - start:.2f} s")


main()
