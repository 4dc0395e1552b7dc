//! Tests of reading CSV files.

use std::ops::ControlFlow;

use super::*;

const COLUMNS: Columns = Columns { required: &["organisation", "value"], optional: &["state"] };

/// Reads a file and compares its rows, or its faults, one a line.
fn check(bytes: &[u8], expected: &str) {
    assert_eq!(read(bytes), expected);
}

fn read(bytes: &[u8]) -> String {
    let table = match Table::open(bytes, COLUMNS) {
        Ok(table) => table,
        Err(faults) => {
            return faults.first().iter().map(Fault::to_string).collect::<Vec<_>>().join("\n");
        }
    };
    let mut lines = Vec::new();
    let end = table.each_row(|row, fault| {
        lines.push(fault.map_or_else(
            || format!("{} {}={}", row.number, row.get("organisation"), row.get("value")),
            |fault| fault.to_string(),
        ));
        ControlFlow::Continue(())
    });
    if let Err(fault) = end {
        lines.push(fault.to_string());
    }
    lines.join("\n")
}

#[test]
fn rows_are_numbered_by_their_line_whatever_the_order_of_columns() {
    check(b"value,organisation\n1,A\n\n2,B\n", "2 A=1\n4 B=2");
    check("\u{feff}Organisation , VALUE\r\n A ,\"1,5\"\r\n".as_bytes(), "2 A=1,5");
}

#[test]
fn a_row_with_too_few_or_too_many_fields_is_a_fault_of_that_row() {
    check(
        b"organisation,value\nA\nB,2\nC,1,2\n",
        "row 2, it has 1 fields, the header 2; write every field, and put one with a comma in quotation marks\n\
         3 B=2\n\
         row 4, it has 3 fields, the header 2; write every field, and put one with a comma in quotation marks",
    );
}

#[test]
fn wrong_columns_are_named() {
    check(
        b"organisation,valu,organisation\n",
        "row 1, header 'valu': the column is not known; remove or rename it; the columns are organisation, value, state\n\
         row 1, header 'organisation': the column is there twice; remove one\n\
         row 1, header 'value': the column is missing; add it; the columns are organisation, value, state",
    );
    check(
        b"A,5\nB,6\n",
        "row 1, header 'a': none of the expected columns is there; name the columns in the first row: organisation, value, state",
    );
}

#[test]
fn a_file_that_is_not_what_it_says_is_refused_before_any_row() {
    check(b"", "it is empty; give a header row, and a row for each figure");
    check(b" \n", "it is empty; give a header row, and a row for each figure");
    check(b"PK\x03\x04rest", "it is a spreadsheet or an archive, not CSV; save it as CSV UTF-8");
    check(b"\xff\xfeo\0r\0", "it is UTF-16 text, not UTF-8; save it as CSV UTF-8");
    check(b"%PDF-1.7", "it is a PDF, not CSV; load the figures behind it, saved as CSV UTF-8");
    check(
        b"organisation,value\nA,\xa35\n",
        "it is not UTF-8 text, first seen in line 2; save it as CSV UTF-8",
    );
    check(
        b"organisation,value\nA,\0\n",
        "it is not text: it has zero bytes in it; save it as CSV UTF-8",
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_found() {
    let text = format!("organisation,value\nA,\"1\n{}", "B,2\n".repeat(5_000));
    check(
        text.as_bytes(),
        "row 2, the row is longer than 10000 characters; look for a quotation mark that is not closed",
    );
}

#[test]
fn a_file_beyond_the_limit_is_refused_unread() {
    check(
        &vec![b'a'; LARGEST_FILE + 1],
        "it is larger than 64 MB; split it, or check that it is the file you mean",
    );
}

#[test]
fn noise_as_long_as_the_limit_gives_one_short_fault() {
    let answer = read(&vec![b'a'; LARGEST_FILE]);
    assert!(answer.len() < 300, "{answer}");
    assert!(answer.contains("none of the expected columns is there"), "{answer}");
}

#[test]
fn only_the_first_thousand_faults_are_kept_and_all_are_counted() {
    let mut faults = Faults::default();
    for row in 0..5_000 {
        faults.add(Fault::new(row, "value", "x", "is no number", "write a number"));
    }
    assert_eq!((faults.first().len(), faults.count()), (1_000, 5_000));
}

#[test]
fn a_quoted_value_is_shortened_and_made_harmless() {
    let fault = Fault::new(2, "value", &format!("\u{7}{}", "x".repeat(100)), "p", "r");
    assert_eq!(fault.value, format!("\u{fffd}{}…", "x".repeat(59)));
}
