//! The limits of what a document hands in: how long a text and how large a list may be, by the name of its argument or
//! input field, wherever it stands. What a rule makes of a value is the engine's; this keeps out what no field may hold.
//!
//! | arguments and input fields | characters | items of a list |
//! | --- | --- | --- |
//! | `text`, `html`, `note` and what else people write at length | 1,000,000 | |
//! | `query`, `search` | 1,000 | |
//! | ids, cursors, tokens, addresses, names and all others | 10,000 | 1,000 |
//! | `status`, `channel`, `outcome` | | 50 |
//!
//! U+0000 is refused everywhere but in `text`, `note` and `title`, where the engine removes it. The document has limits
//! of its own, in `limits`.

use async_graphql::{
    Positioned,
    parser::types::{Directive, ExecutableDocument, Selection, SelectionSet},
};
use async_graphql_value::{Name, Value};
use serde_json::{Map, Value as Json};

use crate::{
    error::Failure,
    limits::{self, PAGE_MAX},
};

/// How long a text may be, in characters, if its name says nothing else.
const TEXT: usize = 10_000;
/// How long a text may be that people write at length.
const LONG_TEXT: usize = 1_000_000;
/// How long words to search for may be; a database refuses longer patterns.
const WORDS: usize = 1_000;
/// How many items a list may have.
const ITEMS: usize = 1_000;
/// How many variables may be given.
const VARIABLES: usize = 200;
/// How many bytes the long ones may have together, each as often as it is used: every use is a copy.
const COPIED: usize = 8 << 20;
/// How many items a list of words of ours may have.
const FEW: usize = 50;

fn longest(name: &str) -> usize {
    match name {
        "text" | "html" | "note" | "signature" | "description" | "notice" | "body" | "ics" | "csv" => {
            LONG_TEXT
        }
        "query" | "queries" | "search" => WORDS,
        _ => TEXT,
    }
}

fn most(name: &str) -> usize {
    match name {
        "status" | "channel" | "outcome" | "queries" => FEW,
        _ => ITEMS,
    }
}

/// Whether the engine removes U+0000 from this.
fn is_cleaned(name: &str) -> bool {
    matches!(name, "text" | "note" | "title")
}

/// Refuses a value that is too long, too large, or holds what no database takes; names its argument or input field.
pub(crate) fn check(document: &ExecutableDocument, variables: &Map<String, Json>) -> Result<(), Failure> {
    let names = Names { document };
    if variables.len() > VARIABLES {
        return Err(refused("variables", "too-many", &format!("has more than {VARIABLES} items")));
    }
    for (variable, value) in variables {
        check_page(&names, variable, value)?;
        check_json(&names, Place::Variable(variable), value)?;
    }
    check_copies(&names, variables)?;
    names.each_value(&mut |name, value| check_value(name, value))
}

/// Refuses long variables that are used again and again.
fn check_copies(names: &Names<'_>, variables: &Map<String, Json>) -> Result<(), Failure> {
    let copied = |(name, value): (&String, &Json)| match length(value) {
        length if length > TEXT => length.saturating_mul(names.uses_of(name)),
        _ => 0,
    };
    let all = variables.iter().map(copied).fold(0, usize::saturating_add);
    limits::at_most("bytes of variables, as often as they are used, are", all, COPIED)
}

/// How many bytes the texts of a value have.
fn length(value: &Json) -> usize {
    match value {
        Json::String(text) => text.len(),
        Json::Array(items) => items.iter().map(length).sum(),
        Json::Object(fields) => fields.values().map(length).sum(),
        Json::Null | Json::Bool(_) | Json::Number(_) => 0,
    }
}

