//! Word documents (.docx): text as it is printed once every tracked change is accepted.

mod body;
mod numbering;
mod styles;

use self::body::Walker;
use self::numbering::Numbering;
use self::styles::Styles;
use super::limits::MOST_DRAWN_CELLS;
use super::package::Package;
use super::writer::{Block, Writer};
use crate::ReadError;
use crate::draft::Severity;
use crate::source::SourceText;

/// What the file is called in a refusal.
pub(super) const DOCUMENT: &str = "Word document";

/// Reads a Word document.
pub(super) fn read(file: &str, mut package: Package) -> Result<SourceText, ReadError> {
    let main = package
        .relations("")?
        .into_iter()
        .find(|(kind, _)| kind == "officeDocument")
        .map_or_else(|| "word/document.xml".to_owned(), |(_, target)| target);
    let damaged = || ReadError::Damaged { file: file.to_owned(), format: DOCUMENT };
    let text = package.part(&main)?.ok_or_else(damaged)?;
    let relations = package.relations(&main)?;
    let mut part = |kind: &str, usual: &str| -> Result<String, ReadError> {
        let target = relations.iter().find(|(found, _)| found == kind);
        let name = target.map_or(usual, |(_, target)| target.as_str());
        Ok(package.part(name)?.unwrap_or_default())
    };
    let styles = Styles::read(&part("styles", "word/styles.xml")?);
    let mut numbering = Numbering::read(&part("numbering", "word/numbering.xml")?);
    let notes = [part("footnotes", "word/footnotes.xml")?, part("endnotes", "word/endnotes.xml")?];
    let mut walker = Walker::new(&styles, &mut numbering);
    let is_whole = walker.walk(&text);
    if walker.is_too_large() {
        return Err(ReadError::TooManyCells { file: file.to_owned(), limit: MOST_DRAWN_CELLS });
    }
    let (mut blocks, has_foreign) = walker.finish();
    if !is_whole && blocks.is_empty() {
        return Err(damaged());
    }
    if !has_text_above(&blocks) {
        let heads = relations.iter().filter(|(kind, _)| kind == "header");
        let heads: Vec<String> = heads.map(|(_, target)| target.clone()).collect();
        let above = page_head(&mut package, &heads, &styles, &mut numbering)?;
        blocks.splice(0..0, above);
    }
    let mut writer = Writer::new(file);
    writer.blocks(blocks)?;
    write_notes(&mut writer, &notes, &styles, &mut numbering)?;
    if !is_whole {
        let message = "the document breaks off or is damaged inside; what stands before the damage was read, so compare the end with the original";
        writer.find("part-unread", Severity::Warning, message.to_owned());
    }
    if has_foreign {
        let message = "the document embeds another file as part of its text, which was not read; open it in Word, save it anew and read it again";
        writer.find("part-unread", Severity::Warning, message.to_owned());
    }
    if package.has_macros() {
        writer.find("macros-ignored", Severity::Info, super::findings::MACROS_IGNORED.to_owned());
    }
    Ok(writer.finish())
}

fn has_text_above(blocks: &[Block]) -> bool {
    matches!(blocks.first(), Some(Block::Paragraph { .. }))
}

/// The text of the first page head that has some: a document that begins with its table has its title
/// there.
fn page_head(
    package: &mut Package,
    names: &[String],
    styles: &Styles,
    numbering: &mut Numbering,
) -> Result<Vec<Block>, ReadError> {
    for name in names {
        let text = package.part(name)?.unwrap_or_default();
        let mut walker = Walker::new(styles, numbering);
        walker.walk(&text);
        let (blocks, _) = walker.finish();
        let is_titled = |block: &Block| {
            matches!(block, Block::Paragraph { text, .. }
                if text.chars().filter(|letter| letter.is_alphabetic()).count() > 8)
        };
        let titles: Vec<Block> = blocks.into_iter().filter(is_titled).collect();
        if !titles.is_empty() {
            return Ok(titles);
        }
    }
    Ok(Vec::new())
}

/// Footnotes and endnotes stand at the end, numbered in their order.
fn write_notes(
    writer: &mut Writer,
    notes: &[String],
    styles: &Styles,
    numbering: &mut Numbering,
) -> Result<(), ReadError> {
    let mut number = 0;
    for part in notes {
        let mut walker = Walker::new(styles, numbering);
        walker.walk(part);
        for block in walker.finish().0 {
            if let Block::Paragraph { text, .. } = block {
                number += 1;
                writer.paragraph(&format!("Note {number}: {}", text.trim()), None, true)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
