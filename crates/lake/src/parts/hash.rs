//! Hashes of rows: of the key, by which a later row replaces an earlier one, and of the content.

use datafusion::arrow::array::{Array, ArrayRef, AsArray as _};
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Float64Type, Int64Type, TimeUnit, TimestampMicrosecondType,
};

/// `SipHash`-2-4 with 128 bits, after Aumasson and Bernstein (2012) and their reference
/// implementation: two different keys of a dataset never meet in practice.
pub(crate) fn key_hash(bytes: &[u8]) -> u128 {
    // Any fixed key will do, as long as it stays: the hashes are kept beside the parts.
    sip_hash(0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908, bytes)
}

fn sip_hash(k0: u64, k1: u64, bytes: &[u8]) -> u128 {
    let mut state = [
        k0 ^ 0x736f_6d65_7073_6575,
        k1 ^ 0x646f_7261_6e64_6f6d ^ 0xee,
        k0 ^ 0x6c79_6765_6e65_7261,
        k1 ^ 0x7465_6462_7974_6573,
    ];
    let mut words = bytes.chunks_exact(8);
    for word in words.by_ref() {
        compress(&mut state, word_of(word));
    }
    compress(&mut state, word_of(words.remainder()) | (bytes.len() as u64) << 56);
    state[2] ^= 0xee;
    (0..4).for_each(|_| round(&mut state));
    let low = state[0] ^ state[1] ^ state[2] ^ state[3];
    state[1] ^= 0xdd;
    (0..4).for_each(|_| round(&mut state));
    let high = state[0] ^ state[1] ^ state[2] ^ state[3];
    u128::from(high) << 64 | u128::from(low)
}

fn compress(state: &mut [u64; 4], word: u64) {
    state[3] ^= word;
    round(state);
    round(state);
    state[0] ^= word;
}

fn round(state: &mut [u64; 4]) {
    let [mut v0, mut v1, mut v2, mut v3] = *state;
    v0 = v0.wrapping_add(v1);
    v1 = v1.rotate_left(13) ^ v0;
    v0 = v0.rotate_left(32);
    v2 = v2.wrapping_add(v3);
    v3 = v3.rotate_left(16) ^ v2;
    v0 = v0.wrapping_add(v3);
    v3 = v3.rotate_left(21) ^ v0;
    v2 = v2.wrapping_add(v1);
    v1 = v1.rotate_left(17) ^ v2;
    v2 = v2.rotate_left(32);
    *state = [v0, v1, v2, v3];
}

/// Up to eight bytes, little end first.
fn word_of(bytes: &[u8]) -> u64 {
    let mut word = [0; 8];
    word[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(word)
}

/// Appends a value to the text of a key, so that no two different keys have the same text.
pub(crate) fn append_key(text: &mut Vec<u8>, array: &ArrayRef, row: usize) {
    if array.is_null(row) {
        text.extend_from_slice(&u32::MAX.to_le_bytes());
        return;
    }
    if let DataType::Utf8 = array.data_type() {
        let value = array.as_string::<i32>().value(row);
        text.extend_from_slice(&u32::try_from(value.len()).unwrap_or(u32::MAX - 1).to_le_bytes());
        text.extend_from_slice(value.as_bytes());
    } else {
        text.extend_from_slice(&[8, 0, 0, 0]);
        text.extend_from_slice(&bits(array, row).to_le_bytes());
    }
}

/// A value of a fixed width as 64 bits.
fn bits(array: &ArrayRef, row: usize) -> u64 {
    match array.data_type() {
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).cast_unsigned(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).to_bits(),
        DataType::Date32 => {
            i64::from(array.as_primitive::<Date32Type>().value(row)).cast_unsigned()
        }
        DataType::Timestamp(TimeUnit::Microsecond, None) => {
            array.as_primitive::<TimestampMicrosecondType>().value(row).cast_unsigned()
        }
        DataType::Boolean => u64::from(array.as_boolean().value(row)),
        _ => 0,
    }
}

