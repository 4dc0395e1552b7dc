//! Cells become typed columns; a cell that is none leaves its row out, with the reason.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, ArrowPrimitiveType, BooleanBuilder, PrimitiveBuilder, StringBuilder,
};
use datafusion::arrow::datatypes::{Date32Type, Float64Type, Int64Type, TimestampMicrosecondType};

use super::fault::Fault;
use super::matching::{Filled, From};
use super::written;
use crate::dataset::ColumnType;
use crate::read::Cells;

/// The rows of a block that are at fault so far, and why.
#[derive(Debug)]
pub(super) struct Judged {
    /// Whether each row is good.
    pub(super) good: Vec<bool>,
    /// What is wrong with the others.
    pub(super) faults: Vec<Fault>,
}

impl Judged {
    /// Nothing found yet, but for rows that were none.
    pub(super) fn new(cells: &Cells) -> Self {
        let faults = cells.bad.iter().map(|bad| Fault {
            row: bad.row,
            column: String::new(),
            value: bad.value.clone(),
            rule: bad.rule.clone(),
            remedy: bad.remedy.to_owned(),
        });
        Self { good: vec![true; cells.len()], faults: faults.collect() }
    }

    /// Leaves a row out.
    pub(super) fn refuse(&mut self, row: usize, fault: Fault) {
        self.good[row] = false;
        self.faults.push(fault);
    }
}

/// Longest value shown in a fault, in letters.
const LONGEST_SHOWN: usize = 80;

impl Filled {
    /// What a row says, in the dataset's words; empty where it says nothing.
    #[inline]
    fn text<'a>(&'a self, cells: &'a Cells, row: usize) -> &'a str {
        match &self.from {
            From::File(column) => {
                let cell = cells.cell(row, *column);
                if self.plain { cell } else { self.meaning(cell) }
            }
            From::Constant(constant) => constant,
            From::Nowhere => "",
        }
    }

    fn meaning<'a>(&'a self, cell: &'a str) -> &'a str {
        if let Some(meaning) = self.meanings.get(cell) {
            return meaning;
        }
        if cell.is_empty() || self.empty.iter().any(|empty| empty == cell) {
            return "";
        }
        self.otherwise.as_deref().unwrap_or(cell)
    }

    fn fault(&self, cells: &Cells, row: usize, rule: String, remedy: String) -> Fault {
        // What the file says, not what the mapping makes of it.
        let value = match &self.from {
            From::File(column) => cells.cell(row, *column),
            From::Constant(constant) => constant,
            From::Nowhere => "",
        };
        let value = value.chars().take(LONGEST_SHOWN).collect();
        Fault { row: cells.row_number(row), column: self.name.clone(), value, rule, remedy }
    }

    fn missing(&self, cells: &Cells, row: usize, judged: &mut Judged) {
        if self.required {
            let remedy = format!("give {}", self.kind.as_written());
            judged.refuse(row, self.fault(cells, row, "is missing".to_owned(), remedy));
        }
    }

    fn unreadable(&self, cells: &Cells, row: usize, judged: &mut Judged) {
        let written = match &self.format {
            Some(format) => format!("{} written as {format}", self.kind.word()),
            None if self.pounds => "an amount in pounds, as 12.50".to_owned(),
            None => self.kind.as_written().to_owned(),
        };
        let rule = format!("is not {written}");
        judged.refuse(row, self.fault(cells, row, rule, format!("write {written}")));
    }

    /// Its values as a column, with the rows that are at fault left empty.
    pub(super) fn column(&self, cells: &Cells, judged: &mut Judged) -> ArrayRef {
        match self.kind {
            ColumnType::Text => self.texts(cells, judged),
            ColumnType::Money if self.pounds => {
                self.numbers::<Int64Type>(cells, judged, written::pounds)
            }
            ColumnType::Money | ColumnType::Whole => {
                self.numbers::<Int64Type>(cells, judged, written::whole)
            }
            ColumnType::Number => self.numbers::<Float64Type>(cells, judged, written::number),
            ColumnType::Day => match self.format.as_deref() {
                Some(format) => {
                    self.values::<Date32Type>(cells, judged, |text| written::day_in(text, format))
                }
                None => self.values::<Date32Type>(cells, judged, written::day),
            },
            ColumnType::Time => match self.format.as_deref() {
                Some(format) => self.values::<TimestampMicrosecondType>(cells, judged, |text| {
                    written::time_in(text, format)
                }),
                None => self.values::<TimestampMicrosecondType>(cells, judged, written::time),
            },
            ColumnType::YesNo => self.answers(cells, judged),
        }
    }

