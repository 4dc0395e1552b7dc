//! Files of rows: opened whatever their form, and handed on block by block.

mod block;
mod cells;
mod columnar;
mod cut;
mod delimited;
mod lines;

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::PathBuf;

use datafusion::parquet::errors::ParquetError;
use sha2::{Digest as _, Sha256};

pub(crate) use self::block::{Block, Reading};
pub(crate) use self::cells::Cells;
pub(crate) use self::delimited::Heading;

/// Where rows come from.
#[derive(Debug, Clone)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// What was sent.
    Bytes(Vec<u8>),
}

/// A file that cannot be understood; nothing of it is taken.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It cannot be read.
    #[error("the file cannot be read; check its name and permissions, and that it is whole")]
    Unreadable(#[from] io::Error),
    /// It is Parquet that cannot be read.
    #[error("the file is Parquet that cannot be read; write it again")]
    Parquet(#[from] ParquetError),
    /// It is in a form that is not taken; the text says which are.
    #[error("{0}")]
    Form(String),
}

/// What a file is, seen from its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Delimited,
    Lines,
    Parquet,
}

impl Input {
    /// Its size in bytes, as it lies there.
    ///
    /// # Errors
    ///
    /// Returns an error when the file cannot be found.
    pub fn size(&self) -> io::Result<u64> {
        match self {
            Self::File(path) => Ok(std::fs::metadata(path)?.len()),
            Self::Bytes(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// Its SHA-256, read to the end.
    ///
    /// # Errors
    ///
    /// Returns an error when it cannot be read.
    pub fn sha256(&self) -> io::Result<String> {
        let mut hashing = Hashing::new(self.open()?);
        io::copy(&mut hashing, &mut io::sink())?;
        Ok(hashing.finish())
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::File(path) => Box::new(File::open(path)?),
            Self::Bytes(bytes) => Box::new(Cursor::new(bytes.clone())),
        })
    }
}

/// Hashes what is read through it, and counts it.
pub(crate) struct Hashing {
    inner: Box<dyn Read + Send>,
    digest: Sha256,
    read: u64,
}

impl Hashing {
    fn new(inner: Box<dyn Read + Send>) -> Self {
        Self { inner, digest: Sha256::new(), read: 0 }
    }

    fn finish(self) -> String {
        hex::encode(self.digest.finalize())
    }
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.digest.update(&buffer[..count]);
        self.read += count as u64;
        Ok(count)
    }
}

/// A reader shared between what unpacks it and what counts it.
#[derive(Clone)]
pub(crate) struct Raw(std::sync::Arc<std::sync::Mutex<Hashing>>);

impl Raw {
    fn open(input: &Input) -> io::Result<Self> {
        Ok(Self(std::sync::Arc::new(std::sync::Mutex::new(Hashing::new(input.open()?)))))
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Hashing> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Bytes read so far.
    pub(crate) fn position(&self) -> u64 {
        self.locked().read
    }

    /// Reads what is left, so that the hash is that of the whole file.
    pub(crate) fn finish(&self) -> io::Result<String> {
        let mut hashing = self.locked();
        io::copy(&mut *hashing, &mut io::sink())?;
        Ok(hex::encode(hashing.digest.clone().finalize()))
    }
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.locked().read(buffer)
    }
}

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
const PARQUET: &[u8] = b"PAR1";
const ZIP: &[u8] = b"PK\x03\x04";
const UTF_16: [&[u8]; 2] = [&[0xff, 0xfe], &[0xfe, 0xff]];

/// Enough bytes to tell a form by.
const FIRST_BYTES: usize = 4;

/// The file unpacked, and what its first bytes say it is.
fn unpacked(input: &Input) -> Result<(Form, Raw, Box<dyn Read + Send>), ReadError> {
    let raw = Raw::open(input)?;
    let (first, whole) = peeked(raw.clone(), FIRST_BYTES)?;
    let unpacked: Box<dyn Read + Send> = if first.starts_with(GZIP) {
        Box::new(flate2::read::MultiGzDecoder::new(BufReader::new(whole)))
    } else if first.starts_with(ZSTD) {
        Box::new(zstd::stream::read::Decoder::new(whole)?)
    } else {
        whole
    };
    let (first, whole) = peeked(unpacked, FIRST_BYTES)?;
    if first.starts_with(PARQUET) {
        return Ok((Form::Parquet, raw, whole));
    }
    if first.starts_with(ZIP) {
        return Err(ReadError::Form(
            "the file is a zip archive or a workbook; save it as CSV, or pack it with gzip or zstd"
                .to_owned(),
        ));
    }
    if UTF_16.iter().any(|mark| first.starts_with(mark)) {
        return Err(ReadError::Form("the file is UTF-16; save it as UTF-8".to_owned()));
    }
    let form = match first.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{') => Form::Lines,
        Some(b'[') => {
            return Err(ReadError::Form(
                "the file is one JSON list; write one object a line (NDJSON)".to_owned(),
            ));
        }
        _ => Form::Delimited,
    };
    Ok((form, raw, whole))
}

/// Some first bytes, and a reader that begins with them again.
fn peeked(
    mut reader: impl Read + Send + 'static,
    count: usize,
) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut first = Vec::new();
    reader.by_ref().take(count as u64).read_to_end(&mut first)?;
    let whole = Cursor::new(first.clone()).chain(reader);
    Ok((first, Box::new(whole)))
}
