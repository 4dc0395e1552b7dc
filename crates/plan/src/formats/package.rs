//! The parts packed into an Office document, unpacked within bounds.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::LARGEST_INSIDE;
use super::{text, xml};
use crate::ReadError;

/// The most parts that a package has; the Office programs write some dozens.
const MOST_PARTS: usize = 20_000;

/// So many texts may be promised though there are fewer, as some programs do that count each use.
const MOST_PROMISED: u64 = 4_000_000;

/// Bytes of `<si/>`, the shortest text there can be.
const SHORTEST_TEXT: u64 = 5;

/// What a package holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Excel,
}

/// An opened package, and how many bytes may still be unpacked from it.
#[derive(Debug)]
pub(super) struct Package<'a> {
    file: &'a str,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    left: usize,
}

impl<'a> Package<'a> {
    /// Opens a zip file.
    pub(super) fn open(file: &'a str, bytes: &'a [u8]) -> Result<Self, ReadError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(file))?;
        if zip.len() > MOST_PARTS {
            return Err(damaged(file));
        }
        let names = zip.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
        Ok(Self { file, zip, names, left: LARGEST_INSIDE })
    }

    /// What it holds, or why that is not read.
    pub(super) fn kind(&mut self) -> Result<Kind, ReadError> {
        if self.has("word/document") || self.has("word/") && self.has("[content_types].xml") {
            return Ok(Kind::Word);
        }
        if self.has("xl/workbook.bin") {
            return Err(self.other("a binary Excel workbook (.xlsb)", "save it as .xlsx"));
        }
        if self.has("xl/") {
            return Ok(Kind::Excel);
        }
        if self.has("ppt/") {
            return Err(self.other("a presentation", "save it as PDF, or its text as .docx"));
        }
        if self.has("index/document.iwa") || self.has("index.zip") {
            return Err(self.other("an iWork document", "export it as .docx or .xlsx"));
        }
        let mime = self.part("mimetype")?.unwrap_or_default();
        if mime.contains("opendocument.spreadsheet") {
            return Err(self.other("an OpenDocument spreadsheet (.ods)", "save it as .xlsx"));
        }
        if mime.contains("opendocument") {
            return Err(self.other("an OpenDocument text (.odt)", "save it as .docx"));
        }
        if mime.contains("epub") {
            return Err(self.other("an e-book", "save its text as .docx or PDF"));
        }
        Err(self.other("a zip archive", "take the document out of it"))
    }

    fn other(&self, format: &'static str, remedy: &'static str) -> ReadError {
        ReadError::OtherFormat { file: self.file.to_owned(), format, remedy }
    }

    /// Whether a part begins with this name, in small letters.
    pub(super) fn has(&self, start: &str) -> bool {
        self.names.iter().any(|name| plain_name(name).starts_with(start))
    }

    /// Whether the package carries macros.
    pub(super) fn has_macros(&self) -> bool {
        self.names.iter().any(|name| plain_name(name).ends_with("vbaproject.bin"))
    }

    /// The text of a part; `None` where there is none of this name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let wanted = plain_name(name);
        let Some(name) = self.names.iter().find(|name| plain_name(name) == wanted).cloned() else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        self.unpack(&name, &mut bytes)?;
        Ok(Some(text::decode(self.file, &bytes).unwrap_or_default()))
    }

    /// Unpacks every part without keeping it, to know that all of it stays within bounds, and that the
    /// table of texts promises no more of them than there can be: room is made for what it promises.
    pub(super) fn measure(&mut self) -> Result<(), ReadError> {
        for name in self.names.clone() {
            if plain_name(&name).ends_with("sharedstrings.xml") {
                let mut bytes = Vec::new();
                self.unpack(&name, &mut bytes)?;
                let is_wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
                let most = MOST_PROMISED.max(bytes.len() as u64 / SHORTEST_TEXT);
                if is_wide || promised_texts(&bytes) > most {
                    return Err(damaged(self.file));
                }
            } else {
                self.count(&name)?;
            }
        }
        Ok(())
    }

    fn unpack(&mut self, name: &str, into: &mut Vec<u8>) -> Result<(), ReadError> {
        let (file, left) = (self.file, self.left);
        let part = self.zip.by_name(name).map_err(|error| refusal(file, &error))?;
        part.take(left as u64 + 1).read_to_end(into).map_err(|_| damaged(file))?;
        self.spend(into.len())
    }

    fn count(&mut self, name: &str) -> Result<(), ReadError> {
        let (file, left) = (self.file, self.left);
        let part = self.zip.by_name(name).map_err(|error| refusal(file, &error))?;
        let bytes = std::io::copy(&mut part.take(left as u64 + 1), &mut std::io::sink())
            .map_err(|_| damaged(file))?;
        self.spend(usize::try_from(bytes).unwrap_or(usize::MAX))
    }

    fn spend(&mut self, bytes: usize) -> Result<(), ReadError> {
        let too_large =
            || ReadError::TooLargeInside { file: self.file.to_owned(), limit: LARGEST_INSIDE };
        self.left = self.left.checked_sub(bytes).ok_or_else(too_large)?;
        Ok(())
    }

    /// The parts that a part refers to: the last word of the kind of relation, and the target's name.
    pub(super) fn relations(&mut self, name: &str) -> Result<Vec<(String, String)>, ReadError> {
        let (folder, base) = name.rsplit_once('/').unwrap_or(("", name));
        // A part without a name is the package itself, whose relations stand at the top.
        let Some(text) = self.part(&format!("{folder}/_rels/{base}.rels"))? else {
            return Ok(Vec::new());
        };
        let mut reader = Reader::from_str(&text);
        let mut relations = Vec::new();
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag))
                    if tag.local_name().as_ref() == "Relationship" =>
                {
                    let kind = xml::attribute(&tag, "Type").unwrap_or_default();
                    let target = xml::attribute(&tag, "Target").unwrap_or_default();
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    let target = match target.strip_prefix('/') {
                        Some(whole) => whole.to_owned(),
                        None if folder.is_empty() => target,
                        None => format!("{folder}/{target}"),
                    };
                    relations.push((kind, target));
                }
                Ok(Event::Eof) | Err(_) => return Ok(relations),
                Ok(_) => {}
            }
        }
    }
}

/// The most different texts that a table of texts says it has. The digits are looked for as bytes, so that
/// nothing that parses in one way here and in another there slips through.
fn promised_texts(bytes: &[u8]) -> u64 {
    let name = b"uniqueCount";
    let found = bytes.windows(name.len()).enumerate().filter(|(_, window)| window == name);
    let promised = found.map(|(at, _)| {
        let rest = bytes.get(at + name.len()..).unwrap_or_default();
        let is_sign = |byte: &&u8| byte.is_ascii_whitespace() || b"='\"+".contains(byte);
        let digits = rest.iter().skip_while(is_sign).take_while(|byte| byte.is_ascii_digit());
        digits.fold(0_u64, |number, digit| {
            number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
        })
    });
    promised.max().unwrap_or(0)
}

/// A name as it is compared: some programs write backslashes, a leading slash or other capitals.
fn plain_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

fn refusal(file: &str, error: &ZipError) -> ReadError {
    let needs_password = matches!(error, ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED)
        || matches!(error, ZipError::InvalidPassword);
    if needs_password { ReadError::Protected { file: file.to_owned() } } else { damaged(file) }
}

fn damaged(file: &str) -> ReadError {
    ReadError::Damaged { file: file.to_owned(), format: "Office document or zip archive" }
}
