//! Noise of many kinds is read or refused, never more.

use bellwether_plan::{ReadOptions, read};

/// A small generator of numbers, so that the noise is the same on every machine.
struct Noise(u64);

impl Noise {
    fn next(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % below
    }
}

/// Lines stay inside the document and in order, whatever the document is.
fn check(bytes: &[u8]) {
    let Ok(document) = read("noise", bytes, &ReadOptions::default()) else { return };
    let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).count();
    for commitment in &document.commitments {
        assert!((1..=lines).contains(&commitment.source.line_from), "{:?}", commitment.source);
        assert!(
            commitment.source.line_from <= commitment.source.line_to,
            "{:?}",
            commitment.source
        );
    }
}

#[test]
fn random_bytes_do_no_harm() {
    let mut noise = Noise(1);
    for size in [0, 1, 2, 100, 10_000] {
        for _ in 0..50 {
            let bytes: Vec<u8> =
                (0..size).map(|_| u8::try_from(noise.next(256)).unwrap_or(0)).collect();
            check(&bytes);
        }
    }
}

#[test]
fn pieces_of_tables_in_any_order_do_no_harm() {
    const PIECES: &[&str] = &[
        "\t",
        "\n",
        "\n\n",
        "|",
        "| ",
        "---",
        "+--",
        "Action",
        "Lead",
        "Timescale",
        "Progress/Milestones",
        "Risk",
        "Goal 2008/09",
        "1.1 ",
        "1. ",
        "2.1 Do it",
        "DoF",
        "CE & MT",
        "Nov 03",
        "Dec-Feb 04",
        "<p>",
        "</p>",
        "<br>",
        "**",
        "#",
        "Pledge 1",
        "VSA01",
        "é–’",
        "Key to Leads:",
        "DoF = Director of Finance",
        "(",
        ")",
        "Ongoing",
        "£1 million",
        " ",
        "Level 1",
        "·",
        "\u{7}",
        "\\",
        "99999999999999999999",
    ];
    let mut noise = Noise(2);
    for round in 0..1_500 {
        let text: String = (0..round % 120).map(|_| PIECES[noise.next(PIECES.len())]).collect();
        check(text.as_bytes());
    }
}

#[test]
fn long_runs_of_one_thing_do_no_harm() {
    for piece in [
        "\t",
        "\n",
        "|",
        "\ta\n",
        "a\tb\n",
        "|a|b|\n",
        "a\n\n",
        "Action\n",
        "1.1 ",
        "<p>",
        "Nov 03 ",
        "Lead\tAction\tDate\n",
        "\tAction\n\tLead\n\n",
    ] {
        check(piece.repeat(20_000).as_bytes());
    }
}
