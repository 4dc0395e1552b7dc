//! The value of a cell as its number format prints it.

use calamine::{DataRef, ExcelDateTime};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The most decimals that a format is followed in.
const MOST_DECIMALS: usize = 10;

/// The text that a person sees in a cell; days are written out whatever order their format has.
pub(super) fn printed(value: &DataRef, format: &str) -> String {
    match value {
        DataRef::Int(number) => figure(int(*number), format),
        DataRef::Float(number) => figure(*number, format),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "Yes".to_owned(),
        DataRef::Bool(false) => "No".to_owned(),
        DataRef::DateTime(moment) => day(moment, format),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.split('T').next().unwrap_or_default().to_owned()
        }
        // What a formula could not compute is nothing that the plan says.
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "Excel keeps every number as a double itself")]
fn int(number: i64) -> f64 {
    number as f64
}

/// The codes of a format: what stands in quotation marks, brackets or behind an escape is none.
fn codes(format: &str) -> String {
    let mut codes = String::new();
    let (mut is_quoted, mut is_bracketed, mut is_escaped) = (false, false, false);
    for letter in format.chars() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '\\' | '_' | '*' => is_escaped = true,
            '[' => is_bracketed = true,
            ']' => is_bracketed = false,
            _ if is_bracketed => {}
            ';' => break,
            letter => codes.push(letter.to_ascii_lowercase()),
        }
    }
    codes
}

/// A day, or the month or year when the format shows no more.
fn day(moment: &ExcelDateTime, format: &str) -> String {
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    if moment.is_duration() || moment.as_f64() < 1.0 {
        return format!("{hour:02}:{minute:02}");
    }
    let name = MONTHS.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
    let codes = codes(format);
    let (has_day, has_month) = (codes.contains('d'), codes.contains('m') && !codes.contains('h'));
    if codes.is_empty() || has_day || !codes.contains('y') {
        format!("{day} {name} {year}")
    } else if has_month {
        format!("{name} {year}")
    } else {
        year.to_string()
    }
}

/// A number with the decimals, grouping, unit and currency of its format.
fn figure(number: f64, format: &str) -> String {
    let codes = codes(format);
    let is_general = codes.is_empty() || codes.contains("general") || codes == "@";
    let is_share = codes.contains('%');
    let number = if is_share { number * 100.0 } else { number };
    let decimals = codes.split_once('.').map_or(0, |(_, after)| {
        after.chars().take_while(|code| matches!(code, '0' | '#' | '?')).count()
    });
    let text = if is_general || codes.contains('e') {
        general(number)
    } else {
        format!("{number:.*}", decimals.min(MOST_DECIMALS))
    };
    let text = if codes.contains(",0") || codes.contains(",#") { grouped(&text) } else { text };
    let currency = ['£', '€', '$'].into_iter().find(|sign| format.contains(*sign) && !is_general);
    let sign = currency.map(String::from).unwrap_or_default();
    format!("{sign}{text}{}", if is_share { "%" } else { "" })
}

/// As many figures as a cell of the general format shows.
fn general(number: f64) -> String {
    let rounded = format!("{number:.9}");
    let trimmed = rounded.trim_end_matches('0').trim_end_matches('.');
    if trimmed.is_empty() || trimmed == "-0" { "0".to_owned() } else { trimmed.to_owned() }
}

fn grouped(text: &str) -> String {
    let (whole, rest) =
        text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = String::from(sign);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    fn check(value: &DataRef, format: &str, expected: &str) {
        assert_eq!(printed(value, format), expected, "{format}");
    }

    #[test]
    fn days_are_written_out() {
        // Serial 43619 is 3 June 2019.
        let moment = |serial| {
            DataRef::DateTime(ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, false))
        };
        check(&moment(43_619.0), "dd/mm/yyyy", "3 June 2019");
        check(&moment(43_619.0), "mm-dd-yy", "3 June 2019");
        check(&moment(43_619.0), "", "3 June 2019");
        check(&moment(43_617.0), "mmm\\-yy", "June 2019");
        check(&moment(43_617.0), "[$-809]mmmm yyyy", "June 2019");
        check(&moment(0.375), "hh:mm", "09:00");
    }

    #[test]
    fn numbers_are_as_printed() {
        check(&DataRef::Float(1.1), "0.00", "1.10");
        check(&DataRef::Float(0.955), "0.0%", "95.5%");
        check(&DataRef::Float(0.1 + 0.2), "", "0.3");
        check(&DataRef::Float(1_234_567.0), "\"£\"#,##0", "£1,234,567");
        check(&DataRef::Float(12.0), "General", "12");
        check(&DataRef::Int(7), "", "7");
    }
}
