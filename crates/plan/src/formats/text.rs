//! Plain text in the encodings that planning documents come in: UTF-8, UTF-16 and Windows-1252.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::ReadError;

/// How many of the first characters or bytes tell text from something else.
const SAMPLE: usize = 64 * 1024;

/// The text of a file: by its byte-order mark; else UTF-8 when it is that; else UTF-16 when every other
/// byte is a NUL; else Windows-1252, in which old word processors on Windows saved text.
pub(super) fn decode(file: &str, bytes: &[u8]) -> Result<String, ReadError> {
    let not_text = |byte| ReadError::NotText { file: file.to_owned(), byte };
    let text = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, malformed) =
            encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        if malformed && encoding == encoding_rs::UTF_8 {
            // A mark of UTF-8 over text that another program went on with.
            WINDOWS_1252.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0
        } else {
            text
        }
    } else if let Some(encoding) = unmarked_utf_16(bytes) {
        encoding.decode_without_bom_handling(bytes).0
    } else if let Ok(text) = str::from_utf8(bytes) {
        text.into()
    } else {
        WINDOWS_1252.decode_without_bom_handling(bytes).0
    };
    match first_binary_byte(&text) {
        Some(byte) => Err(not_text(byte)),
        None => Ok(text.into_owned()),
    }
}

/// Which UTF-16 the bytes are when they have no mark: Latin letters have a NUL beside each.
fn unmarked_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(SAMPLE) & !1).filter(|sample| sample.len() >= 4)?;
    let pairs = sample.len() / 2;
    let nuls = |at: usize| sample.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let is_mostly = |nuls: usize, others: usize| nuls * 10 > pairs * 7 && others * 20 < pairs;
    if is_mostly(odd, even) {
        Some(UTF_16LE)
    } else if is_mostly(even, odd) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Where the text stops being text: a NUL, or the first of too many control characters.
///
/// A few control characters are tolerated, because word processors leave cell marks behind.
fn first_binary_byte(text: &str) -> Option<usize> {
    if let Some(byte) = text.find('\0') {
        return Some(byte);
    }
    let is_odd = |character: char| {
        character == char::REPLACEMENT_CHARACTER
            || character.is_control() && !"\t\n\r\x0B\x0C\x07".contains(character)
    };
    let sample = text.chars().take(SAMPLE);
    let (odd, of) = sample.fold((0_usize, 0_usize), |(odd, of), character| {
        (odd + usize::from(is_odd(character)), of + 1)
    });
    (odd * 20 > of).then(|| text.find(is_odd)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        let got = decode("plan.txt", bytes).unwrap_or_else(|error| error.to_string());
        assert_eq!(got, expected);
    }

    #[test]
    fn text_of_every_usual_encoding_is_read() {
        check("Café – plan".as_bytes(), "Café – plan");
        check(b"\xEF\xBB\xBFplan", "plan");
        // Windows-1252: 0x96 is an en dash, 0xE9 an e with an acute accent.
        check(b"Caf\xE9 \x96 plan", "Café – plan");
        check(b"\xFF\xFEp\0l\0a\0n\0", "plan");
        check(b"\xFE\xFF\0p\0l\0a\0n", "plan");
        check(b"p\0l\0a\0n\0", "plan");
        check(b"\0p\0l\0a\0n", "plan");
    }

    #[test]
    fn what_is_no_text_is_refused_with_the_place() {
        let refusal = |byte: usize| {
            format!(
                "plan.txt is no document that can be read (byte {byte} is no text); save it as .docx, .xlsx, PDF or plain text and try again"
            )
        };
        check(b"abc\0", &refusal(3));
        check(b"ab\x01\x02\x03", &refusal(2));
    }
}
