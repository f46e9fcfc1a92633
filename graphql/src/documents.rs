//! Why: the same few documents come again and again; each is parsed once, and all who follow one share it.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::{
    ServerError,
    parser::{parse_query, types::ExecutableDocument},
};
use lru::LruCache;

use crate::{error::Failure, introspection, limits};

/// How many documents are remembered.
const REMEMBERED: NonZeroUsize = NonZeroUsize::MIN.saturating_add(127);
/// How long a document may be to be remembered, in bytes: what is remembered takes some twenty times as much.
const LENGTH: usize = 8 * 1024;

/// A document that was parsed, and is not too large.
#[derive(Clone)]
pub(crate) struct Document {
    pub(crate) text: Arc<str>,
    pub(crate) parsed: Arc<ExecutableDocument>,
}

/// Why a document is not run.
pub(crate) enum Refused {
    /// It breaks a limit.
    Limit(Failure),
    /// It is not GraphQL.
    Syntax(ServerError),
}

/// The documents that were asked for last.
pub(crate) struct Documents(Mutex<LruCache<Arc<str>, Document>>);

impl Default for Documents {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(REMEMBERED)))
    }
}

impl Documents {
    /// The document of this text, parsed now or before.
    pub(crate) fn read(&self, text: String) -> Result<Document, Refused> {
        if let Some(known) = self.lock().get(text.as_str()) {
            return Ok(known.clone());
        }
        let document = parse(text)?;
        if document.text.len() <= LENGTH {
            self.lock().put(Arc::clone(&document.text), document.clone());
        }
        Ok(document)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, LruCache<Arc<str>, Document>> {
        // Whoever panicked while they held it left it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn parse(text: String) -> Result<Document, Refused> {
    limits::check_text(&text).map_err(Refused::Limit)?;
    let parsed = parse_query(&text).map_err(|error| Refused::Syntax(error.into()))?;
    limits::check_selections(&parsed).map_err(Refused::Limit)?;
    introspection::check(&parsed).map_err(Refused::Limit)?;
    Ok(Document { text: text.into(), parsed: Arc::new(parsed) })
}
