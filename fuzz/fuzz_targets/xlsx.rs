//! Excel workbooks: a sheet, shared strings and styles.
#![no_main]

mod packing;
mod panics;

use bellwether_plan::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &[u8] = br#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Plan" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const SHEETS: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

fuzz_target!(
    init: {
        panics::keep_to_ours();
    },
    |data: &[u8]| {
        let [sheet, strings, styles] = packing::pieces(data);
        let bytes = packing::packed(&[
            ("_rels/.rels", RELATIONS),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", SHEETS),
            ("xl/worksheets/sheet1.xml", sheet),
            ("xl/sharedStrings.xml", strings),
            ("xl/styles.xml", styles),
        ]);
        let _ = read("plan.xlsx", &bytes, &ReadOptions::default());
        let _ = bellwether_plan::formats::xlsx::sheets(&bytes);
    }
);
