//! Small PDF files made here, and what is read from them.

use std::fmt::Write as _;

use crate::source::SourceText;

/// A file of pages with these contents, 600 points wide and 400 high, in Courier: each letter is 0.6 of
/// its size wide.
fn pdf(pages: &[String]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 10 + 2 * page)).collect();
    let kids = kids.join(" ");
    let mut file = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[{kids}]/Count {}>>endobj\n\
         3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Courier>>endobj\n",
        pages.len()
    );
    for (page, content) in pages.iter().enumerate() {
        let _ = write!(
            file,
            "{} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 400]/Contents {} 0 R/Resources<</Font<</F1 3 0 R>>>>>>endobj\n\
             {} 0 obj<</Length {}>>stream\n{content}\nendstream endobj\n",
            10 + 2 * page,
            11 + 2 * page,
            11 + 2 * page,
            content.len()
        );
    }
    file += "trailer<</Root 1 0 R>>\n%%EOF\n";
    file.into_bytes()
}

/// Text at a place counted from the upper left corner.
fn text(left: u32, down: u32, size: u32, text: &str) -> String {
    format!("BT /F1 {size} Tf {left} {} Td ({text}) Tj ET\n", 400 - down)
}

/// A line drawn between two places.
fn rule(from: (u32, u32), to: (u32, u32)) -> String {
    format!("{} {} m {} {} l S\n", from.0, 400 - from.1, to.0, 400 - to.1)
}

/// A drawn table with these edges, its left upper corner first.
fn grid(xs: &[u32], ys: &[u32]) -> String {
    let level = ys.iter().map(|y| rule((xs[0], *y), (xs[xs.len() - 1], *y)));
    let upright = xs.iter().map(|x| rule((*x, ys[0]), (*x, ys[ys.len() - 1])));
    level.chain(upright).collect()
}

fn check(pages: &[String], expected: &[&str]) {
    let source = SourceText::from_bytes("plan.pdf", &pdf(pages));
    let got: Vec<String> = match source {
        Ok(source) => {
            let lines = source.lines().filter(|(_, line)| !line.is_empty());
            let mut lines: Vec<String> = lines
                .map(|(number, line)| match source.heading_level(number) {
                    Some(level) => format!("h{level} {line}"),
                    None => line.to_owned(),
                })
                .collect();
            lines.extend(source.findings().iter().map(|finding| format!("! {}", finding.rule)));
            lines
        }
        Err(error) => vec![error.to_string()],
    };
    assert_eq!(got, expected);
}

#[test]
fn lines_become_paragraphs_and_larger_type_headings() {
    let page = [
        text(50, 80, 18, "Access plan"),
        text(50, 120, 10, "This line is quite full of words and reaches far to the right of"),
        text(50, 132, 10, "the page."),
        text(50, 160, 10, "Another paragraph."),
    ];
    check(
        &[page.concat()],
        &[
            "h0 Access plan",
            "This line is quite full of words and reaches far to the right of the page.",
            "Another paragraph.",
        ],
    );
}

#[test]
fn drawn_cells_become_rows_and_go_on_over_the_page() {
    let xs = [50, 100, 300, 400, 500];
    let first = [
        text(50, 30, 9, "Fenmarsh plan"),
        text(300, 380, 9, "Page 1"),
        grid(&xs, &[100, 120, 160]),
        text(55, 114, 10, "Ref"),
        text(105, 114, 10, "Action"),
        text(305, 114, 10, "Lead"),
        text(405, 114, 10, "When"),
        text(55, 134, 10, "1.1"),
        text(105, 134, 10, "Open the ward for longer and"),
        text(105, 146, 10, "close it at night"),
        text(305, 134, 10, "CE"),
        text(405, 134, 10, "May 18"),
    ];
    let second = [
        text(50, 30, 9, "Fenmarsh plan"),
        text(300, 380, 9, "Page 2"),
        grid(&xs, &[60, 80, 100, 120]),
        text(55, 74, 10, "Ref"),
        text(105, 74, 10, "Action"),
        text(305, 74, 10, "Lead"),
        text(405, 74, 10, "When"),
        text(105, 94, 10, "and at weekends"),
        text(55, 114, 10, "1.2"),
        text(105, 114, 10, "Shut it"),
        text(305, 114, 10, "DoF"),
        text(405, 114, 10, "June 18"),
    ];
    check(
        &[first.concat(), second.concat()],
        &[
            "| Ref | Action | Lead | When |",
            "| 1.1 | Open the ward for longer and close it at night and at weekends | CE | May 18 |",
            "| 1.2 | Shut it | DoF | June 18 |",
        ],
    );
}

#[test]
fn cells_below_their_headings_become_rows() {
    let row = |down: u32, cells: [&str; 3]| {
        [(50, cells[0]), (300, cells[1]), (420, cells[2])]
            .iter()
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(left, cell)| text(*left, down, 10, cell))
            .collect::<String>()
    };
    let page = [
        row(100, ["Action", "Lead", "By when"]),
        row(125, ["Open the ward for longer than", "Chief", "May 18"]),
        row(137, ["it was", "Executive", ""]),
        row(160, ["Shut it", "DoF", "June 18"]),
        text(50, 230, 10, "Text below the table goes over all of its columns, far to the right."),
    ];
    check(
        &[page.concat()],
        &[
            "| Action | Lead | By when |",
            "| Open the ward for longer than it was | Chief Executive | May 18 |",
            "| Shut it | DoF | June 18 |",
            "Text below the table goes over all of its columns, far to the right.",
        ],
    );
}

#[test]
fn pages_without_text_are_named_or_refused() {
    let scan = "q 600 0 0 400 0 0 cm Q".to_owned();
    check(&[text(50, 200, 10, "Words"), scan.clone()], &["Words", "! page-without-text"]);
    check(
        &[scan],
        &[
            "plan.pdf is a PDF without text, probably scanned; recognise its text (OCR) or save the original as .docx or PDF and try again",
        ],
    );
}

#[test]
fn a_file_cut_short_or_damaged_is_no_panic() {
    let whole = pdf(&[text(50, 200, 10, "Words")]);
    for end in 5..whole.len() {
        let _ = SourceText::from_bytes("plan.pdf", &whole[..end]);
    }
}