    fn texts(&self, cells: &Cells, judged: &mut Judged) -> ArrayRef {
        let mut builder = StringBuilder::with_capacity(cells.len(), cells.len() * 8);
        for row in 0..cells.len() {
            let text = self.text(cells, row);
            if text.is_empty() {
                self.missing(cells, row, judged);
                builder.append_null();
            } else if self.values.is_empty() || self.values.iter().any(|value| value == text) {
                builder.append_value(text);
            } else {
                let rule = format!("is none of: {}", self.values.join(", "));
                let remedy = "write one of them, or translate it by a mapping".to_owned();
                judged.refuse(row, self.fault(cells, row, rule, remedy));
                builder.append_null();
            }
        }
        Arc::new(builder.finish())
    }

    fn values<T: ArrowPrimitiveType>(
        &self,
        cells: &Cells,
        judged: &mut Judged,
        read: impl Fn(&str) -> Option<T::Native>,
    ) -> ArrayRef {
        let mut builder = PrimitiveBuilder::<T>::with_capacity(cells.len());
        for row in 0..cells.len() {
            let text = self.text(cells, row);
            if text.is_empty() {
                self.missing(cells, row, judged);
                builder.append_null();
                continue;
            }
            let value = read(text);
            if value.is_none() {
                self.unreadable(cells, row, judged);
            }
            builder.append_option(value);
        }
        Arc::new(builder.finish())
    }

    fn numbers<T: ArrowPrimitiveType>(
        &self,
        cells: &Cells,
        judged: &mut Judged,
        read: impl Fn(&str) -> Option<T::Native>,
    ) -> ArrayRef
    where
        T::Native: AsNumber,
    {
        let lowest = self.lowest.unwrap_or(f64::NEG_INFINITY);
        let highest = self.highest.unwrap_or(f64::INFINITY);
        let mut builder = PrimitiveBuilder::<T>::with_capacity(cells.len());
        for row in 0..cells.len() {
            let text = self.text(cells, row);
            if text.is_empty() {
                self.missing(cells, row, judged);
                builder.append_null();
                continue;
            }
            let value = read(text);
            match value.map(AsNumber::as_number) {
                None => self.unreadable(cells, row, judged),
                Some(number) if number < lowest => {
                    let rule = format!("is below {lowest}");
                    self.out_of_range(cells, row, judged, rule);
                }
                Some(number) if number > highest => {
                    let rule = format!("is above {highest}");
                    self.out_of_range(cells, row, judged, rule);
                }
                Some(_) => {}
            }
            builder.append_option(value);
        }
        Arc::new(builder.finish())
    }

    fn out_of_range(&self, cells: &Cells, row: usize, judged: &mut Judged, rule: String) {
        let remedy = "correct the number, or leave it out if it is not known".to_owned();
        judged.refuse(row, self.fault(cells, row, rule, remedy));
    }

    fn answers(&self, cells: &Cells, judged: &mut Judged) -> ArrayRef {
        let mut builder = BooleanBuilder::with_capacity(cells.len());
        for row in 0..cells.len() {
            let text = self.text(cells, row);
            if text.is_empty() {
                self.missing(cells, row, judged);
                builder.append_null();
                continue;
            }
            let answer = written::yes_no(text);
            if answer.is_none() {
                self.unreadable(cells, row, judged);
            }
            builder.append_option(answer);
        }
        Arc::new(builder.finish())
    }
}

/// A number to hold against a limit.
pub(super) trait AsNumber: Copy {
    /// As near as a float comes: limits are small.
    fn as_number(self) -> f64;
}

impl AsNumber for i64 {
    #[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
    fn as_number(self) -> f64 {
        self as f64
    }
}

impl AsNumber for f64 {
    fn as_number(self) -> f64 {
        self
    }
}
