//! What comes out: rows rendered side by side in blocks of series, written in order.

use std::io::Write;
use std::ops::Range;

use anyhow::Context as _;
use bellwether_stats::spc::{Judgement, Options, judge};
use rayon::prelude::*;

use super::Format;
use super::render::{Columns, Output};
use super::table::{Defaults, Table};

/// About how many rows are rendered in one go.
const BLOCK_ROWS: usize = 8_192;

/// How many blocks are rendered side by side while those before them are written.
const BLOCKS_AT_ONCE: usize = 16;

/// The answers to a file.
pub(super) struct Answers<'a> {
    pub(super) table: &'a Table,
    pub(super) options: Options,
    pub(super) defaults: Defaults,
    pub(super) format: Format,
    /// A row a series instead of a row a point.
    pub(super) summary: bool,
}

impl Answers<'_> {
    /// Judges every series and writes what is found.
    ///
    /// # Errors
    ///
    /// Returns an error if a series cannot be judged or `sink` cannot be written to.
    pub(super) fn write(&self, sink: &mut (impl Write + Send)) -> anyhow::Result<()> {
        let columns = Columns::of(self.format, self.summary, self.table);
        let mut ready = vec![columns.header()];
        for blocks in self.blocks().chunks(BLOCKS_AT_ONCE) {
            let render = |block| self.render(block, &columns);
            let (rendered, written) = rayon::join(
                || blocks.par_iter().map(render).collect::<anyhow::Result<Vec<Output>>>(),
                || write_all(sink, &ready),
            );
            written?;
            ready = rendered?;
        }
        write_all(sink, &ready)?;
        sink.flush().context("cannot write the answers")
    }

    /// Cuts the series into blocks of about [`BLOCK_ROWS`] rows.
    fn blocks(&self) -> Vec<Range<usize>> {
        let mut blocks = Vec::new();
        let (mut start, mut rows) = (0, 0);
        for place in 0..self.table.len() {
            rows += self.table.rows(place);
            if rows >= BLOCK_ROWS || place + 1 == self.table.len() {
                blocks.push(start..place + 1);
                (start, rows) = (place + 1, 0);
            }
        }
        blocks
    }

    fn render(&self, block: &Range<usize>, columns: &Columns) -> anyhow::Result<Output> {
        let mut output = Output::new();
        for place in block.clone() {
            let name = self.table.name(place);
            let series = self.table.series(place, &self.defaults);
            let judgement = judge(&series, self.options)
                .with_context(|| format!("cannot judge the series {name}"))?;
            if self.summary {
                let Judgement { variation, assurance, .. } = judgement;
                let words = [variation.name(), assurance.name(), self.options.rules.name()];
                columns.summary(&mut output, name, words);
            } else {
                columns.points(&mut output, name, &series.dates, &judgement.points);
            }
        }
        Ok(output)
    }
}

fn write_all(sink: &mut impl Write, outputs: &[Output]) -> anyhow::Result<()> {
    outputs.iter().try_for_each(|output| sink.write_all(output)).context("cannot write the answers")
}
