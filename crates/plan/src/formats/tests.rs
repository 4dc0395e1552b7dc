//! Files that are refused, and why; every one cut short at any byte without a panic.

use super::packed::{packed, word};
use super::*;

fn check(bytes: &[u8], expected: &str) {
    let got = SourceText::from_bytes("plan", bytes).map(|source| source.text().to_owned());
    let got = got.unwrap_or_else(|error| error.to_string());
    assert!(got.contains(expected), "{got}\nis not\n{expected}");
}

fn ole(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(1024, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

#[test]
fn what_is_not_read_says_what_to_do() {
    check(
        &ole("WordDocument"),
        "plan is an old Word document (.doc), which is not read; open it in Word, save it as .docx and try again",
    );
    check(
        &ole("Workbook"),
        "an old Excel workbook (.xls), which is not read; open it in Excel, save it as .xlsx",
    );
    check(
        &ole("EncryptedPackage"),
        "plan is protected by a password; save it without one and try again",
    );
    check(
        b"\x89PNG\r\n\x1a\n\0\0\0",
        "a picture (PNG), which is not read; recognise its text (OCR)",
    );
    check(b"\xFF\xD8\xFF\xE0\0\x10JFIF", "a picture (JPEG)");
    check(b"{\\rtf1 plan}", "save it as .docx");
    check(&packed(&[("ppt/presentation.xml", "")]), "a presentation");
    check(&packed(&[("mimetype", "application/vnd.oasis.opendocument.text")]), "(.odt)");
    check(
        &packed(&[("readme.txt", "hello")]),
        "a zip archive, which is not read; take the document out of it",
    );
    check(b"PK\x03\x04cut short", "a damaged or incomplete Office document or zip archive");
    check(&packed(&[("word/document.xml", "")]), "holds no text");
    check(&packed(&[("xl/workbook.xml", "nonsense")]), "Excel workbook");
    check(b"<?xml version=\"1.0\"?><w:wordDocument/>", "a Word document as XML");
}

#[test]
fn what_begins_like_another_format_but_is_text_is_read() {
    check(b"BM patients and MZ twins", "BM patients");
    check(b"PKU screening", "PKU screening");
}

#[test]
fn a_package_that_unpacks_without_end_is_refused() {
    let blanks = " ".repeat(limits::LARGEST_INSIDE + 1);
    let bytes = word("", &[("word/styles.xml", &blanks)]);
    assert!(bytes.len() < 1024 * 1024);
    check(&bytes, "unpacks to more than");
    let workbook = packed(&[("xl/workbook.xml", "<workbook/>"), ("xl/media/blanks", &blanks)]);
    check(&workbook, "unpacks to more than");
}

#[test]
fn a_document_cut_short_anywhere_is_no_panic() {
    let body =
        "<w:p><w:r><w:t>Text</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    let bytes = word(body, &[]);
    for end in 4..bytes.len() {
        let read = SourceText::from_bytes("plan", &bytes[..end]);
        assert!(read.is_err(), "{end} of {}", bytes.len());
    }
}
