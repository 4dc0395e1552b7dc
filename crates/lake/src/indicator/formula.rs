//! Sums over the counts of other indicators, as a definition writes them.

use std::fmt;

/// One part of another indicator's figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Its numerator, or its value where it is no ratio.
    Numerator,
    /// Its denominator.
    Denominator,
}

/// A count of another indicator, times a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// What it is multiplied by; below zero where it is taken away.
    pub factor: f64,
    /// Code of the indicator.
    pub code: String,
    /// Which of its counts.
    pub part: Part,
}

/// A sum of counts: `RTTSTART - RTTSTOP`, or `0.05 * ELIGIBLE.denominator + 2 * OTHER`.
///
/// Only sums are allowed, so that counts of organisations can be added before they are divided.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// What is added.
    pub terms: Vec<Term>,
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    ///
    /// Returns what is wrong and what to do about it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut terms = Vec::new();
        let mut rest = text.trim();
        let mut sign = match rest.strip_prefix('-') {
            Some(after) => {
                rest = after;
                -1.0
            }
            None => 1.0,
        };
        loop {
            let end = rest.find(['+', '-']).unwrap_or(rest.len());
            terms.push(parse_term(rest[..end].trim(), sign)?);
            match rest[end..].chars().next() {
                None => return Ok(Self { terms }),
                Some(operator) => sign = if operator == '-' { -1.0 } else { 1.0 },
            }
            rest = &rest[end + 1..];
        }
    }

    /// The codes of the indicators in it, in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(|term| term.code.as_str())
    }

    /// Its value where `count` gives each count; none where it gives none for a term.
    pub fn value(&self, count: impl Fn(&Term) -> Option<f64>) -> Option<f64> {
        self.terms.iter().try_fold(0.0, |sum, term| Some(sum + term.factor * count(term)?))
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, term) in self.terms.iter().enumerate() {
            let sign = match (index, term.factor < 0.0) {
                (0, false) => "",
                (0, true) => "-",
                (_, false) => " + ",
                (_, true) => " - ",
            };
            formatter.write_str(sign)?;
            if (term.factor.abs() - 1.0).abs() > f64::EPSILON {
                write!(formatter, "{} * ", term.factor.abs())?;
            }
            formatter.write_str(&term.code)?;
            if term.part == Part::Denominator {
                formatter.write_str(".denominator")?;
            }
        }
        Ok(())
    }
}

const FORM: &str = "write codes of indicators joined by + and -, as 2 * ONE - OTHER.denominator";

fn parse_term(text: &str, sign: f64) -> Result<Term, String> {
    let (factor, name) = match text.split_once('*') {
        None => (1.0, text),
        Some((one, other)) => match (one.trim().parse(), other.trim().parse()) {
            (Ok(factor), _) => (factor, other.trim()),
            (_, Ok(factor)) => (factor, one.trim()),
            _ => return Err(format!("'{text}' multiplies two counts; {FORM}")),
        },
    };
    let (code, part) = match name.split_once('.') {
        None => (name, Part::Numerator),
        Some((code, "numerator")) => (code, Part::Numerator),
        Some((code, "denominator")) => (code, Part::Denominator),
        Some(_) => return Err(format!("'{name}' is no part of an indicator; {FORM}")),
    };
    let is_code = code.starts_with(|letter: char| letter.is_ascii_uppercase())
        && code
            .chars()
            .all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_');
    let factor: f64 = factor;
    if !is_code || !factor.is_finite() {
        return Err(format!("'{text}' cannot be read; {FORM}"));
    }
    Ok(Term { factor: sign * factor, code: code.to_owned(), part })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) {
        let read = Formula::parse(input).map(|formula| formula.to_string());
        assert_eq!(read.unwrap_or_else(|problem| problem), expected, "{input}");
    }

    #[test]
    fn sums_of_counts_are_read_and_nothing_else() {
        check("EMADMS", "EMADMS");
        check("RTTSTART-RTTSTOP", "RTTSTART - RTTSTOP");
        check(" - A + 2*B.denominator - C.numerator*0.5", "-A + 2 * B.denominator - 0.5 * C");
        check("A * B", format!("'A * B' multiplies two counts; {FORM}").as_str());
        check("A / B", format!("'A / B' cannot be read; {FORM}").as_str());
        check("A +", format!("'' cannot be read; {FORM}").as_str());
        check("A.rows", format!("'A.rows' is no part of an indicator; {FORM}").as_str());
    }

    #[test]
    fn a_formula_adds_its_terms_and_needs_all_of_them() {
        let formula = Formula::parse("A - 2 * B.denominator").unwrap();
        let count = |term: &Term| (term.code == "A").then_some(10.0).or(Some(3.0));
        assert_eq!(formula.value(count), Some(4.0));
        assert_eq!(formula.value(|term| (term.code == "A").then_some(10.0)), None);
    }
}
