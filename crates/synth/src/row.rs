//! One line of a CSV file, written field by field without an allocation.

use crate::whole::{at, nearest};

/// Days as ten letters and times as nineteen, by number of days or minutes since an origin.
pub(crate) trait DayText {
    /// The day `day` days after the origin.
    fn day_text(&self, day: i32) -> [u8; 10];
}

/// A line that is being written. No field may hold a comma, a quotation mark or a line end: all
/// are codes, words and numbers.
pub(crate) struct Row<'a>(&'a mut Vec<u8>);

impl<'a> Row<'a> {
    /// Starts a line at the end of `out`.
    pub(crate) fn new(out: &'a mut Vec<u8>) -> Self {
        Self(out)
    }

    /// A text as it is.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.0.extend_from_slice(text.as_bytes());
        self.blank()
    }

    /// Some bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self.blank()
    }

    /// An empty field.
    pub(crate) fn blank(&mut self) -> &mut Self {
        self.0.push(b',');
        self
    }

    /// A field that may be empty.
    pub(crate) fn perhaps<T>(
        &mut self,
        value: Option<T>,
        write: impl FnOnce(&mut Self, T) -> &mut Self,
    ) -> &mut Self {
        match value {
            Some(value) => write(self, value),
            None => self.blank(),
        }
    }

    /// A whole number.
    pub(crate) fn whole(&mut self, number: i32) -> &mut Self {
        if number < 0 {
            self.0.push(b'-');
        }
        self.digits(u64::from(number.unsigned_abs()));
        self.blank()
    }

    /// A letter and a number, as identifiers are made.
    pub(crate) fn serial(&mut self, letter: u8, number: u64) -> &mut Self {
        self.0.push(letter);
        self.digits(number);
        self.blank()
    }

    /// A number with two decimals.
    pub(crate) fn decimal(&mut self, number: f64) -> &mut Self {
        let hundredths = nearest(number * 100.0);
        if hundredths < 0 {
            self.0.push(b'-');
        }
        let hundredths = u64::from(hundredths.unsigned_abs());
        self.digits(hundredths / 100);
        self.0.push(b'.');
        self.two(i32::try_from(hundredths % 100).unwrap_or(0));
        self.blank()
    }

    /// `true` or `false`.
    pub(crate) fn yes_no(&mut self, yes: bool) -> &mut Self {
        self.text(if yes { "true" } else { "false" })
    }

    /// A day, as 2018-04-01.
    pub(crate) fn day(&mut self, days: &impl DayText, day: i32) -> &mut Self {
        self.0.extend_from_slice(&days.day_text(day));
        self.blank()
    }

    /// A time to the minute, as 2018-04-01T09:30:00.
    pub(crate) fn time(&mut self, days: &impl DayText, minute: i32) -> &mut Self {
        self.0.extend_from_slice(&days.day_text(minute.div_euclid(1440)));
        let of_day = minute.rem_euclid(1440);
        self.0.push(b'T');
        self.two(of_day / 60);
        self.0.push(b':');
        self.two(of_day % 60);
        self.0.extend_from_slice(b":00,");
        self
    }

    /// Sixteen hexadecimal digits.
    pub(crate) fn pseudonym(&mut self, pseudonym: u64) -> &mut Self {
        for nibble in (0..16).rev() {
            let digit = at(i32::try_from((pseudonym >> (nibble * 4)) & 15).unwrap_or(0));
            self.0.push(b"0123456789abcdef"[digit]);
        }
        self.blank()
    }

    /// Ends the line.
    pub(crate) fn end(&mut self) {
        if let Some(last) = self.0.last_mut() {
            *last = b'\n';
        }
    }

    fn two(&mut self, number: i32) {
        self.0.push(b"0123456789"[at(number / 10 % 10)]);
        self.0.push(b"0123456789"[at(number % 10)]);
    }

    fn digits(&mut self, mut number: u64) {
        let mut text = [0; 20];
        let mut first = text.len();
        loop {
            first -= 1;
            text[first] = b'0' + u8::try_from(number % 10).unwrap_or(0);
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.0.extend_from_slice(&text[first..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;

    impl DayText for Fixed {
        fn day_text(&self, _: i32) -> [u8; 10] {
            *b"2018-04-01"
        }
    }

    #[test]
    fn a_line_has_a_comma_between_fields_and_ends() {
        let mut out = Vec::new();
        let mut row = Row::new(&mut out);
        row.text("ZHA").blank().whole(-12).whole(0).serial(b'A', 4_096).decimal(-3.456);
        row.decimal(0.05).yes_no(true).day(&Fixed, 3).time(&Fixed, 3 * 1440 + 9 * 60 + 5);
        row.pseudonym(0xab).perhaps(Some(7), Row::whole).perhaps(None, Row::whole).end();
        let expected = "ZHA,,-12,0,A4096,-3.46,0.05,true,2018-04-01,2018-04-01T09:05:00,\
                        00000000000000ab,7,\n";
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }
}
