//! Which languages there are, and which one a reader gets.

use std::{
    fmt,
    sync::{PoisonError, RwLock},
};

use serde::{Serialize, Serializer};
use unic_langid::LanguageIdentifier;

use crate::language::{ENGLISH, GERMAN, Language};

/// A language that every text exists in.
///
/// A new one is a variant here with its [`Language`] and its folder `locales/` in each crate that has texts; nothing else
/// names the languages one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Lang {
    /// German
    De,
    /// English
    En,
    /// One that the program brings, see [`Lang::add`].
    Brought(&'static Language),
}

/// What was brought.
static BROUGHT: RwLock<Vec<&'static Language>> = RwLock::new(Vec::new());

impl Lang {
    /// The languages of the house.
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    /// Every language, in the order in which a choice of languages lists them: the house's, then those that were brought.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let brought = BROUGHT.read().unwrap_or_else(PoisonError::into_inner);
        Self::ALL.into_iter().chain(brought.iter().copied().map(Self::Brought)).collect()
    }

    /// Brings a language, with all its texts. Call it before the texts of pages and letters are read; once for each tag.
    pub fn add(language: &'static Language) -> Self {
        let mut brought = BROUGHT.write().unwrap_or_else(PoisonError::into_inner);
        if !brought.contains(&language) {
            brought.push(language);
        }
        Self::Brought(language)
    }

    /// Reads a language tag such as `de`, `de-AT` or `en_GB.UTF-8`; the region does not matter.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_', '.', '@']).next()?;
        Self::all().into_iter().find(|lang| lang.as_str().eq_ignore_ascii_case(primary))
    }

    /// The tag as it stands in `lang="…"`, in the database and in the configuration.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.language().tag
    }

    /// Its tag, and how it writes amounts and times.
    #[must_use]
    pub const fn language(self) -> &'static Language {
        match self {
            Self::De => &GERMAN,
            Self::En => &ENGLISH,
            Self::Brought(language) => language,
        }
    }

    /// Picks the language that an `Accept-Language` header wants most, or `default` when it wants none of ours.
    ///
    /// Weights count as RFC 9110 says: the highest wins, the first of equals, and `q=0` refuses a language.
    /// `*` stands for the default. A header that cannot be read wants nothing.
    #[must_use]
    pub fn negotiate(accept_language: Option<&str>, default: Self) -> Self {
        let mut best: Option<(u16, Self)> = None;
        for range in accept_language.unwrap_or_default().split(',').take(32) {
            let mut parts = range.split(';');
            let lang = match parts.next().map(str::trim) {
                Some("*") => Some(default),
                Some(tag) => Self::parse(tag),
                None => None,
            };
            if let (Some(lang), Some(weight)) = (lang, weight(parts))
                && weight > best.map_or(0, |(weight, _)| weight)
            {
                best = Some((weight, lang));
            }
        }
        best.map_or(default, |(_, lang)| lang)
    }

    /// What Fluent takes the plural rules from.
    pub(crate) fn identifier(self) -> LanguageIdentifier {
        self.as_str().parse().unwrap_or_default()
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The weight of a language range in thousandths; `None` when it is no number between 0 and 1.
fn weight<'a>(mut parameters: impl Iterator<Item = &'a str>) -> Option<u16> {
    let Some(parameter) = parameters.next() else {
        return Some(1000);
    };
    let (name, value) = parameter.split_once('=')?;
    let value: f32 = value.trim().parse().ok()?;
    if !name.trim().eq_ignore_ascii_case("q") || !(0.0..=1.0).contains(&value) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1000, as checked above"
    )]
    Some((value * 1000.0).round() as u16)
}
