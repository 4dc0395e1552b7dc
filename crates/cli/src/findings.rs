//! Prints what a person should look at in documents, and the rules by which it is found.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context as _;
use bellwether_plan::draft::{Finding, Severity};
use bellwether_plan::lint::{self, GROUPS, Rule};
use bellwether_plan::{Document, Drafts};
use clap::ValueEnum;
use serde::Serialize;

use crate::plan::Format;

/// Which findings are wanted.
#[derive(Debug, clap::Args)]
pub(crate) struct FilterArgs {
    /// Only findings of this rule; may be given several times, or as a list parted by commas
    #[arg(long = "rule", value_name = "RULE", value_delimiter = ',', value_parser = known_rule)]
    rules: Vec<String>,

    /// Only findings that matter at least so much
    #[arg(long, value_enum, default_value_t = Floor::Info)]
    severity: Floor,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Floor {
    /// Everything
    Info,
    /// What a person should look at, and errors
    Warning,
    /// What cannot stand as it is
    Error,
}

impl Floor {
    fn severity(self) -> Severity {
        match self {
            Self::Info => Severity::Info,
            Self::Warning => Severity::Warning,
            Self::Error => Severity::Error,
        }
    }
}

fn known_rule(name: &str) -> Result<String, String> {
    let is_known = lint::rules().any(|rule| rule.name == name);
    is_known
        .then(|| name.to_owned())
        .ok_or_else(|| "no rule has this name; `bellwether plan rules` lists them".to_owned())
}

impl FilterArgs {
    /// Takes the findings out that are not wanted.
    pub(crate) fn apply(&self, drafts: &mut Drafts) {
        for document in &mut drafts.documents {
            document.findings.retain(|finding| {
                let is_named = self.rules.is_empty() || self.rules.contains(&finding.rule);
                is_named && finding.severity >= self.severity.severity()
            });
        }
    }
}

/// A finding with the file it is about.
#[derive(Debug, Serialize)]
struct Row<'a> {
    file: &'a str,
    #[serde(flatten)]
    finding: &'a Finding,
}

/// Prints the findings of all documents.
pub(crate) fn print(
    drafts: &Drafts,
    format: Format,
    output: &mut impl Write,
) -> anyhow::Result<()> {
    let rows = drafts.documents.iter().flat_map(|document| {
        document.findings.iter().map(|finding| Row { file: &document.file, finding })
    });
    match format {
        Format::Json => {
            let findings = serde_json::json!({ "findings": rows.collect::<Vec<_>>() });
            writeln!(output, "{}", serde_json::to_string_pretty(&findings)?)?;
        }
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(output);
            csv.write_record(["file", "line", "also_lines", "severity", "rule", "ref", "message"])?;
            for Row { file, finding } in rows {
                let line = finding.line.map(|line| line.to_string()).unwrap_or_default();
                let others: Vec<String> = finding.also_lines.iter().map(usize::to_string).collect();
                let others = others.join(" ");
                let reference = finding.reference.as_deref().unwrap_or_default();
                let severity = name_of(finding.severity);
                let (rule, message) = (finding.rule.as_str(), finding.message.as_str());
                csv.write_record([file, &line, &others, severity, rule, reference, message])?;
            }
            csv.flush()?;
        }
        Format::Table => {
            for (place, document) in drafts.documents.iter().enumerate() {
                if place > 0 {
                    writeln!(output)?;
                }
                print_document(document, output)?;
            }
        }
    }
    Ok(())
}

/// A line a finding, as compilers print them, and how many there are.
fn print_document(document: &Document, output: &mut impl Write) -> io::Result<()> {
    let file = &document.file;
    for finding in &document.findings {
        let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
        let reference =
            finding.reference.as_ref().map(|one| format!(" {one}:")).unwrap_or_default();
        let (severity, rule) = (name_of(finding.severity), &finding.rule);
        writeln!(output, "{file}{line}: {severity}:{reference} {} [{rule}]", finding.message)?;
    }
    writeln!(output, "{file}: {}", summary(&document.findings))
}

