//! Fills the templates of a letter: subject, plain text, HTML. Strict, so that nothing missing goes out as a gap.

use std::sync::Arc;

use engine::LetterKind;
use handlebars::Handlebars;
use thiserror::Error;
use words::{Texts, TextsError};

use super::letter::{LetterError, View};
use super::line::line;
use super::templates::{PARTIALS, Sources, TEXTS, sources};

/// Longest subject, in characters; the title in it is cut before that.
const LONGEST_SUBJECT: usize = 400;

/// A written letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// The plain text, ending in one line break.
    pub text: String,
    /// The page.
    pub html: String,
}

/// Why the templates or texts that are compiled in cannot be used; a test finds it before a release does.
#[derive(Debug, Error)]
pub enum SetupError {
    /// The texts.
    #[error(transparent)]
    Texts(#[from] TextsError),
    /// A template.
    #[error("a template of a mail cannot be read")]
    Template(#[source] Box<handlebars::TemplateError>),
}

/// Why a letter could not be written. No later attempt helps.
#[derive(Debug, Error)]
pub enum RenderError {
    /// It lacks what its kind is about.
    #[error(transparent)]
    Letter(#[from] LetterError),
    /// A template asks for what is not there.
    #[error("the template of a letter asks for what is not there: {0}")]
    Template(#[source] Box<handlebars::RenderError>),
}

/// All templates and texts, read once.
pub struct Renderer {
    /// Subjects and plain texts: nothing is escaped.
    plain: Handlebars<'static>,
    /// Pages: everything is escaped.
    pages: Handlebars<'static>,
}

impl Renderer {
    /// Reads the templates and texts.
    ///
    /// # Errors
    /// When one of them breaks its grammar.
    pub fn new() -> Result<Self, SetupError> {
        let texts = Arc::new(texts()?);
        let (mut plain, mut pages) = (registry(&texts)?, registry(&texts)?);
        plain.register_escape_fn(handlebars::no_escape);
        for kind in LetterKind::ALL {
            let Sources { subject, text, html } = sources(*kind);
            add(&mut plain, &name(*kind, "subject"), subject)?;
            add(&mut plain, &name(*kind, "text"), text)?;
            add(&mut pages, &name(*kind, "html"), html)?;
        }
        Ok(Self { plain, pages })
    }

    /// Writes a letter.
    ///
    /// # Errors
    /// When it lacks what its kind is about, or a template asks for something that is not there.
    pub fn render(&self, letter: &engine::Letter) -> Result<Rendered, RenderError> {
        let view = View::of(letter)?;
        let fill = |registry: &Handlebars<'_>, part| {
            registry
                .render(&name(letter.kind, part), &view)
                .map_err(|error| RenderError::Template(Box::new(error)))
        };
        Ok(Rendered {
            subject: line(&fill(&self.plain, "subject")?, LONGEST_SUBJECT),
            text: tidy(&fill(&self.plain, "text")?),
            html: fill(&self.pages, "html")?,
        })
    }
}

/// The texts of the letters and the words they share with the pages.
///
/// # Errors
/// When a source breaks Fluent's grammar or a key is there twice.
pub fn texts() -> Result<Texts, TextsError> {
    let all: Vec<_> = words::common().iter().copied().chain(TEXTS).collect();
    Texts::new(&all)
}

fn registry(texts: &Arc<Texts>) -> Result<Handlebars<'static>, SetupError> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    words::helpers::register(&mut registry, Arc::clone(texts));
    words::helpers::register_strict_conditions(&mut registry);
    for (name, source) in PARTIALS {
        add(&mut registry, name, source)?;
    }
    Ok(registry)
}

fn add(registry: &mut Handlebars<'_>, name: &str, source: &str) -> Result<(), SetupError> {
    registry.register_template_string(name, source).map_err(|error| SetupError::Template(Box::new(error)))
}

fn name(kind: LetterKind, part: &str) -> String {
    format!("{}/{part}", kind.as_str())
}

/// No blanks at the ends of lines, no two empty lines in a row, one line break at the end.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty_lines = 0;
    for line in text.trim().lines().map(str::trim_end) {
        empty_lines = if line.is_empty() { empty_lines + 1 } else { 0 };
        if empty_lines < 2 {
            tidied.push_str(line);
            tidied.push('\n');
        }
    }
    tidied
}
