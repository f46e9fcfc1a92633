//! What the arguments of a field weigh: searches by their words, texts by their length, lists of ids by how many there are.
//!
//! A thousand stands for what takes ten milliseconds of the processor among four thousand tickets that all have the word that is
//! looked for: a document that weighs as much as it may takes a fifth of a second.

use std::{collections::HashSet, convert::Infallible};

use async_graphql::{
    Any, ID, InputType, Name, Pos, Positioned, Value, VisitorContext,
    parser::types::{Field, SelectionSet, VariableDefinition},
};
use async_graphql_value::Value as Given;
use engine::content::{LONGEST_MARKDOWN, SearchSize, search_size};

use crate::limits::{HEAVIEST, PAGE_MAX, all, page};

/// What a word of a search weighs each time that it is looked for.
const WORD: usize = 400;
/// What a word of a list weighs: the newest are looked at, then all, and all are counted.
const WORD_OF_LIST: usize = 1_000;
/// What a property of a search weighs.
const PROPERTY: usize = 100;
/// What a list of tickets weighs beside its items, and the count of a search beside what it looks for.
const TICKETS: usize = 100;
/// What the place of a ticket in a list weighs: a few short walks through the list.
const PLACE: usize = 300;
/// What a ticket weighs to which a list of changes is applied.
const CHANGED: usize = 50;
/// What each change of the list weighs on each ticket.
const CHANGE: usize = 5;
/// How many changes a macro is weighed with: as many as it may have.
const MACRO: usize = 20;
/// What it weighs to have the tickets of an agreement or a calendar counted again, a hundred of them at once.
const RECOUNT: usize = 10_000;
/// What an import weighs: one document has one.
const IMPORT: usize = 10_000;
/// What a password weighs that is verified or hashed, which takes a core and 19 MiB for a while.
const PASSWORD: usize = 6_000;
/// How many bytes of a text that may be Markdown weigh one.
const MARKDOWN: usize = 20;
/// How many bytes of a longer one do, which is plain text.
const PLAIN: usize = 100;

/// A field that is weighed, with what is known of its arguments.
pub(crate) struct Weighed<'a> {
    context: &'a VisitorContext<'a>,
    variables: &'a [Positioned<VariableDefinition>],
    field: &'a Field,
}

impl<'a> Weighed<'a> {
    /// As the scales of the library hand it out.
    pub(crate) fn new(
        context: &'a VisitorContext<'a>,
        variables: &'a [Positioned<VariableDefinition>],
        field: &'a Field,
    ) -> Self {
        Self { context, variables, field }
    }

    /// The value of an argument. What is wrong with it is told elsewhere, by its name, and is not run.
    fn argument<T: InputType>(&self, name: &str) -> Option<T> {
        self.context.param_value(self.variables, self.field, name, None).ok()
    }

    /// What stands in an argument, also where some of its variables are not given, which leaves the others in force.
    fn value(&self, name: &str) -> Option<Value> {
        let given = self.field.get_argument(name)?.node.clone();
        given.into_const_with(|variable| Ok::<_, Infallible>(self.variable(&variable))).ok()
    }

    /// What a variable holds; null, if it is not given. The library looks it up as the argument of a field.
    fn variable(&self, name: &Name) -> Value {
        let at = |name: &Name| Positioned::new(name.clone(), Pos::default());
        let variable = Positioned::new(Given::Variable(name.clone()), Pos::default());
        let field = Field {
            alias: None,
            name: at(name),
            arguments: vec![(at(name), variable)],
            directives: Vec::new(),
            selection_set: Positioned::new(SelectionSet::default(), Pos::default()),
        };
        let found = self.context.param_value::<Any>(self.variables, &field, name.as_str(), None);
        found.map_or(Value::Null, |any| any.0)
    }

    /// What stands in each of its arguments.
    fn values(&self) -> Vec<(&'a str, Value)> {
        let names = self.field.arguments.iter().map(|(name, _)| name.node.as_str());
        names.filter_map(|name| Some((name, self.value(name)?))).collect()
    }

    /// What its `query` looks for.
    fn query(&self) -> SearchSize {
        self.argument::<String>("query").map(|typed| search_size(&typed)).unwrap_or_default()
    }

    /// A page of what a search finds.
    pub(crate) fn search(&self, (first, last): (Option<i32>, Option<i32>), child: usize) -> usize {
        let SearchSize { words, properties } = self.query();
        words * WORD_OF_LIST + properties * PROPERTY + tickets(first, last, child)
    }