/// Where a value stands.
#[derive(Clone, Copy)]
enum Place<'a> {
    /// It is a variable, or an item of one.
    Variable(&'a str),
    /// It is an argument or an input field.
    Field(&'a str),
}

fn check_json(names: &Names<'_>, place: Place<'_>, value: &Json) -> Result<(), Failure> {
    // What a variable is used for is looked up when something is wrong with it, or could be.
    let name = |is_long: bool| match place {
        Place::Variable(name) if is_long => names.argument_of(name).unwrap_or_else(|| name.to_owned()),
        Place::Field(name) | Place::Variable(name) => name.to_owned(),
    };
    match value {
        Json::String(text) => check_text(&name(text.len() > WORDS || text.contains('\0')), text),
        Json::Array(items) => {
            check_items(&name(items.len() > FEW), items.len())?;
            items.iter().try_for_each(|item| check_json(names, place, item))
        }
        Json::Object(fields) => {
            check_items(&name(false), fields.len())?;
            fields.iter().try_for_each(|(name, value)| check_json(names, Place::Field(name), value))
        }
        Json::Number(number) if !is_whole(number) => check_size(&name(true), number),
        Json::Null | Json::Bool(_) | Json::Number(_) => Ok(()),
    }
}

fn check_value(name: &str, value: &Value) -> Result<(), Failure> {
    match value {
        Value::String(text) => check_text(name, text),
        Value::List(items) => {
            check_items(name, items.len())?;
            items.iter().try_for_each(|item| check_value(name, item))
        }
        Value::Object(fields) => {
            fields.iter().try_for_each(|(name, value)| check_value(name.as_str(), value))
        }
        Value::Number(number) if !is_whole(number) => check_size(name, number),
        _ => Ok(()),
    }
}

/// Whether it is an `Int` of GraphQL.
fn is_whole(number: &serde_json::Number) -> bool {
    number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
}

/// How many items a page has is looked at before the validation, whose complaint would not name it.
fn check_page(names: &Names<'_>, variable: &str, value: &Json) -> Result<(), Failure> {
    if matches!(value, Json::Null | Json::Number(_)) {
        return Ok(());
    }
    match names.argument_of(variable) {
        Some(name) if is_page_size(&name) => Err(refused(&name, "page-size", "must be a whole number")),
        _ => Ok(()),
    }
}

fn is_page_size(name: &str) -> bool {
    matches!(name, "first" | "last")
}

fn check_size(name: &str, number: &serde_json::Number) -> Result<(), Failure> {
    match name {
        name if is_page_size(name) => {
            Err(refused(name, "page-size", &format!("must be between 0 and {PAGE_MAX}, not {number}")))
        }
        _ => Ok(()),
    }
}

fn check_text(name: &str, text: &str) -> Result<(), Failure> {
    let longest = longest(name);
    // Counting characters is only worth it when bytes do not tell.
    if text.len() > longest && text.chars().count() > longest {
        return Err(refused(name, "too-long", &format!("is longer than {longest} characters")));
    }
    if text.contains('\0') && !is_cleaned(name) {
        return Err(refused(name, "control-character", "contains the character U+0000"));
    }
    Ok(())
}

fn check_items(name: &str, count: usize) -> Result<(), Failure> {
    let most = most(name);
    if count > most { Err(refused(name, "too-many", &format!("has more than {most} items"))) } else { Ok(()) }
}

fn refused(name: &str, reason: &'static str, what: &str) -> Failure {
    let name: String = name.chars().take(100).collect();
    Failure { reason: Some(reason), ..Failure::bad_input(name.clone(), format!("`{name}` {what}.")) }
}

/// The argument that stands at a place of the document, for errors that tell no more than the place; of several that
/// begin there, the outermost.
pub(crate) fn argument_at(document: &ExecutableDocument, at: async_graphql::Pos) -> Option<String> {
    Names { document }.find(&mut |name, value| (value.pos == at).then(|| name.to_owned()))
}

/// The argument for which this variable is used, if it is used for one.
pub(crate) fn argument_of(document: &ExecutableDocument, variable: &str) -> Option<String> {
    Names { document }.argument_of(variable)
}

/// Looks for arguments in a document.
struct Names<'a> {
    document: &'a ExecutableDocument,
}

type Visit<'v, T> = &'v mut dyn FnMut(&str, &Positioned<Value>) -> Option<T>;

impl Names<'_> {
    fn argument_of(&self, variable: &str) -> Option<String> {
        self.find(&mut |name, value| used_in(name, &value.node, variable))
    }

    /// How often the arguments of the document use this variable.
    fn uses_of(&self, variable: &str) -> usize {
        let mut uses = 0;
        let _all = self.find(&mut |_, value| {
            uses += uses_in(&value.node, variable);
            None::<()>
        });
        uses
    }

    fn each_value(&self, check: &mut dyn FnMut(&str, &Value) -> Result<(), Failure>) -> Result<(), Failure> {
        match self.find(&mut |name, value| check(name, &value.node).err()) {
            Some(failure) => Err(failure),
            None => Ok(()),
        }
    }

    fn find<T>(&self, visit: Visit<'_, T>) -> Option<T> {
        for (_, operation) in self.document.operations.iter() {
            let found = directives(&operation.node.directives, visit)
                .or_else(|| selections(&operation.node.selection_set.node, visit));
            if found.is_some() {
                return found;
            }
        }
        self.document.fragments.values().find_map(|fragment| {
            directives(&fragment.node.directives, visit)
                .or_else(|| selections(&fragment.node.selection_set.node, visit))
        })
    }
}

/// The name under which a value uses a variable: the argument's, or that of the input field in it.
fn used_in(name: &str, value: &Value, variable: &str) -> Option<String> {
    match value {
        Value::Variable(used) => (used.as_str() == variable).then(|| name.to_owned()),
        Value::List(items) => items.iter().find_map(|item| used_in(name, item, variable)),
        Value::Object(fields) => {
            fields.iter().find_map(|(name, value)| used_in(name.as_str(), value, variable))
        }
        _ => None,
    }
}

/// How often a value uses a variable.
fn uses_in(value: &Value, variable: &str) -> usize {
    match value {
        Value::Variable(used) => usize::from(used.as_str() == variable),
        Value::List(items) => items.iter().map(|item| uses_in(item, variable)).sum(),
        Value::Object(fields) => fields.values().map(|value| uses_in(value, variable)).sum(),
        _ => 0,
    }
}

fn selections<T>(set: &SelectionSet, visit: Visit<'_, T>) -> Option<T> {
    set.items.iter().find_map(|item| match &item.node {
        Selection::Field(field) => arguments(&field.node.arguments, visit)
            .or_else(|| directives(&field.node.directives, visit))
            .or_else(|| selections(&field.node.selection_set.node, visit)),
        Selection::InlineFragment(inline) => directives(&inline.node.directives, visit)
            .or_else(|| selections(&inline.node.selection_set.node, visit)),
        Selection::FragmentSpread(spread) => directives(&spread.node.directives, visit),
    })
}

fn directives<T>(directives: &[Positioned<Directive>], visit: Visit<'_, T>) -> Option<T> {
    directives.iter().find_map(|directive| arguments(&directive.node.arguments, visit))
}

fn arguments<T>(arguments: &[(Positioned<Name>, Positioned<Value>)], visit: Visit<'_, T>) -> Option<T> {
    arguments.iter().find_map(|(name, value)| visit(name.node.as_str(), value))
}
