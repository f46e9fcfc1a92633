//! Why: what one document may ask for, weighed before anything of it runs.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    Name,
    parser::types::{ExecutableDocument, Field, Selection, SelectionSet},
};

use crate::error::{ErrorCode, Failure};

/// How many items a page has when nobody says how many.
pub(crate) const PAGE: i32 = 50;
/// How many items a page has at most.
pub(crate) const PAGE_MAX: i32 = 100;
/// What all fields of a document may weigh together; each item of a list weighs what is asked of it.
pub(crate) const COMPLEXITY: usize = 20_000;
/// How many children a list without pages is weighed with.
const ALL: usize = 20;
/// What a report weighs beside what is asked of it: one document has one.
const REPORT: usize = 10_000;
/// More than any document may weigh, and little enough that a document full of it can be added up.
pub(crate) const HEAVIEST: usize = 1_000_000_000;
/// How deep fields may be nested. Introspection as GraphiQL asks for it needs all of it; a debug build then uses three
/// quarters of a thread's two megabytes of stack, a release build far less.
pub(crate) const DEPTH: usize = 15;
/// How often a document may ask for a field under another name, or once more: each is answered for itself.
const ALIASES: usize = 50;
/// How many directives one field may carry.
const DIRECTIVES: usize = 8;
/// How long a document may be, in bytes.
const DOCUMENT: usize = 128 * 1024;
/// How deep brackets may be nested in a document: the parser calls itself for each.
const BRACKETS: usize = 64;
/// How many fragments may lead from one to the next: each is looked at by a function that calls itself.
const CHAIN: usize = 32;
/// How many words and signs a document may consist of.
const TOKENS: usize = 15_000;
/// How many selections a document may have when every fragment is written out.
const SELECTIONS: usize = 5_000;

/// The weight of a list field: as many children as it answers, and one where it answers none, which may ask for their number.
pub(crate) fn page(first: Option<i32>, last: Option<i32>, child: usize) -> usize {
    let count = first.or(last).unwrap_or(PAGE).clamp(1, PAGE_MAX);
    weight(usize::try_from(count).unwrap_or(0), child)
}

/// The weight of a list that has no pages, such as all queues: as many children as it may usually answer.
pub(crate) fn all(child: usize) -> usize {
    weight(ALL, child)
}

/// The weight of a report, which reads every ticket of its days.
pub(crate) fn report(child: usize) -> usize {
    all(child).saturating_add(REPORT)
}

/// So many children. It ends at a number that no sum of a document's fields takes over the edge of what can be counted.
fn weight(count: usize, child: usize) -> usize {
    count.saturating_mul(child).saturating_add(1).min(HEAVIEST)
}

/// Looks at the text before the parser does: a document of nothing but brackets would exhaust its stack.
pub(crate) fn check_text(document: &str) -> Result<(), Failure> {
    at_most("bytes in the document", document.len(), DOCUMENT)?;
    at_most("nested brackets", nesting(document), BRACKETS)?;
    at_most("tokens in the document", tokens(document), TOKENS)
}

/// Looks at what is selected before the rules do: a few fragments that repeat each other write out to billions of
/// fields, and the rules visit each.
pub(crate) fn check_selections(document: &ExecutableDocument) -> Result<(), Failure> {
    let mut known = HashMap::new();
    let mut all = Extent::default();
    for (_, operation) in document.operations.iter() {
        all = all.and(extent(document, &operation.node.selection_set.node, &mut known)?);
    }
    for name in document.fragments.keys() {
        fragment_extent(document, name, &mut known)?;
    }
    at_most("selected fields", all.fields, SELECTIONS)?;
    at_most("levels of nested fields", all.depth, DEPTH)?;
    at_most("aliases and repeated fields", all.aliases, ALIASES)?;
    at_most("directives on one field", all.directives, DIRECTIVES)
}

/// How much a selection asks for when every fragment is written out.
#[derive(Clone, Copy, Default)]
struct Extent {
    fields: usize,
    depth: usize,
    /// Those that have another name, and those that stand in one selection before.
    aliases: usize,
    /// The most on one field.
    directives: usize,
}

impl Extent {
    /// Both, side by side.
    fn and(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            depth: self.depth.max(other.depth),
            aliases: self.aliases.saturating_add(other.aliases),
            directives: self.directives.max(other.directives),
        }
    }

    /// A field around this.
    fn within(self, field: &Field) -> Self {
        Self {
            fields: self.fields.saturating_add(1),
            depth: self.depth.saturating_add(1),
            aliases: self.aliases.saturating_add(usize::from(field.alias.is_some())),
            directives: self.directives.max(field.directives.len()),
        }
    }

    /// A fragment around this.
    fn spread(self) -> Self {
        Self { fields: self.fields.saturating_add(1), ..self }
    }
}

