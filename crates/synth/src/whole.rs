//! Between whole and real numbers and indices; what does not fit is brought to the nearest that does.

/// The index of a number that counts from nought; what lies below counts as nought.
pub(crate) fn at(number: i32) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// A length or index as a number.
pub(crate) fn counted(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// A length or count as a real number.
pub(crate) fn real(count: usize) -> f64 {
    f64::from(counted(count))
}

/// The nearest whole number.
#[expect(clippy::cast_possible_truncation, reason = "a cast from a real number saturates")]
pub(crate) fn nearest(number: f64) -> i32 {
    number.round() as i32
}

/// The whole number at or below.
#[expect(clippy::cast_possible_truncation, reason = "a cast from a real number saturates")]
pub(crate) fn down(number: f64) -> i32 {
    number.floor() as i32
}
