//! Reads the configuration file into the tree, with the line of every value.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::{Mistake, Origin};
use super::node::{Node, Value};

/// Parses the text of a file; what cannot be read is reported, the rest is still looked at.
pub(super) fn parse(text: &str, mistakes: &mut Vec<Mistake>) -> Node {
    let lines = Lines::of(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        mistakes.push(Mistake {
            origin: error.span().map_or(Origin::Absent, |span| lines.origin(&span)),
            key: String::new(),
            message: error.message().replace('\n', ", "),
        });
    }
    Node { origin: Origin::Absent, value: table_of(table.get_ref(), &lines) }
}

fn table_of(table: &DeTable<'_>, lines: &Lines) -> Value {
    let entries = table.iter().map(|(key, value)| {
        let mut node = node_of(value, lines);
        // A value may begin on a later line than its key; the key is what a person looks for.
        node.origin = lines.origin(&key.span());
        (key.get_ref().to_string(), node)
    });
    Value::Table(entries.collect())
}

fn node_of(value: &Spanned<DeValue<'_>>, lines: &Lines) -> Node {
    let inner = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Other("a number out of range"), Value::Integer),
        DeValue::Float(_) => Value::Other("a fraction"),
        DeValue::Boolean(flag) => Value::Boolean(*flag),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::Array(items) => Value::List(items.iter().map(|item| node_of(item, lines)).collect()),
        DeValue::Table(table) => table_of(table, lines),
    };
    Node { origin: lines.origin(&value.span()), value: inner }
}

/// Where each line begins.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect())
    }

    fn origin(&self, span: &Range<usize>) -> Origin {
        Origin::Line(self.0.partition_point(|start| *start <= span.start).max(1))
    }
}
