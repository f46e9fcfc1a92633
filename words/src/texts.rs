//! Fluent messages by language and key, with every mistake found when they are loaded.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use fluent_bundle::{FluentArgs, FluentError, FluentResource, concurrent::FluentBundle};
use fluent_syntax::ast::Entry;
use thiserror::Error;

use crate::{Lang, Value};

/// The texts of every language.
///
/// Arguments go in as they are, without Unicode isolation marks: those would break `[example.org #10034]` in a
/// subject. Numbers are printed bare for the same reason; pass [`crate::format::number`] where a count is shown.
pub struct Texts {
    bundles: BTreeMap<Lang, Bundle>,
}

struct Bundle {
    fluent: FluentBundle<FluentResource>,
    keys: BTreeSet<String>,
}

/// Why a set of Fluent sources cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TextsError {
    /// A source breaks Fluent's grammar.
    #[error("a Fluent source of the language `{lang}` cannot be read: {detail}")]
    Syntax {
        /// The language of the source.
        lang: Lang,
        /// What the parser says, with the place.
        detail: String,
    },
    /// A key is there twice, so one of the two would silently lose.
    #[error("the text `{key}` is there twice in the language `{lang}`; rename or remove one")]
    Duplicate {
        /// The language of the second source.
        lang: Lang,
        /// The key.
        key: String,
    },
}

impl Texts {
    /// Reads Fluent sources; those of one language add up. Languages that the program brought have theirs with them.
    ///
    /// # Errors
    /// When a source cannot be parsed, or two define the same key.
    pub fn new(sources: &[(Lang, &'static str)]) -> Result<Self, TextsError> {
        let mut bundles = BTreeMap::new();
        for &(lang, source) in sources {
            bundles.entry(lang).or_insert_with(|| Bundle::new(lang)).add(lang, source)?;
        }
        for lang in Lang::all() {
            for source in lang.language().texts {
                bundles.entry(lang).or_insert_with(|| Bundle::new(lang)).add(lang, source)?;
            }
        }
        Ok(Self { bundles })
    }

    /// The text for a key, with its arguments put in.
    ///
    /// `None` when there is no such text, or when it asks for an argument that is not given: half a sentence is not
    /// better than an error that a test sees.
    #[must_use]
    pub fn get(&self, lang: Lang, key: &str, arguments: &[(&str, Value<'_>)]) -> Option<String> {
        let bundle = &self.bundles.get(&lang)?.fluent;
        let pattern = bundle.get_message(key)?.value()?;
        let arguments: FluentArgs<'_> = arguments.iter().cloned().collect();
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
        errors.is_empty().then_some(text)
    }

    /// Every key of a language; all must have the same, which a test compares.
    #[must_use]
    pub fn keys(&self, lang: Lang) -> BTreeSet<String> {
        self.bundles.get(&lang).map(|bundle| bundle.keys.clone()).unwrap_or_default()
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.bundles.iter().map(|(lang, bundle)| (lang, bundle.keys.len()))).finish()
    }
}

impl Bundle {
    fn new(lang: Lang) -> Self {
        let mut fluent = FluentBundle::new_concurrent(vec![lang.identifier()]);
        fluent.set_use_isolating(false);
        Self { fluent, keys: BTreeSet::new() }
    }

    fn add(&mut self, lang: Lang, source: &str) -> Result<(), TextsError> {
        let resource =
            FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| TextsError::Syntax {
                lang,
                detail: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            })?;
        for entry in resource.entries() {
            if let Entry::Message(message) = entry {
                self.keys.insert((*message.id.name).to_owned());
            }
        }
        self.fluent.add_resource(resource).map_err(|errors| duplicate(lang, &errors))
    }
}

fn duplicate(lang: Lang, errors: &[FluentError]) -> TextsError {
    let key = errors.iter().find_map(|error| match error {
        FluentError::Overriding { id, .. } => Some(id.clone()),
        _ => None,
    });
    match key {
        Some(key) => TextsError::Duplicate { lang, key },
        None => TextsError::Syntax {
            lang,
            detail: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        },
    }
}
