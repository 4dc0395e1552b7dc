//! Formats that are known and not read, each with what to do instead.

use crate::ReadError;

/// How OLE files begin: Office documents up to 2003, and later ones that open with a password.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// How pictures begin.
const PICTURES: [(&[u8], &str); 8] = [
    (b"\x89PNG\r\n", "a picture (PNG)"),
    (b"\xFF\xD8\xFF", "a picture (JPEG)"),
    (b"GIF87a", "a picture (GIF)"),
    (b"GIF89a", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"BM", "a picture (BMP)"),
    (b"\0\0\0\x0CjP  ", "a picture (JPEG 2000)"),
];

/// How archives and other files that people send by mistake begin.
const OTHERS: [(&[u8], &str, &str); 7] = [
    (b"{\\rtf", "a rich text document (.rtf)", "save it as .docx"),
    (b"\x1F\x8B", "a gzip archive", "take the document out of it"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", "take the document out of it"),
    (b"Rar!", "a RAR archive", "take the document out of it"),
    (b"MZ", "a program", "choose the document itself"),
    (b"\x7FELF", "a program", "choose the document itself"),
    (b"ID3", "a sound file", "choose the document itself"),
];

/// Why bytes that are no text are not read, when it shows at their beginning.
pub(super) fn other_format(file: &str, bytes: &[u8]) -> Option<ReadError> {
    let refusal =
        |format, remedy| Some(ReadError::OtherFormat { file: file.to_owned(), format, remedy });
    if bytes.starts_with(OLE) {
        return Some(ole(file, bytes));
    }
    // Two letters may begin a text as well; in a picture or program control characters follow.
    let is_binary = bytes.iter().take(512).any(|byte| matches!(byte, 0..=6));
    let picture = PICTURES.iter().find(|(start, _)| bytes.starts_with(start) && is_binary);
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let is_heic = bytes.get(4..8) == Some(b"ftyp");
    if picture.is_some() || is_webp || is_heic {
        let format = picture.map_or("a picture or film", |(_, format)| format);
        return refusal(format, "recognise its text (OCR) or save the original as .docx or PDF");
    }
    let other = OTHERS
        .iter()
        .find(|(start, ..)| bytes.starts_with(start) && (is_binary || start.len() > 3));
    other.and_then(|(_, format, remedy)| refusal(format, remedy))
}

/// What an OLE file is, by the names of the streams in it.
fn ole(file: &str, bytes: &[u8]) -> ReadError {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    let refusal = |format, remedy| ReadError::OtherFormat { file: file.to_owned(), format, remedy };
    if has("EncryptedPackage") || has("EncryptionInfo") {
        ReadError::Protected { file: file.to_owned() }
    } else if has("WordDocument") {
        refusal("an old Word document (.doc)", "open it in Word, save it as .docx")
    } else if has("Workbook") || has("Book") {
        refusal("an old Excel workbook (.xls)", "open it in Excel, save it as .xlsx")
    } else if has("PowerPoint Document") {
        refusal("an old presentation (.ppt)", "save it as PDF, or its text as .docx")
    } else if has("__substg1.0_1000001F") || has("__properties_version1.0") {
        refusal("an e-mail (.msg)", "save the document attached to it")
    } else {
        refusal("an old Office document", "save it as .docx, .xlsx or PDF")
    }
}

/// Why a text of tags or codes is not read, when it shows at its beginning.
pub(super) fn other_text(file: &str, text: &str) -> Option<ReadError> {
    let refusal =
        |format, remedy| Some(ReadError::OtherFormat { file: file.to_owned(), format, remedy });
    let start: String = text.trim_start().chars().take(1500).collect();
    let has = |words: &str| start.contains(words);
    if start.starts_with("{\\rtf") {
        return refusal("a rich text document (.rtf)", "save it as .docx");
    }
    if has("MIME-Version:") && has("Content-Type:") {
        return refusal("an e-mail or a web archive", "save the document itself as .docx or PDF");
    }
    if !start.starts_with("<?xml") {
        return None;
    }
    if has("<w:wordDocument") || has("<pkg:package") {
        return refusal("a Word document as XML", "open it in Word, save it as .docx");
    }
    if has("urn:schemas-microsoft-com:office:spreadsheet") {
        return refusal("an Excel workbook as XML", "open it in Excel, save it as .xlsx");
    }
    if has("<html") || has("<!DOCTYPE html") || has("<!doctype html") {
        return None;
    }
    refusal("an XML file", "save it as .docx, .xlsx or PDF")
}
