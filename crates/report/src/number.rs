//! Numbers as readers see them: fixed decimals, thousands separators, no float noise.

/// Largest magnitude that is written out in full; beyond it the digits of an `f64` mean nothing.
const WRITTEN_IN_FULL: f64 = 1e15;

/// Writes `value` with exactly `decimals` places, commas between thousands and a true minus sign.
///
/// A value that is not a number is an en dash, as in a table; one beyond 10¹⁵ is in powers of ten.
#[must_use]
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    if value.abs() >= WRITTEN_IN_FULL {
        return format!("{value:.2e}").replace('-', "−");
    }
    let plain = format!("{:.*}", decimals.min(12), value.abs());
    let (whole, fraction) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut text = String::with_capacity(plain.len() + 6);
    if value < 0.0 && plain.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        text.push('−');
    }
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text.push_str(fraction);
    text
}

/// Writes `value` with its unit where a short unit belongs to the figure: `95.0%`, `£1,200m`.
///
/// Any other unit (`patients`, `days`) is left to the words around the figure.
#[must_use]
pub fn with_unit(value: f64, decimals: usize, unit: &str) -> String {
    let text = fixed(value, decimals);
    if !value.is_finite() {
        return text;
    }
    match unit.trim() {
        "%" => text + "%",
        unit if unit.starts_with('£') => {
            let (sign, digits) = text.split_at(text.len() - text.trim_start_matches('−').len());
            format!("{sign}£{digits}{}", unit.trim_start_matches('£'))
        }
        _ => text,
    }
}

/// Whether [`with_unit`] writes this unit beside every figure.
#[must_use]
pub fn unit_is_written_beside(unit: &str) -> bool {
    let unit = unit.trim();
    unit == "%" || unit.starts_with('£')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: f64, decimals: usize, expected: &str) {
        assert_eq!(fixed(value, decimals), expected);
    }

    #[test]
    fn figures_have_fixed_decimals_and_thousands_separators() {
        check(0.1 + 0.2, 1, "0.3");
        check(1_234_567.0, 0, "1,234,567");
        check(999.96, 1, "1,000.0");
        check(-1_234.5, 1, "−1,234.5");
        check(-12.0, 0, "−12");
        check(123.0, 0, "123");
    }

    #[test]
    fn a_figure_that_rounds_to_nought_has_no_minus_sign() {
        check(-0.04, 1, "0.0");
        check(-0.0, 0, "0");
    }

    #[test]
    fn what_is_no_number_is_a_dash() {
        check(f64::NAN, 1, "–");
        check(f64::INFINITY, 1, "–");
        check(2.5e300, 1, "2.50e300");
    }

    #[test]
    fn short_units_stand_beside_the_figure() {
        assert_eq!(with_unit(95.0, 1, "%"), "95.0%");
        assert_eq!(with_unit(-1_200.0, 0, "£m"), "−£1,200m");
        assert_eq!(with_unit(7.0, 0, "days"), "7");
        assert_eq!(with_unit(f64::NAN, 0, "%"), "–");
    }
}