/// Fractions of pi, as every hash of this family takes them: digits without a pattern.
const SALT: [u64; 3] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344, 0xa409_3822_299f_31d0];

/// Multiplies to twice the width and folds it back, so that each bit of both reaches each other.
#[expect(clippy::cast_possible_truncation, reason = "both halves are taken")]
fn fold(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    (product >> 64) as u64 ^ product as u64
}

/// Hashes of the rows' contents: rows with the same values have the same, whatever file they came
/// from.
pub(crate) fn content_hashes(columns: &[ArrayRef], rows: usize) -> Vec<u64> {
    let mut hashes = vec![SALT[0]; rows];
    for column in columns {
        match column.data_type() {
            DataType::Utf8 => {
                let values = column.as_string::<i32>();
                mix(&mut hashes, column, |row| of_bytes(values.value(row).as_bytes()));
            }
            DataType::Int64 => {
                let values = column.as_primitive::<Int64Type>().values();
                mix(&mut hashes, column, |row| values[row].cast_unsigned());
            }
            DataType::Timestamp(TimeUnit::Microsecond, None) => {
                let values = column.as_primitive::<TimestampMicrosecondType>().values();
                mix(&mut hashes, column, |row| values[row].cast_unsigned());
            }
            _ => mix(&mut hashes, column, |row| bits(column, row)),
        }
    }
    hashes
}

fn mix(hashes: &mut [u64], column: &ArrayRef, value: impl Fn(usize) -> u64) {
    for (row, hash) in hashes.iter_mut().enumerate() {
        // What is absent differs from every value, 0 and empty text among them.
        let (value, salt) = if column.is_null(row) { (0, SALT[2]) } else { (value(row), SALT[1]) };
        *hash = fold(hash.rotate_left(23) ^ value ^ SALT[0], salt ^ *hash);
    }
}

fn of_bytes(bytes: &[u8]) -> u64 {
    let mut hash = SALT[0] ^ bytes.len() as u64;
    let mut words = bytes.chunks_exact(8);
    for word in words.by_ref() {
        hash = fold(hash ^ word_of(word), SALT[1]);
    }
    fold(hash ^ word_of(words.remainder()), SALT[2])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use datafusion::arrow::array::{Int64Array, StringArray};

    use super::*;

    #[test]
    fn keys_hash_as_the_reference_implementation_does() {
        // vectors_sip128 of the reference implementation, key 00..0f, input 00, 01, 02, ...
        let check = |length: u8, expected: &str| {
            let input: Vec<u8> = (0..length).collect();
            assert_eq!(hex::encode(key_hash(&input).to_le_bytes()), expected);
        };
        check(0, "a3817f04ba25a8e66df67214c7550293");
        check(1, "da87c1d86b99af44347659119b22fc45");
        check(2, "8177228da4a45dc7fca38bdef60affe4");
    }

    fn text(values: &[Option<&str>]) -> ArrayRef {
        Arc::new(StringArray::from(values.to_vec()))
    }

    #[test]
    fn no_two_keys_have_the_same_text() {
        let key = |one: Option<&str>, other: Option<&str>| {
            let mut bytes = Vec::new();
            append_key(&mut bytes, &text(&[one]), 0);
            append_key(&mut bytes, &text(&[other]), 0);
            bytes
        };
        assert_ne!(key(Some("ab"), Some("c")), key(Some("a"), Some("bc")));
        assert_ne!(key(Some(""), Some("a")), key(None, Some("a")));
    }

    #[test]
    fn contents_differ_where_any_value_does() {
        let numbers: ArrayRef = Arc::new(Int64Array::from(vec![Some(0), Some(0), Some(0), None]));
        let texts = text(&[Some("a"), Some("a"), None, Some("a")]);
        let hashes = content_hashes(&[numbers.clone(), texts.clone()], 4);
        assert_eq!(hashes[0], hashes[1]);
        assert_ne!(hashes[0], hashes[2]);
        assert_ne!(hashes[0], hashes[3]);
        assert_ne!(content_hashes(&[texts, numbers], 4)[0], hashes[0]);
    }
}