/// What is known of a fragment: `None` while it is being measured.
type Known<'a> = HashMap<&'a Name, Option<Extent>>;

fn extent<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    known: &mut Known<'a>,
) -> Result<Extent, Failure> {
    let mut all = Extent { aliases: repeated(set), ..Extent::default() };
    for item in &set.items {
        all = all.and(match &item.node {
            Selection::Field(field) => {
                extent(document, &field.node.selection_set.node, known)?.within(&field.node)
            }
            Selection::InlineFragment(inline) => {
                extent(document, &inline.node.selection_set.node, known)?.spread()
            }
            Selection::FragmentSpread(spread) => {
                fragment_extent(document, &spread.node.fragment_name.node, known)?.spread()
            }
        });
    }
    Ok(all)
}

/// How many fields and fragments stand in a selection once more. A field under another name is counted for that.
fn repeated(set: &SelectionSet) -> usize {
    let mut known = HashSet::new();
    let again = set.items.iter().filter(|item| match &item.node {
        Selection::Field(field) => {
            !known.insert((false, &field.node.response_key().node)) && field.node.alias.is_none()
        }
        Selection::FragmentSpread(spread) => !known.insert((true, &spread.node.fragment_name.node)),
        Selection::InlineFragment(_) => false,
    });
    again.count()
}

fn fragment_extent<'a>(
    document: &'a ExecutableDocument,
    name: &'a Name,
    known: &mut Known<'a>,
) -> Result<Extent, Failure> {
    match known.get(name) {
        Some(Some(measured)) => return Ok(*measured),
        Some(None) => {
            return Err(Failure::bad_request(format!("Fragment \"{name}\" contains itself.")));
        }
        None => {}
    }
    // An unknown fragment is the validation's to complain about.
    let Some(fragment) = document.fragments.get(name) else { return Ok(Extent::default()) };
    let chain = known.values().filter(|extent| extent.is_none()).count();
    at_most("nested fragments", chain.saturating_add(1), CHAIN)?;
    known.insert(name, None);
    let measured = extent(document, &fragment.node.selection_set.node, known)?;
    known.insert(name, Some(measured));
    Ok(measured)
}

/// Refuses what costs more than a limit of its own.
pub(crate) fn at_most(what: &str, cost: usize, limit: usize) -> Result<(), Failure> {
    if cost > limit { Err(too_costly(what, as_u64(cost), as_u64(limit))) } else { Ok(()) }
}

/// Refuses what costs more than its limit, and says both.
pub(crate) fn too_costly(what: &str, cost: u64, limit: u64) -> Failure {
    let message = format!("Too complex: {cost} {what}; the limit is {limit}.");
    Failure { cost: Some(Box::new((cost, limit))), ..Failure::new(ErrorCode::TooComplex, message) }
}

fn as_u64(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// About how many tokens a document has: every sign counts, and every word; strings and comments count as one each.
fn tokens(document: &str) -> usize {
    let bytes = document.as_bytes();
    let (mut at, mut count, mut in_word) = (0, 0_usize, false);
    while let Some(byte) = bytes.get(at) {
        let word = byte.is_ascii_alphanumeric() || *byte == b'_';
        if !byte.is_ascii_whitespace() && *byte != b',' && !(word && in_word) {
            count += 1;
        }
        in_word = word;
        at = match byte {
            b'"' => string_end(bytes, at),
            b'#' => line_end(bytes, at),
            _ => at + 1,
        };
    }
    count
}

/// The end of the line in which `at` stands.
fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')).count()
}

/// The deepest nesting of brackets outside strings and comments.
fn nesting(document: &str) -> usize {
    let bytes = document.as_bytes();
    let (mut at, mut depth, mut deepest) = (0, 0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                continue;
            }
            b'#' => {
                at = line_end(bytes, at);
                continue;
            }
            b'{' | b'[' | b'(' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    deepest
}

/// Behind the string that starts at `start`; strings that never end reach to the end of the document.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let block = rest.starts_with(b"\"\"\"");
    let mut at = if block { 3 } else { 1 };
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        if block && tail.starts_with(b"\\\"\"\"") {
            at += 4;
        } else if block && tail.starts_with(b"\"\"\"") {
            return start + at + 3;
        } else if !block && tail.starts_with(b"\\") {
            at += 2;
        } else if !block && matches!(tail.first(), Some(b'"' | b'\n' | b'\r')) {
            return start + at + 1;
        } else {
            at += 1;
        }
    }
    bytes.len()
}
