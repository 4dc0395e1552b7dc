//! Small Word documents made here, and what is read from them.

use crate::formats::packed::word;
use crate::source::SourceText;
use crate::table::find_tables;

/// Lines with their numbers left out, headings with their level, tables as rows of cells.
fn check(body: &str, parts: &[(&str, &str)], expected: &[&str]) {
    let source = SourceText::from_bytes("plan.docx", &word(body, parts)).unwrap();
    let mut got: Vec<String> = source
        .lines()
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| match source.heading_level(number) {
            Some(level) => format!("h{level} {line}"),
            None => line.to_owned(),
        })
        .collect();
    got.extend(source.findings().iter().map(|finding| format!("! {}", finding.rule)));
    assert_eq!(got, expected);
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn cell(properties: &str, content: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>")
}

fn row(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|text| cell("", &paragraph(text))).collect();
    format!("<w:tr>{cells}</w:tr>")
}

const STYLES: (&str, &str) = (
    "word/styles.xml",
    r#"<w:styles xmlns:w="w"><w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
    <w:style w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
    <w:style w:styleId="Own"><w:name w:val="Our heading"/><w:basedOn w:val="H1"/></w:style>
    <w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>"#,
);

#[test]
fn headings_are_known_by_style_and_a_list_of_contents_is_left_out() {
    let styled = |style: &str, text: &str| {
        format!(
            r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
        )
    };
    let body = [
        styled("Titel", "Action plan"),
        styled("TOC1", "1 Access 3"),
        styled("H1", "Access"),
        styled("Own", "Beds"),
        r#"<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>Wards</w:t></w:r></w:p>"#
            .to_owned(),
        paragraph("Text &amp; more &#8211; here"),
    ];
    check(
        &body.concat(),
        &[STYLES],
        &["h0 Action plan", "h1 Access", "h1 Beds", "h3 Wards", "Text & more – here"],
    );
}

#[test]
fn tracked_changes_are_accepted() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}<w:del><w:r><w:delText>May</w:delText></w:r></w:del><w:ins>{}</w:ins><w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo></w:p>\
         <w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>\
         <w:tbl>{}<w:tr><w:trPr><w:del w:id=\"2\"/></w:trPr>{}</w:tr>{}</w:tbl>",
        run("Due "),
        run("June"),
        run("gone"),
        run(" here"),
        run("One "),
        run("line"),
        row(&["Action", "Lead"]),
        cell("", &paragraph("Dropped")),
        row(&["Do", "CE"]),
    );
    check(&body, &[], &["Due June here", "One line", "| Action | Lead |", "| Do | CE |"]);
}

#[test]
fn lists_have_their_numbers_as_printed() {
    let numbering = (
        "word/numbering.xml",
        r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
        <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
        </w:numbering>"#,
    );
    let item = |list: u8, level: u8, text: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
        )
    };
    let body = [
        item(1, 0, "One"),
        item(1, 1, "sub"),
        item(1, 1, "sub"),
        item(1, 2, "dot"),
        item(1, 0, "Two"),
        item(2, 0, "Five"),
        item(1, 0, "Six"),
        format!(
            "<w:tbl><w:tr>{}{}</w:tr></w:tbl>",
            cell("", &item(1, 0, "")),
            cell("", &item(1, 2, "Do"))
        ),
    ];
    check(
        &body.concat(),
        &[numbering],
        &["1. One", "1.a) sub", "1.b) sub", "• dot", "2. Two", "5. Five", "6. Six", "| 7. | Do |"],
    );
}

#[test]
fn merged_and_nested_cells_come_out_as_rows() {
    let body = format!(
        "<w:tbl><w:tblGrid><w:gridCol w:w=\"100\"/><w:gridCol w:w=\"100\"/><w:gridCol w:w=\"100\"/></w:tblGrid>{}{}{}{}{}</w:tbl>",
        row(&["Action", "Lead", "When"]),
        format_args!("<w:tr>{}</w:tr>", cell("<w:gridSpan w:val=\"3\"/>", &paragraph("1. Access"))),
        format_args!(
            "<w:tr>{}{}{}</w:tr>",
            cell("", &paragraph("Do")),
            cell("<w:vMerge w:val=\"restart\"/>", &(paragraph("CE") + &paragraph("DoF"))),
            cell("", &format!("<w:tbl>{}</w:tbl>", row(&["May", "draft"])))
        ),
        format_args!(
            "<w:tr>{}{}{}</w:tr>",
            cell("", &paragraph("Go")),
            cell("<w:vMerge/>", &paragraph("")),
            cell("", &paragraph("June"))
        ),
        format_args!(
            "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}</w:tr>",
            cell("", &paragraph("DoN"))
        ),
    );
    check(
        &body,
        &[],
        &[
            "| Action | Lead | When |",
            "| 1. Access | | |",
            "| Do | CE / DoF | May draft |",
            "| Go | CE / DoF | June |",
            "| | DoN | |",
        ],
    );
    let source = SourceText::from_bytes("plan.docx", &word(&body, &[])).unwrap();
    let tables = find_tables(&source);
    assert_eq!((tables.len(), tables[0].width, tables[0].rows.len()), (1, 3, 5));
    assert_eq!(tables[0].rows[2].cells[1].paragraphs, ["CE", "DoF"]);
}

#[test]
fn breaks_tabs_fields_boxes_and_hidden_text_are_as_printed() {
    let body = "<w:p><w:r><w:t>One</w:t><w:br/><w:t>Two</w:t><w:tab/><w:t>soft\u{ad}ly</w:t></w:r></w:p>\
        <w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>DATE</w:instrText><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1 May</w:t></w:r>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>\
        <w:p><w:r><w:t>Around</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>\
        <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t> it</w:t></w:r></w:p>\
        <w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>End</w:t></w:r></w:p>";
    check(body, &[], &["One", "Two\tsoftly", "1 May.", "Boxed", "Around it", "End"]);
}

#[test]
fn notes_stand_at_the_end_and_a_page_head_above_a_lone_table() {
    let notes = (
        "word/footnotes.xml",
        r#"<w:footnotes><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote><w:footnote w:id="1"><w:p><w:r><w:t>CE = Chief Executive</w:t></w:r></w:p></w:footnote></w:footnotes>"#,
    );
    let head = (
        "word/header1.xml",
        "<w:hdr><w:p><w:r><w:t>Fenmarsh action plan</w:t></w:r></w:p></w:hdr>",
    );
    let relations = (
        "word/_rels/document.xml.rels",
        r#"<Relationships><Relationship Type="http://x/header" Target="header1.xml"/></Relationships>"#,
    );
    let body = format!("<w:tbl>{}</w:tbl>", row(&["Do", "CE"]));
    check(
        &body,
        &[notes, head, relations],
        &["Fenmarsh action plan", "| Do | CE |", "Note 1: CE = Chief Executive"],
    );
}

#[test]
fn a_document_that_breaks_off_is_read_so_far() {
    let body = format!("{}<w:p><w:r><w:t>cut</w:t>", paragraph("Whole"));
    check(&body, &[], &["Whole", "cut", "! part-unread"]);
    check(&paragraph("Text"), &[("word/vbaProject.bin", "x")], &["Text", "! macros-ignored"]);
}
