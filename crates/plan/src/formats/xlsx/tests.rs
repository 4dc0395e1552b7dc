//! Small workbooks made here, and what is read from them.

use std::fmt::Write as _;

use crate::formats::packed::packed;
use crate::formats::xlsx::sheets;
use crate::source::SourceText;

const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="mmm\-yy"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>"#;

/// A workbook with these sheets: name, state, rows of XML and what follows them.
fn workbook(sheets: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let (mut list, mut relations, mut parts) = (String::new(), String::new(), Vec::new());
    for (index, (name, state, rows, after)) in sheets.iter().enumerate() {
        let id = index + 1;
        let _ =
            write!(list, r#"<sheet name="{name}" sheetId="{id}" state="{state}" r:id="rId{id}"/>"#);
        let _ = write!(
            relations,
            r#"<Relationship Id="rId{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{id}.xml"/>"#
        );
        parts.push((
            format!("xl/worksheets/sheet{id}.xml"),
            format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{after}</worksheet>"#),
        ));
    }
    let main = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
    let list = format!("<workbook {main}><sheets>{list}</sheets></workbook>");
    let relations = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>"#
    );
    let mut all = vec![
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        ("xl/workbook.xml", list.as_str()),
        ("xl/_rels/workbook.xml.rels", relations.as_str()),
        ("xl/styles.xml", STYLES),
    ];
    all.extend(parts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    packed(&all)
}

fn cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn row(number: usize, texts: &[&str]) -> String {
    let cells = texts.iter().zip('A'..).filter(|(text, _)| !text.is_empty());
    let cells: String =
        cells.map(|(text, column)| cell(&format!("{column}{number}"), text)).collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}

fn check(bytes: &[u8], expected: &[&str]) {
    let source = SourceText::from_bytes("plan.xlsx", bytes).unwrap();
    let mut got: Vec<String> = source
        .lines()
        .filter(|(_, line)| !line.is_empty())
        .map(|(_, line)| line.to_owned())
        .collect();
    got.extend(source.findings().iter().map(|finding| format!("! {}", finding.rule)));
    assert_eq!(got, expected);
}

#[test]
fn titles_headings_dates_and_merged_cells() {
    let rows = [
        row(1, &["Fenmarsh plan"]),
        row(3, &["Ref", "Action", "Lead", "When"]),
        row(4, &["1. Access"]),
        format!(
            r#"<row r="5">{}{}{}<c r="D5" s="1"><v>43619</v></c></row>"#,
            cell("A5", "1.1"),
            cell("B5", "Do"),
            cell("C5", "CE")
        ),
        format!(
            r#"<row r="6" hidden="1"><c r="A6"><v>1.2</v></c>{}<c r="D6" s="2"><v>43617</v></c></row>"#,
            cell("B6", "Go")
        ),
        row(8, &["2", "Stay", "DoF", "May"]),
        row(11, &["CE", "Chief Executive"]),
    ];
    let merged =
        r#"<mergeCells count="2"><mergeCell ref="A1:D1"/><mergeCell ref="C5:C6"/></mergeCells>"#;
    check(
        &workbook(&[("Sheet1", "visible", &rows.concat(), merged)]),
        &[
            "Fenmarsh plan",
            "| Ref | Action | Lead | When |",
            "| 1. Access | | | |",
            "| 1.1 | Do | CE | 3 June 2019 |",
            "| 1.2 | Go | CE | June 2019 |",
            "| 2 | Stay | DoF | May |",
            "| CE | Chief Executive |",
        ],
    );
}

#[test]
fn sheets_stand_under_their_names_and_hidden_ones_are_named() {
    let bytes = workbook(&[
        ("Access", "visible", &[row(1, &["Action", "Lead"]), row(2, &["Do", "CE"])].concat(), ""),
        ("Lists", "hidden", &row(1, &["Red", "Amber"]), ""),
    ]);
    check(&bytes, &["Access", "| Action | Lead |", "| Do | CE |", "! sheet-hidden"]);
    let sheets = sheets(&bytes).unwrap();
    assert_eq!(sheets[1].name, "Lists");
    assert_eq!(sheets[0].rows, [["Action", "Lead"], ["Do", "CE"]]);
    assert_eq!(sheets[0].row_numbers, [1, 2]);
}

#[test]
fn blank_rows_cost_nothing() {
    let mut rows = [row(1, &["Action", "Lead", "When"]), row(2, &["Do", "CE", "May"])].concat();
    for number in 3..100_000 {
        let _ = write!(rows, r#"<row r="{number}"><c r="A{number}" s="1"/></row>"#);
    }
    rows += &cell("XFD1048576", "far");
    check(
        &workbook(&[("Sheet1", "visible", &rows, "")]),
        &["| Action | Lead | When |", "| Do | CE | May |"],
    );
}

/// A workbook with this table of texts.
fn with_texts(table: &str) -> Vec<u8> {
    let relations = r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    packed(&[
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Plan" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        ("xl/_rels/workbook.xml.rels", relations),
        (
            "xl/worksheets/sheet1.xml",
            r#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>"#,
        ),
        ("xl/sharedStrings.xml", table),
    ])
}

#[test]
fn a_table_that_promises_texts_without_end_is_refused_and_makes_no_room_for_them() {
    let check = |count: &str, is_read: bool| {
        let table = format!(r#"<sst uniqueCount="{count}"><si><t>Plan</t></si></sst>"#);
        let read = SourceText::from_bytes("plan.xlsx", &with_texts(&table));
        assert_eq!(read.is_ok(), is_read, "{count}: {read:?}");
    };
    check("1", true);
    check("20000", true);
    check("999999999999", false);
    check("99999999999999999999999999", false);
}

#[test]
fn a_panic_below_a_reader_is_a_damaged_file() {
    let refusal =
        crate::formats::guarded::<()>("plan.xlsx", super::WORKBOOK, || panic!("no such sheet"));
    assert!(refusal.unwrap_err().to_string().contains("damaged or incomplete Excel workbook"));
}
