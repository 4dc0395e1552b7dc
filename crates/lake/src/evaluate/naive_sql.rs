//! The little SQL that definitions are written in, read and worked out for one row at a time.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta, Timelike as _};

/// What a column or an expression holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    YesNo(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    Day(NaiveDate),
    Time(NaiveDateTime),
    Span(TimeDelta),
}

/// A row by its columns.
pub(super) type Row = BTreeMap<String, Value>;

#[derive(Debug, Clone)]
pub(super) enum Node {
    Literal(Value),
    Column(String),
    Call(String, Vec<Node>),
    Not(Box<Node>),
    IsNull(Box<Node>),
    In(Box<Node>, Vec<Node>),
    Two(String, Box<Node>, Box<Node>),
    Case(Vec<(Node, Node)>, Option<Box<Node>>),
}

struct Parser {
    words: Vec<String>,
    at: usize,
}

/// Reads an expression; panics on what it does not know, since that is a gap in this reader.
pub(super) fn parse(sql: &str) -> Node {
    let mut parser = Parser { words: words(sql), at: 0 };
    let node = parser.any();
    assert_eq!(parser.at, parser.words.len(), "{sql} is not read to its end");
    node
}

fn words(sql: &str) -> Vec<String> {
    let letters: Vec<char> = sql.chars().collect();
    let (mut words, mut at) = (Vec::new(), 0);
    while at < letters.len() {
        let start = at;
        let letter = letters[at];
        at += 1;
        if letter.is_whitespace() {
            continue;
        }
        if letter == '\'' {
            while letters[at] != '\'' {
                at += 1;
            }
            at += 1;
        } else if letter.is_alphanumeric() || letter == '_' {
            while at < letters.len()
                && (letters[at].is_alphanumeric() || matches!(letters[at], '_' | '.'))
            {
                at += 1;
            }
        } else if matches!(letter, '<' | '>' | '!') && at < letters.len() {
            at += usize::from(matches!(letters[at], '=' | '>'));
        }
        words.push(letters[start..at].iter().collect());
    }
    words
}

impl Parser {
    fn peek(&self) -> String {
        self.words.get(self.at).map(|word| word.to_uppercase()).unwrap_or_default()
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.peek() == word;
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, word: &str) {
        assert!(self.take(word), "{word} expected, not {} in {:?}", self.peek(), self.words);
    }

    fn next(&mut self) -> String {
        self.at += 1;
        self.words[self.at - 1].clone()
    }

    fn left(&mut self, operators: &[&str], below: fn(&mut Self) -> Node) -> Node {
        let mut node = below(self);
        while let Some(operator) = operators.iter().find(|operator| self.peek() == **operator) {
            self.at += 1;
            node = Node::Two((*operator).to_owned(), Box::new(node), Box::new(below(self)));
        }
        node
    }

    fn any(&mut self) -> Node {
        self.left(&["OR"], |parser| parser.left(&["AND"], Self::negation))
    }

    fn negation(&mut self) -> Node {
        if self.take("NOT") { Node::Not(Box::new(self.negation())) } else { self.comparison() }
    }

    fn comparison(&mut self) -> Node {
        let node = self.sum();
        if self.take("IS") {
            let not = self.take("NOT");
            self.expect("NULL");
            let is = Node::IsNull(Box::new(node));
            return if not { Node::Not(Box::new(is)) } else { is };
        }
        let not = self.take("NOT");
        if self.take("IN") {
            self.expect("(");
            let is_in = Node::In(Box::new(node), self.list());
            return if not { Node::Not(Box::new(is_in)) } else { is_in };
        }
        for operator in ["=", "<>", "<=", ">=", "<", ">"] {
            if self.take(operator) {
                let other = self.sum();
                return Node::Two(operator.to_owned(), Box::new(node), Box::new(other));
            }
        }
        node
    }

    fn sum(&mut self) -> Node {
        self.left(&["+", "-"], |parser| parser.left(&["*", "/"], Self::one))
    }

    fn list(&mut self) -> Vec<Node> {
        let mut nodes = Vec::new();
        while !self.take(")") {
            nodes.push(self.any());
            self.take(",");
        }
        nodes
    }

    fn one(&mut self) -> Node {
        if self.take("(") {
            let node = self.any();
            self.expect(")");
            return node;
        }
        if self.take("CASE") {
            return self.case();
        }
        if self.take("INTERVAL") {
            let text = self.next();
            let (number, unit) = text.trim_matches('\'').split_once(' ').unwrap();
            let number: i64 = number.parse().unwrap();
            return Node::Literal(Value::Span(match unit.trim_end_matches('s') {
                "minute" => TimeDelta::minutes(number),
                "hour" => TimeDelta::hours(number),
                "day" => TimeDelta::days(number),
                other => panic!("interval of {other}"),
            }));
        }
        let word = self.next();
        if let Some(text) = word.strip_prefix('\'') {
            return Node::Literal(Value::Text(text.trim_end_matches('\'').to_owned()));
        }
        if let Ok(whole) = word.parse() {
            return Node::Literal(Value::Whole(whole));
        }
        if let Ok(number) = word.parse() {
            return Node::Literal(Value::Number(number));
        }
        match word.to_uppercase().as_str() {
            "TRUE" => return Node::Literal(Value::YesNo(true)),
            "FALSE" => return Node::Literal(Value::YesNo(false)),
            "NULL" => return Node::Literal(Value::Null),
            _ => {}
        }
        if self.take("(") {
            Node::Call(word.to_lowercase(), self.list())
        } else {
            Node::Column(word)
        }
    }

