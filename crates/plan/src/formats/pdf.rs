//! PDF files with a text layer: letters are put together to lines, and cells to tables, by their places.

mod aligned;
mod ink;
mod lines;
mod pages;
mod ruled;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};
use hayro_syntax::page::Page as PdfPage;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use kurbo::Rect;

use self::ink::Ink;
use self::pages::{Page, blocks_of};
use super::limits::{LARGEST_INSIDE, LARGEST_TEXT, MOST_PAGES};
use super::writer::Writer;
use crate::ReadError;
use crate::draft::Severity;
use crate::source::SourceText;

/// How far into a file its mark may stand, in bytes.
const REACH: usize = 1024;

/// The most drawn lines of a document; drawings beyond them part no cells.
const MOST_RULES: usize = 400_000;

/// Whether bytes are a PDF.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(REACH)).unwrap_or_default();
    start.windows(5).any(|window| window == b"%PDF-")
}

/// Reads a PDF.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<SourceText, ReadError> {
    let damaged = || ReadError::Damaged { file: file.to_owned(), format: "PDF" };
    if unpacked(bytes) > LARGEST_INSIDE {
        return Err(ReadError::TooLargeInside { file: file.to_owned(), limit: LARGEST_INSIDE });
    }
    // Fonts and colours of a page are programs of their own, and the interpreter of them is young: a
    // fault in it must cost one page of a draft and not the service.
    let pdf = catch_unwind(|| Pdf::new(bytes.to_vec())).map_err(|_| damaged())?;
    let pdf = pdf.map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            ReadError::Protected { file: file.to_owned() }
        }
        _ => damaged(),
    })?;
    let mut read = Reading::default();
    let count = catch_unwind(AssertUnwindSafe(|| read.all(&pdf))).map_err(|_| damaged())?;
    if read.letters == 0 {
        let no_text = ReadError::NoTextLayer { file: file.to_owned() };
        return Err(if count == 0 { damaged() } else { no_text });
    }
    let mut writer = Writer::new(file);
    writer.blocks(blocks_of(read.pages))?;
    if !read.unread.is_empty() {
        let numbers: Vec<String> = read.unread.iter().take(20).map(usize::to_string).collect();
        let message = format!(
            "no text could be read on {} of {count} pages ({}{}), which may be pictures; compare them with the original",
            read.unread.len(),
            numbers.join(", "),
            if read.unread.len() > 20 { " and more" } else { "" }
        );
        writer.find("page-without-text", Severity::Warning, message);
    }
    if count > MOST_PAGES {
        let message = format!(
            "the document has {count} pages, of which the first {MOST_PAGES} were read; split it to read the rest"
        );
        writer.find("part-unread", Severity::Warning, message);
    }
    Ok(writer.finish())
}

/// The pages read so far.
#[derive(Debug, Default)]
struct Reading {
    pages: Vec<Page>,
    letters: usize,
    /// Numbers of pages that hold no text, counted from 1.
    unread: Vec<usize>,
    rules: usize,
}

impl Reading {
    /// Reads every page; how many there are.
    fn all(&mut self, pdf: &Pdf) -> usize {
        let cache = InterpreterCache::new();
        let pages = pdf.pages();
        for (index, page) in pages.iter().take(MOST_PAGES).enumerate() {
            let ink = catch_unwind(AssertUnwindSafe(|| ink_of(pdf, page, &cache)));
            let (mut ink, height) = ink.unwrap_or_default();
            self.rules += ink.rules.len();
            if self.rules > MOST_RULES {
                ink.rules.clear();
            }
            let is_lost = ink.unknown > ink.letters.len();
            if is_lost || ink.letters.iter().all(|letter| letter.text.trim().is_empty()) {
                self.unread.push(index + 1);
                continue;
            }
            self.letters += ink.letters.len();
            if self.letters > LARGEST_TEXT / 4 {
                self.unread.push(index + 1);
                continue;
            }
            self.pages.push(Page::of(ink, height));
        }
        pages.len()
    }
}

/// What is drawn on a page, and its height.
fn ink_of<'a>(pdf: &'a Pdf, page: &PdfPage<'a>, cache: &InterpreterCache<'a>) -> (Ink, f64) {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let mut context = Context::new(
        page.initial_transform(true).to_kurbo(),
        Rect::new(0.0, 0.0, width, height),
        cache,
        pdf.xref(),
        InterpreterSettings::default(),
    );
    let mut ink = Ink::default();
    interpret_page(page, &mut context, &mut ink);
    (ink, height)
}

/// How many bytes the deflated streams of a file unpack to, counted as far as the bound.
fn unpacked(bytes: &[u8]) -> usize {
    let mut total = 0_usize;
    let mut rest = bytes;
    while let Some(at) = rest.windows(6).position(|window| window == b"stream") {
        rest = rest.get(at + 6..).unwrap_or_default();
        let data = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"));
        // A zlib stream says so in its first byte.
        let Some(data) = data.filter(|data| data.first().is_some_and(|byte| byte & 0x0f == 8))
        else {
            continue;
        };
        let left = LARGEST_INSIDE.saturating_sub(total) as u64 + 1;
        let mut inflating = std::io::Read::take(flate2::read::ZlibDecoder::new(data), left);
        let counted = count(&mut inflating);
        total = total.saturating_add(counted);
        if total > LARGEST_INSIDE {
            break;
        }
    }
    total
}

/// How many bytes come out before the end or a fault.
fn count(reader: &mut impl std::io::Read) -> usize {
    let mut buffer = [0_u8; 16 * 1024];
    let mut total = 0_usize;
    while let Ok(bytes) = reader.read(&mut buffer) {
        if bytes == 0 {
            break;
        }
        total = total.saturating_add(bytes);
    }
    total
}

#[cfg(test)]
mod tests;
