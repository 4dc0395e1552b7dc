//! Sets of row numbers as the ledger keeps them: ascending, each as its distance from the last.

/// What is no set of row numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("row numbers kept in the ledger cannot be read; restore it from a backup")]
pub struct RowsError;

/// Seven bits a byte, the highest bit where more follow.
const MORE: u8 = 0x80;

/// Encodes ascending row numbers without repeats.
#[must_use]
pub fn encode_rows(rows: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(rows.len() * 2);
    let mut next = 0_u32;
    for row in rows {
        let mut distance = row.wrapping_sub(next);
        while distance >= u32::from(MORE) {
            bytes.push((distance & 0x7f) as u8 | MORE);
            distance >>= 7;
        }
        bytes.push((distance & 0x7f) as u8);
        next = row.wrapping_add(1);
    }
    bytes
}

/// Decodes what [`encode_rows`] made.
///
/// # Errors
///
/// Returns an error for bytes that it cannot have made.
pub fn decode_rows(bytes: &[u8]) -> Result<Vec<u32>, RowsError> {
    let mut rows = Vec::new();
    let (mut next, mut distance, mut shift) = (0_u64, 0_u64, 0_u32);
    for byte in bytes {
        if shift > 28 {
            return Err(RowsError);
        }
        distance |= u64::from(byte & !MORE) << shift;
        shift += 7;
        if byte & MORE == 0 {
            let row = u32::try_from(next + distance).map_err(|_| RowsError)?;
            rows.push(row);
            next = u64::from(row) + 1;
            (distance, shift) = (0, 0);
        }
    }
    if shift == 0 { Ok(rows) } else { Err(RowsError) }
}

/// Both of two ascending sets, ascending.
#[must_use]
pub fn merge_rows(one: &[u32], other: &[u32]) -> Vec<u32> {
    let mut rows = [one, other].concat();
    rows.sort_unstable();
    rows.dedup();
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(rows: &[u32], bytes: &[u8]) {
        assert_eq!(encode_rows(rows), bytes);
        assert_eq!(decode_rows(bytes).as_deref(), Ok(rows));
    }

    #[test]
    fn rows_are_kept_as_distances_of_seven_bits_a_byte() {
        check(&[], &[]);
        check(&[0, 1, 2], &[0, 0, 0]);
        check(&[5, 134, 262], &[5, 0x80, 0x01, 0x7f]);
        check(&[u32::MAX], &[0xff, 0xff, 0xff, 0xff, 0x0f]);
    }

    #[test]
    fn what_is_no_set_of_rows_is_refused() {
        for bytes in [
            &[0x80][..],
            &[0xff; 6],
            &[0xff, 0xff, 0xff, 0xff, 0x1f],
            &[0xff, 0xff, 0xff, 0xff, 0x0f, 0],
        ] {
            assert_eq!(decode_rows(bytes), Err(RowsError), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn any_set_of_rows_comes_back(rows in prop::collection::btree_set(any::<u32>(), 0..200)) {
            let rows: Vec<u32> = rows.into_iter().collect();
            prop_assert_eq!(decode_rows(&encode_rows(&rows)), Ok(rows));
        }
    }
}
