//! Why: what one document may ask for, weighed before anything of it runs.

use std::collections::HashMap;

use async_graphql::{
    Name,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};

use crate::error::{ErrorCode, Failure};

/// How many items a page has when nobody says how many.
pub(crate) const PAGE: i32 = 50;
/// How many items a page has at most.
pub(crate) const PAGE_MAX: i32 = 100;
/// What all fields of a document may weigh together; each item of a list weighs what is asked of it.
pub(crate) const COMPLEXITY: usize = 20_000;
/// How deep fields may be nested. Introspection as GraphiQL asks for it needs all of it; a debug build then uses three
/// quarters of a thread's two megabytes of stack, a release build far less.
pub(crate) const DEPTH: usize = 15;
/// How often a document may ask for a field under another name.
pub(crate) const ALIASES: usize = 50;
/// How many directives one field may carry.
pub(crate) const DIRECTIVES: usize = 8;
/// How long a document may be, in bytes.
const DOCUMENT: usize = 128 * 1024;
/// How deep brackets may be nested in a document: the parser calls itself for each.
const BRACKETS: usize = 64;
/// How many selections a document may have when every fragment is written out.
const SELECTIONS: u64 = 5_000;

/// The weight of a list field: as many children as it answers.
pub(crate) fn page(first: Option<i32>, last: Option<i32>, child: usize) -> usize {
    let count = first.or(last).unwrap_or(PAGE).clamp(0, PAGE_MAX);
    usize::try_from(count).unwrap_or(0).saturating_mul(child).saturating_add(1)
}

/// Looks at the text before the parser does: a document of nothing but brackets would exhaust its stack.
pub(crate) fn check_text(document: &str) -> Result<(), Failure> {
    if document.len() > DOCUMENT {
        return Err(too_complex(format!("The document is longer than {DOCUMENT} bytes.")));
    }
    if nesting(document) > BRACKETS {
        return Err(too_complex(format!("The document nests more than {BRACKETS} brackets.")));
    }
    Ok(())
}

/// Looks at the fragments before the rules do: a few that repeat each other write out to billions of fields, and the
/// rules visit each.
pub(crate) fn check_fragments(document: &ExecutableDocument) -> Result<(), Failure> {
    let mut sizes = HashMap::new();
    let mut total = 0_u64;
    for (_, operation) in document.operations.iter() {
        let set = &operation.node.selection_set.node;
        total = total.saturating_add(size(document, set, &mut sizes)?);
    }
    for name in document.fragments.keys() {
        fragment_size(document, name, &mut sizes)?;
    }
    if total > SELECTIONS {
        return Err(too_complex(format!("The document selects more than {SELECTIONS} fields.")));
    }
    Ok(())
}

/// What is known of a fragment: `None` while it is being measured.
type Sizes<'a> = HashMap<&'a Name, Option<u64>>;

fn size<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    sizes: &mut Sizes<'a>,
) -> Result<u64, Failure> {
    let mut total = 0_u64;
    for item in &set.items {
        let inner = match &item.node {
            Selection::Field(field) => size(document, &field.node.selection_set.node, sizes)?,
            Selection::InlineFragment(inline) => size(document, &inline.node.selection_set.node, sizes)?,
            Selection::FragmentSpread(spread) => {
                fragment_size(document, &spread.node.fragment_name.node, sizes)?
            }
        };
        total = total.saturating_add(inner).saturating_add(1);
    }
    Ok(total)
}

fn fragment_size<'a>(
    document: &'a ExecutableDocument,
    name: &'a Name,
    sizes: &mut Sizes<'a>,
) -> Result<u64, Failure> {
    match sizes.get(name) {
        Some(Some(known)) => return Ok(*known),
        Some(None) => {
            return Err(Failure::bad_request(format!("Fragment \"{name}\" contains itself.")));
        }
        None => {}
    }
    // An unknown fragment is the validation's to complain about.
    let Some(fragment) = document.fragments.get(name) else { return Ok(0) };
    sizes.insert(name, None);
    let measured = size(document, &fragment.node.selection_set.node, sizes)?;
    sizes.insert(name, Some(measured));
    Ok(measured)
}

fn too_complex(message: String) -> Failure {
    Failure::new(ErrorCode::TooComplex, message)
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
                at += bytes
                    .get(at..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|b| !matches!(b, b'\n' | b'\r'))
                    .count();
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
