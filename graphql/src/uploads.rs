//! Files travel beside the document, and the variables hold their places.

use std::sync::atomic::{AtomicUsize, Ordering};

use async_graphql::Context;
use engine::{MOST_FILES, Upload as File};
use serde_json::{Map, Value};

use crate::{error::Failure, scalars::Upload};

/// The files of one request, in the order of their markers.
#[derive(Debug, Default)]
pub(crate) struct Uploads {
    files: Vec<File>,
    /// How often they have been named so far.
    named: AtomicUsize,
}

impl Uploads {
    /// Adds a file and puts its marker into the variables at each of these places, such as `input.attachments.0`.
    pub(crate) fn put(
        &mut self,
        variables: &mut Map<String, Value>,
        places: &[String],
        file: File,
    ) -> Result<(), Failure> {
        let marker = Upload::marker(self.files.len());
        for place in places {
            set(variables, place, marker.clone())?;
        }
        self.files.push(file);
        Ok(())
    }
}

/// The files that these values stand for. Their bytes are shared, not copied.
pub(crate) fn take(ctx: &Context<'_>, values: Option<Vec<Upload>>) -> Result<Vec<File>, Failure> {
    let values = values.unwrap_or_default();
    let files = ctx.data_opt::<Uploads>();
    // A document may name one file often, in one field or in many.
    let before = files.map_or(0, |files| files.named.fetch_add(values.len(), Ordering::Relaxed));
    if before.saturating_add(values.len()) > MOST_FILES {
        let message = format!("A request can contain at most {MOST_FILES} files.");
        let failure = Failure::bad_input("attachments", message);
        return Err(Failure { reason: Some("attachments-too-many"), ..failure });
    }
    values
        .into_iter()
        .map(|value| {
            files.and_then(|files| files.files.get(value.position())).cloned().ok_or_else(|| {
                Failure::bad_input(
                    "attachments",
                    "Send files as described in the GraphQL multipart request specification.",
                )
            })
        })
        .collect()
}

/// Puts a value to a place in the variables; a list grows by at most one, and only what is null gives way.
fn set(variables: &mut Map<String, Value>, place: &str, value: Value) -> Result<(), Failure> {
    let wrong = || Failure::bad_input("map", format!("The variables have no place `{place}` for a file."));
    let mut parts = place.split('.');
    let first = parts.next().filter(|part| !part.is_empty()).ok_or_else(wrong)?;
    let mut at = variables.entry(first).or_insert(Value::Null);
    for part in parts {
        at = match (at, part.parse::<usize>()) {
            (Value::Object(object), _) => object.entry(part).or_insert(Value::Null),
            (list @ (Value::Null | Value::Array(_)), Ok(index)) => {
                if list.is_null() {
                    *list = Value::Array(Vec::new());
                }
                let Value::Array(items) = list else { return Err(wrong()) };
                if index == items.len() {
                    items.push(Value::Null);
                }
                items.get_mut(index).ok_or_else(wrong)?
            }
            _ => return Err(wrong()),
        };
    }
    if !at.is_null() {
        return Err(wrong());
    }
    *at = value;
    Ok(())
}