    /// The counts of several searches, each once.
    pub(crate) fn counts(&self) -> usize {
        let queries = self.argument::<Vec<String>>("queries").unwrap_or_default();
        let each = queries.iter().collect::<HashSet<_>>().into_iter().map(|typed| counted(typed));
        each.sum::<usize>().max(TICKETS)
    }

    /// The place of a ticket in a list.
    pub(crate) fn place(&self, child: usize) -> usize {
        let SearchSize { words, properties } = self.query();
        (PLACE + words * WORD + properties * PROPERTY).saturating_add(all(child)).min(HEAVIEST)
    }

    /// As many children as ids are given.
    pub(crate) fn ids(&self, child: usize) -> usize {
        let given = self.argument::<Vec<ID>>("ids").map_or(Ok(PAGE_MAX), |ids| i32::try_from(ids.len()));
        page(Some(given.unwrap_or(PAGE_MAX)), None, child)
    }

    /// A field that writes or shows texts of people.
    pub(crate) fn texts(&self, child: usize) -> usize {
        let texts: usize = self.values().iter().map(|(name, value)| written(name, value)).sum();
        texts.saturating_add(child).saturating_add(1).min(HEAVIEST)
    }

    /// A list of changes to a ticket or to each of many, with their texts.
    pub(crate) fn changes(&self, child: usize) -> usize {
        let input = self.value("input").unwrap_or_default();
        let (tickets, changes) = match &input {
            Value::Object(fields) => (fields.get("numbers"), fields.get("changes")),
            _ => (None, None),
        };
        let tickets = tickets.map_or(1, |numbers| items(numbers).len());
        let changes: usize = changes.map_or(0, |changes| items(changes).iter().map(steps).sum());
        let each = changes.saturating_mul(CHANGE).saturating_add(CHANGED);
        tickets.saturating_mul(each).saturating_add(self.texts(child)).min(HEAVIEST)
    }

    /// A field that has tickets counted again, if its input names one of these.
    pub(crate) fn recounts(&self, by: &[&str], child: usize) -> usize {
        let recounts = match self.value("input") {
            Some(Value::Object(fields)) => by.iter().any(|name| fields.contains_key(*name)),
            _ => false,
        };
        child.saturating_add(if recounts { RECOUNT } else { 0 }).saturating_add(1).min(HEAVIEST)
    }

    /// A field that verifies or hashes the passwords which it is given.
    pub(crate) fn passwords(&self, child: usize) -> usize {
        let given: usize = self.values().iter().map(|(name, value)| passwords(name, value)).sum();
        given.saturating_mul(PASSWORD).saturating_add(child).saturating_add(1).min(HEAVIEST)
    }
}

/// A page of tickets.
pub(crate) fn tickets(first: Option<i32>, last: Option<i32>, child: usize) -> usize {
    page(first, last, child).saturating_add(TICKETS).min(HEAVIEST)
}

/// An import of a table.
pub(crate) fn import(child: usize) -> usize {
    child.saturating_add(IMPORT).saturating_add(1).min(HEAVIEST)
}

/// The count of what a search finds.
pub(crate) fn counted(typed: &str) -> usize {
    let SearchSize { words, properties } = search_size(typed);
    TICKETS + words * WORD + properties * PROPERTY
}

/// The items of a list; what is no list stands for one of itself.
fn items(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        value => std::slice::from_ref(value),
    }
}

/// How many changes one of a list stands for.
fn steps(change: &Value) -> usize {
    match change {
        Value::Object(fields) if fields.contains_key("macro") => MACRO,
        _ => 1,
    }
}

/// How many passwords stand in a value of this name.
fn passwords(name: &str, value: &Value) -> usize {
    match value {
        Value::String(_) => usize::from(matches!(name, "password" | "current" | "new")),
        Value::Object(fields) => fields.iter().map(|(name, value)| passwords(name.as_str(), value)).sum(),
        _ => 0,
    }
}

/// What the texts weigh that stand in a value of this name.
fn written(name: &str, value: &Value) -> usize {
    match value {
        Value::String(text) if matches!(name, "text" | "note") => match text.len() {
            length if length <= LONGEST_MARKDOWN => length / MARKDOWN,
            length => length / PLAIN,
        },
        Value::Object(fields) => fields.iter().map(|(name, value)| written(name.as_str(), value)).sum(),
        Value::List(items) => items.iter().map(|item| written(name, item)).sum(),
        _ => 0,
    }
}