/// "12 findings: 1 error, 4 warnings, 7 info; most by lead-missing (3)".
fn summary(findings: &[Finding]) -> String {
    let number = |severity| findings.iter().filter(|one| one.severity == severity).count();
    let counted = |number: usize, noun: &str| match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    };
    if findings.is_empty() {
        return "no findings".to_owned();
    }
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *rules.entry(&finding.rule).or_default() += 1;
    }
    let most = rules.iter().max_by_key(|(name, times)| (**times, std::cmp::Reverse(**name)));
    let most = most.filter(|(_, times)| **times > 2);
    let most = most.map(|(name, times)| format!("; most by {name} ({times})")).unwrap_or_default();
    format!(
        "{}: {}, {}, {} info{most}",
        counted(findings.len(), "finding"),
        counted(number(Severity::Error), "error"),
        counted(number(Severity::Warning), "warning"),
        number(Severity::Info)
    )
}

/// A rule as it is printed for programs.
#[derive(Debug, Serialize)]
struct RuleRow<'a> {
    rule: &'a str,
    group: &'a str,
    severity: Severity,
    explanation: &'a str,
}

/// Prints every rule with its severity and what it looks for.
pub(crate) fn print_rules(format: Format) -> anyhow::Result<ExitCode> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    let rows =
        GROUPS.iter().flat_map(|(group, rules)| rules.iter().map(move |rule| row(group, rule)));
    let print = |output: &mut io::BufWriter<io::StdoutLock<'_>>| -> anyhow::Result<()> {
        match format {
            Format::Json => {
                let rules = serde_json::json!({ "rules": rows.collect::<Vec<_>>() });
                writeln!(output, "{}", serde_json::to_string_pretty(&rules)?)?;
            }
            Format::Csv => {
                let mut csv = csv::Writer::from_writer(&mut *output);
                for row in rows {
                    csv.serialize(row)?;
                }
                csv.flush()?;
            }
            Format::Table => {
                for (group, rules) in GROUPS {
                    writeln!(output, "{group}")?;
                    for rule in *rules {
                        let severity = name_of(rule.severity);
                        writeln!(output, "  {:<28} {severity:<8} {}", rule.name, rule.explanation)?;
                    }
                }
            }
        }
        Ok(output.flush()?)
    };
    print(&mut output).context("cannot write to standard output")?;
    Ok(ExitCode::SUCCESS)
}

fn row<'a>(group: &'a str, rule: &'a Rule) -> RuleRow<'a> {
    RuleRow { rule: rule.name, group, severity: rule.severity, explanation: rule.explanation }
}

fn name_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(file: &str, text: &str) -> Document {
        bellwether_plan::read(file, text.as_bytes(), &bellwether_plan::ReadOptions::default())
            .unwrap()
    }

    const PLAN: &str = "# Plan 2018/19\n\n| Ref | Action | Lead | Due |\n|---|---|---|---|\n\
                        | 1.1 | Open a clinic | Jane Smith | May 1999 |\n| 1.2 | Train 20 nurses | | June 2018 |\n";

    fn printed(filter: &FilterArgs, format: Format) -> String {
        let mut drafts = Drafts { documents: vec![document("plan.md", PLAN)] };
        filter.apply(&mut drafts);
        let mut output = Vec::new();
        print(&drafts, format, &mut output).unwrap();
        String::from_utf8(output).unwrap()
    }

    #[test]
    fn findings_are_filtered_by_rule_and_by_severity() {
        let one = FilterArgs { rules: vec!["lead-missing".to_owned()], severity: Floor::Info };
        assert_eq!(
            printed(&one, Format::Table),
            "plan.md:6: warning: 1.2: no lead; name the one person who answers for it [lead-missing]\n\
             plan.md: 1 finding: 0 errors, 1 warning, 0 info\n"
        );
        let errors = FilterArgs { rules: Vec::new(), severity: Floor::Error };
        assert_eq!(
            printed(&errors, Format::Table),
            "plan.md:5: error: \"May 1999\" lies years before the plan for 2018/19; correct the year [year-impossible]\n\
             plan.md: 1 finding: 1 error, 0 warnings, 0 info\n"
        );
        let none = FilterArgs { rules: vec!["as-above".to_owned()], severity: Floor::Info };
        assert_eq!(printed(&none, Format::Table), "plan.md: no findings\n");
    }

    #[test]
    fn a_rule_that_there_is_not_is_refused() {
        assert!(known_rule("lead-missing").is_ok());
        assert!(known_rule("leads").unwrap_err().contains("plan rules"));
    }
}
