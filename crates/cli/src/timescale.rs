//! `bellwether timescale`: reads due dates as people write them.

use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Context as _;
use bellwether_calendar::{Timescale, read_timescale};
use chrono::NaiveDate;
use clap::ValueEnum;

use crate::context::{ContextArgs, wrong_year};

const EXAMPLES: &str = "\
Examples:
  bellwether timescale \"Dec-Feb 04\" \"by end 08/9\"
  bellwether timescale \"by Jan/Feb\" --plan-year 2003/04 --as-of 2003-11-01
  bellwether timescale \"Q2 2021\" --quarters calendar --plan-year 2021
  cut -d, -f5 actions.csv | bellwether timescale --plan-year 2008/09 --format csv

What cannot be read has no days and no rule. The exit status is then still 0, or 1 with --strict.";

/// Reads timescales: the first and last day, how exact they are, and by which rule.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Timescales as they are written; without any, one a line from standard input
    #[arg(value_name = "TEXT")]
    texts: Vec<String>,

    #[command(flatten)]
    context: ContextArgs,

    /// How the answers are printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Exit with status 1 when a timescale could not be read
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// Columns for people
    #[default]
    Table,
    /// An object a line
    Json,
    /// A header and a row for each
    Csv,
}

/// Reads the timescales of the arguments, or of standard input, and prints what they mean.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Some(context) = args.context.context() else { return Ok(wrong_year()) };
    let output = io::LineWriter::new(io::stdout().lock());
    let mut printer = Printer::new(args.format, output);
    let mut unread = false;
    let mut answer = |text: &str| {
        let timescale = read_timescale(text, &context);
        unread |= timescale.rule.is_empty();
        printer.print(&timescale).context("cannot write to standard output")
    };
    if args.texts.is_empty() {
        for line in lines_of_input() {
            answer(&line?)?;
        }
    } else {
        args.texts.iter().try_for_each(|text| answer(text))?;
    }
    printer.finish().context("cannot write to standard output")?;
    Ok(if args.strict && unread { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The lines of standard input, what is no UTF-8 in them replaced.
#[expect(clippy::print_stderr, reason = "messages of the command line go to standard error")]
fn lines_of_input() -> impl Iterator<Item = anyhow::Result<String>> {
    let input = io::stdin().lock();
    if input.is_terminal() {
        eprintln!("bellwether: reading timescales from standard input, one a line");
    }
    input.split(b'\n').map(|line| {
        let line = line.context("cannot read standard input")?;
        Ok(String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned())
    })
}

/// Prints answers as they come, so that a pipe sees each at once.
enum Printer<W: Write> {
    Table { output: W, started: bool },
    Json(W),
    Csv(Box<csv::Writer<W>>),
}

impl<W: Write> Printer<W> {
    fn new(format: Format, output: W) -> Self {
        match format {
            Format::Table => Self::Table { output, started: false },
            Format::Json => Self::Json(output),
            Format::Csv => Self::Csv(Box::new(csv::Writer::from_writer(output))),
        }
    }

    fn print(&mut self, timescale: &Timescale) -> anyhow::Result<()> {
        match self {
            Self::Table { output, started } => {
                if !std::mem::replace(started, true) {
                    write_row(output, ["earliest", "latest", "precision", "rule", "as written"])?;
                }
                let day =
                    |day: Option<NaiveDate>| day.map_or("-".to_owned(), |day| day.to_string());
                let precision = serde_json::to_value(timescale.precision)?;
                let rule = if timescale.rule.is_empty() { "not read" } else { &timescale.rule };
                write_row(
                    output,
                    [
                        &day(timescale.earliest),
                        &day(timescale.latest),
                        precision.as_str().unwrap_or_default(),
                        rule,
                        &timescale.as_written,
                    ],
                )?;
            }
            Self::Json(output) => writeln!(output, "{}", serde_json::to_string(timescale)?)?,
            Self::Csv(output) => {
                // Rules have parts of their own and no place in a cell.
                let flat = Timescale { relative: None, recurrence: None, ..timescale.clone() };
                output.serialize(flat)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        match self {
            Self::Table { output, .. } | Self::Json(output) => output.flush(),
            Self::Csv(output) => output.flush(),
        }
    }
}

fn write_row(output: &mut impl Write, cells: [&str; 5]) -> io::Result<()> {
    let [earliest, latest, precision, rule, as_written] = cells;
    writeln!(output, "{earliest:<10}  {latest:<10}  {precision:<9}  {rule:<28}  {as_written}")
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use expect_test::{Expect, expect};

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    fn check(line: &str, expected: &Expect) {
        let args = match Line::try_parse_from(line.split('|')) {
            Ok(line) => line.args,
            Err(error) => {
                return expected.assert_eq(error.to_string().lines().next().unwrap());
            }
        };
        let Some(context) = args.context.context() else { return expected.assert_eq("wrong year") };
        let mut output = Vec::new();
        let mut printer = Printer::new(args.format, &mut output);
        for text in &args.texts {
            printer.print(&read_timescale(text, &context)).unwrap();
        }
        printer.finish().unwrap();
        drop(printer);
        expected.assert_eq(&String::from_utf8(output).unwrap());
    }

    #[test]
    fn answers_are_an_object_a_line() {
        check(
            "timescale|Dec-Feb 04|soon|--format|json",
            &expect![[r#"
                {"as_written":"Dec-Feb 04","earliest":"2003-12-01","latest":"2004-02-29","precision":"range","rule":"span"}
                {"as_written":"soon","earliest":null,"latest":null,"precision":"none","rule":""}
            "#]],
        );
    }

    #[test]
    fn a_rule_is_shown_with_its_parts() {
        check(
            "timescale|6 weeks before the election|every 3-4 months|--format|json",
            &expect![[r#"
                {"as_written":"6 weeks before the election","earliest":null,"latest":null,"precision":"relative","rule":"relative","relative":{"amount":6,"unit":"week","at_least":false,"direction":"before","anchor":"election"}}
                {"as_written":"every 3-4 months","earliest":null,"latest":null,"precision":"ongoing","rule":"recurrence","recurrence":{"every_min":3,"every_max":4,"unit":"month"}}
            "#]],
        );
        check(
            "timescale|every Monday|--format|csv",
            &expect![[r"
                as_written,earliest,latest,precision,rule
                every Monday,,,ongoing,recurrence
            "]],
        );
    }

    #[test]
    fn answers_are_rows_of_csv_or_a_table() {
        check(
            "timescale|Aug, Sept 03|--format|csv",
            &expect![[r#"
                as_written,earliest,latest,precision,rule
                "Aug, Sept 03",2003-08-01,2003-09-30,month,span
            "#]],
        );
        check(
            "timescale|by Jan/Feb|--plan-year|2003/04|--as-of|2003-11-01",
            &expect![[r"
                earliest    latest      precision  rule                          as written
                -           2004-02-29  month      deadline+year-inferred        by Jan/Feb
            "]],
        );
    }

    #[test]
    fn a_single_year_needs_a_plan_of_calendar_years() {
        check("timescale|Q2|--plan-year|2021", &expect!["wrong year"]);
        check(
            "timescale|Q2|--plan-year|2021|--quarters|calendar|--format|csv",
            &expect![[r"
                as_written,earliest,latest,precision,rule
                Q2,2021-04-01,2021-06-30,quarter,quarter+year-inferred
            "]],
        );
    }

    #[test]
    fn wrong_values_are_refused() {
        check(
            "timescale|Q2|--plan-year|2021/23",
            &expect![
                "error: invalid value '2021/23' for '--plan-year <YEAR>': '2021/23' is not a financial year; write it as 2008/09"
            ],
        );
        check(
            "timescale|Q2|--as-of|1/4/2008",
            &expect![
                "error: invalid value '1/4/2008' for '--as-of <DAY>': '1/4/2008' is not a day; write it as 2003-11-01"
            ],
        );
    }
}