    fn case(&mut self) -> Node {
        let mut cases = Vec::new();
        while self.take("WHEN") {
            let condition = self.any();
            self.expect("THEN");
            cases.push((condition, self.any()));
        }
        let otherwise = self.take("ELSE").then(|| Box::new(self.any()));
        self.expect("END");
        Node::Case(cases, otherwise)
    }
}

/// Works an expression out for a row, with SQL's three-valued logic.
pub(super) fn evaluate(node: &Node, row: &Row) -> Value {
    let work = |node: &Node| evaluate(node, row);
    match node {
        Node::Literal(value) => value.clone(),
        Node::Column(name) => row.get(name).cloned().unwrap_or_else(|| panic!("no column {name}")),
        Node::Not(node) => match work(node) {
            Value::Null => Value::Null,
            Value::YesNo(answer) => Value::YesNo(!answer),
            other => panic!("NOT {other:?}"),
        },
        Node::IsNull(node) => Value::YesNo(work(node) == Value::Null),
        Node::In(node, list) => {
            let value = work(node);
            if value == Value::Null {
                return Value::Null;
            }
            Value::YesNo(list.iter().any(|item| work(item) == value))
        }
        Node::Two(operator, one, other) => two(operator, &work(one), &work(other)),
        Node::Case(cases, otherwise) => {
            let found = cases.iter().find(|(condition, _)| work(condition) == Value::YesNo(true));
            match (found, otherwise) {
                (Some((_, then)), _) => work(then),
                (None, Some(otherwise)) => work(otherwise),
                (None, None) => Value::Null,
            }
        }
        Node::Call(name, arguments) => call(name, &arguments.iter().map(work).collect::<Vec<_>>()),
    }
}

fn two(operator: &str, one: &Value, other: &Value) -> Value {
    use Value::{Null, YesNo};
    match (operator, one, other) {
        ("AND", YesNo(false), _) | ("AND", _, YesNo(false)) => YesNo(false),
        ("OR", YesNo(true), _) | ("OR", _, YesNo(true)) => YesNo(true),
        (_, Null, _) | (_, _, Null) => Null,
        ("AND", YesNo(one), YesNo(other)) => YesNo(*one && *other),
        ("OR", YesNo(one), YesNo(other)) => YesNo(*one || *other),
        ("+" | "-" | "*" | "/", _, _) => arithmetic(operator, one, other),
        _ => {
            let order = order(one, other);
            YesNo(match operator {
                "=" => order.is_eq(),
                "<>" => order.is_ne(),
                "<" => order.is_lt(),
                "<=" => order.is_le(),
                ">" => order.is_gt(),
                _ => order.is_ge(),
            })
        }
    }
}

fn order(one: &Value, other: &Value) -> std::cmp::Ordering {
    match (one, other) {
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        (Value::Day(one), Value::Day(other)) => one.cmp(other),
        (Value::Time(one), Value::Time(other)) => one.cmp(other),
        (Value::YesNo(one), Value::YesNo(other)) => one.cmp(other),
        (Value::Whole(one), Value::Whole(other)) => one.cmp(other),
        (one, other) => number(one).total_cmp(&number(other)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "small numbers in tests")]
fn number(value: &Value) -> f64 {
    match value {
        Value::Whole(whole) => *whole as f64,
        Value::Number(number) => *number,
        other => panic!("{other:?} is no number"),
    }
}

fn arithmetic(operator: &str, one: &Value, other: &Value) -> Value {
    match (operator, one, other) {
        ("+", Value::Time(time), Value::Span(span)) => Value::Time(*time + *span),
        ("-", Value::Time(time), Value::Span(span)) => Value::Time(*time - *span),
        ("+", Value::Whole(one), Value::Whole(other)) => Value::Whole(one + other),
        ("-", Value::Whole(one), Value::Whole(other)) => Value::Whole(one - other),
        ("*", Value::Whole(one), Value::Whole(other)) => Value::Whole(one * other),
        ("+", _, _) => Value::Number(number(one) + number(other)),
        ("-", _, _) => Value::Number(number(one) - number(other)),
        ("*", _, _) => Value::Number(number(one) * number(other)),
        _ => Value::Number(number(one) / number(other)),
    }
}

fn call(name: &str, arguments: &[Value]) -> Value {
    if name == "coalesce" {
        let found = arguments.iter().find(|value| **value != Value::Null);
        return found.cloned().unwrap_or(Value::Null);
    }
    if arguments.contains(&Value::Null) {
        return Value::Null;
    }
    let time = |value: &Value| match value {
        Value::Time(time) => *time,
        Value::Day(day) => day.and_time(chrono::NaiveTime::MIN),
        other => panic!("{other:?} is no time"),
    };
    match (name, arguments) {
        ("days_between", [from, to]) => {
            Value::Whole((time(to).date() - time(from).date()).num_days())
        }
        #[expect(clippy::cast_precision_loss, reason = "small numbers in tests")]
        ("minutes_between", [from, to]) => {
            Value::Number((time(to) - time(from)).num_seconds() as f64 / 60.0)
        }
        ("starts_with", [Value::Text(text), Value::Text(start)]) => {
            Value::YesNo(text.starts_with(start.as_str()))
        }
        ("date_part", [Value::Text(part), Value::Time(time)]) if part == "hour" => {
            Value::Whole(i64::from(time.hour()))
        }
        other => panic!("{other:?} is not known"),
    }
}
