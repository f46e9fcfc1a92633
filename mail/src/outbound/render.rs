//! Fills the templates of a letter: subject, plain text, HTML. Strict, so that nothing missing goes out as a gap.

use std::sync::Arc;

use engine::content::quoted;
use engine::{LetterKind, TemplateFault};
use handlebars::{Handlebars, RenderErrorReason};
use thiserror::Error;
use words::{Texts, TextsError};

use super::letter::{LetterError, View};
use super::line::line;
use super::own::BothSides;
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
    /// A template of one's own cannot be used.
    #[error("{message}")]
    Own {
        /// The part: `subject`, `text` or `html`.
        part: &'static str,
        /// A stable word for the reason.
        reason: &'static str,
        /// What is wrong.
        message: String,
    },
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
    /// The same two, with both sides of every condition, for templates of one's own that are being checked.
    both_sides: (Handlebars<'static>, Handlebars<'static>),
    /// What a sample says in the reader's language.
    pub(super) texts: Arc<Texts>,
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
        let both_sides = (checking(&plain), checking(&pages));
        Ok(Self { plain, pages, both_sides, texts })
    }

    /// Writes a letter.
    ///
    /// # Errors
    /// When it lacks what its kind is about, or a template asks for something that is not there.
    pub fn render(&self, letter: &engine::Letter) -> Result<Rendered, RenderError> {
        let rendered = fill_all(letter, (&self.plain, &self.pages))?;
        if letter.own.as_ref().is_some_and(|own| !own.texts.html.is_empty()) {
            // What a value does to a template of one's own is known only now.
            let harmless = super::harmless::links(&rendered.html).map(drop);
            harmless.map_err(|why| {
                let TemplateFault { field, reason, message } = super::own::harmful(&why);
                RenderError::Own { part: field, reason, message }
            })?;
        }
        Ok(rendered)
    }

    /// Fills templates of one's own so that nothing in them is left out, to find what is not there.
    ///
    /// # Errors
    /// As [`Renderer::render`].
    pub(super) fn render_both_sides(&self, letter: &engine::Letter) -> Result<(), RenderError> {
        fill_all(letter, (&self.both_sides.0, &self.both_sides.1)).map(drop)
    }
}

fn fill_all(
    letter: &engine::Letter,
    registries: (&Handlebars<'_>, &Handlebars<'_>),
) -> Result<Rendered, RenderError> {
    let view = View::of(letter)?;
    let (plain, pages) = registries;
    let own = letter.own.as_ref().map(|own| &own.texts);
    let fill = |registry: &Handlebars<'_>, part: &'static str, source: Option<&String>| {
        let Some(source) = source.filter(|source| !source.is_empty()) else {
            let written = registry.render(&name(letter.kind, part), &view);
            return written.map_err(|error| RenderError::Template(Box::new(error)));
        };
        registry.render_template(source, &view).map_err(|error| of_own(part, &error))
    };
    Ok(Rendered {
        subject: line(&fill(plain, "subject", own.map(|own| &own.subject))?, LONGEST_SUBJECT),
        text: tidy(&fill(plain, "text", own.map(|own| &own.text))?),
        html: fill(pages, "html", own.map(|own| &own.html))?,
    })
}

/// What is wrong with a template of one's own, in words for whoever wrote it.
fn of_own(part: &'static str, error: &handlebars::RenderError) -> RenderError {
    let line = error.line_no.map(|line| format!(" (line {line})")).unwrap_or_default();
    let (reason, message) = match error.reason() {
        RenderErrorReason::MissingVariable(Some(path)) => {
            ("template-variable", format!("Unknown variable {}{line}.", quoted(path)))
        }
        RenderErrorReason::TemplateError(error) => {
            ("template-syntax", format!("The template is not valid: {error}"))
        }
        RenderErrorReason::HelperNotFound(name) => {
            ("template-variable", format!("Unknown name {}{line}.", quoted(name)))
        }
        other => ("template-unusable", format!("The template cannot be used{line}: {other}")),
    };
    RenderError::Own { part, reason, message }
}

/// The same registry for checking.
fn checking(registry: &Handlebars<'static>) -> Handlebars<'static> {
    let mut registry = registry.clone();
    registry.register_helper("if", Box::new(BothSides));
    registry.register_helper("unless", Box::new(BothSides));
    registry
}

/// The texts of the letters and the words they share with the pages.
///
/// # Errors
/// When a source breaks Fluent's grammar or a key is there twice.
pub fn texts() -> Result<Texts, TextsError> {
    let all = [words::common(), TEXTS].concat();
    Texts::new(&all)
}

fn registry(texts: &Arc<Texts>) -> Result<Handlebars<'static>, SetupError> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    words::helpers::register(&mut registry, Arc::clone(texts));
    words::helpers::register_strict_conditions(&mut registry);
    // Values have no place in a log, and templates of one's own take no others than those that they are given.
    for name in ["log", "lookup", "with", "raw"] {
        registry.unregister_helper(name);
    }
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
