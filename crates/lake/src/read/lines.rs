//! One JSON object a line (NDJSON): its cells are the values under the names looked for.

use serde_json::{Map, Value};

use super::cells::{BadRow, Cells};

/// The cells of a block of lines.
pub(super) fn cells(bytes: &[u8], first_row: u64, names: &[String]) -> Cells {
    let mut cells = Cells::over(String::with_capacity(bytes.len()), names.len());
    for (line, row) in bytes.split(|byte| *byte == b'\n').zip(first_row..) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        match read_line(line, names) {
            Ok(values) => {
                for value in &values {
                    cells.push_text(value);
                }
                cells.end_row(row);
            }
            Err(rule) => {
                let value = String::from_utf8_lossy(line).chars().take(80).collect();
                let remedy = "write one object a line, with a text, number, true, false or null \
                              under each name";
                cells.refuse_row(BadRow { row, value, rule, remedy });
            }
        }
    }
    cells
}

fn read_line(line: &[u8], names: &[String]) -> Result<Vec<String>, String> {
    let object: Map<String, Value> =
        serde_json::from_slice(line).map_err(|error| format!("is no JSON object: {error}"))?;
    names
        .iter()
        .map(|name| match object.get(name) {
            None | Some(Value::Null) => Ok(String::new()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(Value::Bool(answer)) => Ok(answer.to_string()),
            Some(Value::Number(number)) => Ok(number.to_string()),
            Some(_) => Err(format!("holds under '{name}' what is not a single value")),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_an_object_of_single_values() {
        let names = ["a".to_owned(), "b".to_owned()];
        let text = "{\"b\":true,\"a\":1.5,\"c\":[]}\n\n{\"a\":\"x\",\"b\":null}\n[1]\n{\"a\":{}}\n";
        let cells = cells(text.as_bytes(), 1, &names);
        let rows: Vec<(u64, &str, &str)> = (0..cells.len())
            .map(|row| (cells.row_number(row), cells.cell(row, 0), cells.cell(row, 1)))
            .collect();
        assert_eq!(rows, [(1, "1.5", "true"), (3, "x", "")]);
        let bad: Vec<u64> = cells.bad.iter().map(|bad| bad.row).collect();
        assert_eq!(bad, [4, 5]);
        assert!(cells.bad[0].rule.starts_with("is no JSON object: "), "{}", cells.bad[0].rule);
        assert_eq!(cells.bad[1].rule, "holds under 'a' what is not a single value");
    }
}
