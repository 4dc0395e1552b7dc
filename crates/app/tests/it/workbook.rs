//! A workbook edited as somebody with a spreadsheet program would: cells given other values.

use std::io::{Cursor, Read as _, Write as _};

use bellwether_plan::formats::xlsx::sheets;
use zip::write::SimpleFileOptions;

/// Gives cells of the first sheet other texts, each named by the commitment's id and the heading.
pub(crate) fn edit(bytes: &[u8], changes: &[(i64, &str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut edited = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for position in 0..archive.len() {
        let mut part = archive.by_index(position).expect("a part");
        let name = part.name().expect("its name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text");
        if name == "xl/worksheets/sheet1.xml" {
            for (id, heading, value) in changes {
                text = with_cell(&text, &address(bytes, *id, heading), value);
            }
        }
        edited.start_file(name, SimpleFileOptions::default()).expect("a part");
        edited.write_all(text.as_bytes()).expect("its text");
    }
    edited.finish().expect("an archive").into_inner()
}

/// Where a commitment's cell under a heading is, such as `H12`.
fn address(bytes: &[u8], id: i64, heading: &str) -> String {
    let sheets = sheets(bytes).expect("a workbook");
    let sheet = &sheets[0];
    let column = sheet.rows[0].iter().position(|cell| cell == heading).expect(heading);
    let row = sheet.rows.iter().position(|row| row[0] == id.to_string()).expect("the commitment");
    let letter = char::from(b'A' + u8::try_from(column).expect("few columns"));
    format!("{letter}{}", sheet.row_numbers[row])
}

/// The sheet with another text in a cell, whose look is kept.
fn with_cell(sheet: &str, address: &str, value: &str) -> String {
    let start = sheet.find(&format!("<c r=\"{address}\"")).expect("the cell");
    let rest = &sheet[start..];
    let tag = rest.find('>').expect("its tag") + 1;
    let end = if rest[..tag].ends_with("/>") {
        tag
    } else {
        rest.find("</c>").expect("its end") + "</c>".len()
    };
    let style = rest[..tag].split(" s=\"").nth(1).and_then(|rest| rest.split('"').next());
    let style = style.map(|style| format!(" s=\"{style}\"")).unwrap_or_default();
    let value = value.replace('&', "&amp;").replace('<', "&lt;");
    let cell = format!("<c r=\"{address}\"{style} t=\"inlineStr\"><is><t>{value}</t></is></c>");
    format!("{}{cell}{}", &sheet[..start], &rest[end..])
}
