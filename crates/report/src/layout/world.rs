//! What the page layout may see: a paper's templates, our fonts and its files. No disk, no network.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts::FONTS;
use super::{ReportError, Template};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// One paper's world.
pub(super) struct PaperWorld {
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
    as_at: NaiveDate,
}

impl PaperWorld {
    /// Puts the templates, the first being the one that is laid out, beside `files`: names such as
    /// `/paper.json`, and their bytes.
    pub(super) fn new(
        templates: &[Template],
        files: Vec<(String, Vec<u8>)>,
        as_at: NaiveDate,
    ) -> Result<Self, ReportError> {
        let mut sources = HashMap::new();
        let (main, _) = *templates
            .first()
            .ok_or_else(|| ReportError::Layout("there is no template".to_owned()))?;
        for (name, template) in templates {
            let id = file_id(name)?;
            sources.insert(id, Source::new(id, (*template).to_owned()));
        }
        let files = files.into_iter().map(|(name, bytes)| Ok((file_id(&name)?, Bytes::new(bytes))));
        let files = files.collect::<Result<_, ReportError>>()?;
        Ok(Self { main: file_id(main)?, sources, files, as_at })
    }
}

fn file_id(name: &str) -> Result<FileId, ReportError> {
    let path = VirtualPath::new(name)
        .map_err(|error| ReportError::Layout(format!("file name '{name}': {error}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_with_slash().into())
}

impl World for PaperWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.faces.get(index).cloned()
    }

    /// The day of the paper: there is no clock here, so that a paper drawn again is the same.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        let month = u8::try_from(self.as_at.month()).ok()?;
        Datetime::from_ymd(self.as_at.year(), month, u8::try_from(self.as_at.day()).ok()?)
    }
}
