//! Emails in words of one's own: whether the templates can be used for every email of their kind.
//!
//! They are written in the language of the defaults, with the same variables and helpers. A template is tried with samples of
//! every sort, and once more so that both sides of each condition are written: what is wrong is told before it is in force.

use engine::content::quoted;
use engine::{
    EmailTexts, EventChange, FromTo, Letter, LetterChange, LetterKind, LetterWriter, TemplateFault,
    TicketNumber,
};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, Renderable,
};
use words::Lang;

use super::render::{RenderError as Unwritten, Renderer};
use super::sample::{sample_with_text, variants};
use super::templates::{Sources, sources};

/// The longest templates, in characters.
const LONGEST: [(&str, usize); 3] = [("subject", 500), ("text", 20_000), ("html", 100_000)];

/// Beginnings of a tag that writes a value unescaped or defines a template inside another.
const REFUSED: [&str; 5] = ["{", "&", "*", "#*", "#>*"];

/// In the place of `if` and `unless` while templates are checked: writes both sides.
pub(super) struct BothSides;

impl HelperDef for BothSides {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render_context: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        match helper.params().as_slice() {
            [only] if !only.is_value_missing() => {}
            _ => {
                let name = helper.params().first().and_then(|value| value.relative_path()).cloned();
                let message = format!("unknown variable {}", quoted(&name.unwrap_or_default()));
                return Err(RenderError::from(RenderErrorReason::Other(message)));
            }
        }
        for side in [helper.template(), helper.inverse()].into_iter().flatten() {
            side.render(registry, context, render_context, out)?;
        }
        Ok(())
    }
}

impl LetterWriter for Renderer {
    fn default_texts(&self, kind: LetterKind) -> EmailTexts {
        let Sources { subject, text, html } = sources(kind);
        EmailTexts { subject: subject.to_owned(), text: text.to_owned(), html: html.to_owned() }
    }

    fn sample(&self, kind: LetterKind, locale: &str) -> Letter {
        let lang = Lang::parse(locale).unwrap_or(Lang::En);
        let say = |key| self.texts.get(lang, key, &[]).unwrap_or_default();
        let mut letter = sample_with_text(kind, lang);
        if let Some(ticket) = &mut letter.ticket {
            ticket.title = say("sample-title");
        }
        if let Some(comment) = &mut letter.comment {
            comment.text = say("sample-comment");
        }
        for (news, key) in letter.news.iter_mut().zip(["sample-title", "sample-title-other"]) {
            news.title = say(key);
        }
        letter
    }

    fn write(&self, letter: &Letter) -> Result<EmailTexts, TemplateFault> {
        let written = self.render(letter).map_err(fault)?;
        Ok(EmailTexts { subject: written.subject, text: written.text, html: written.html })
    }

    fn check(&self, kind: LetterKind, locale: &str, own: &EmailTexts) -> Result<(), TemplateFault> {
        for (part, source) in [("subject", &own.subject), ("text", &own.text), ("html", &own.html)] {
            check_source(part, source)?;
        }
        let lang = Lang::parse(locale).unwrap_or(Lang::En);
        let own =
            engine::OwnTexts { template: engine::EmailTemplateId(uuid::Uuid::nil()), texts: own.clone() };
        let full = Letter { own: Some(own.clone()), ..full(kind, lang) };
        self.render_both_sides(&full).map_err(fault)?;
        for variant in variants(kind, lang) {
            let letter = Letter { own: Some(own.clone()), ..variant };
            self.check_written(&letter, &own.texts)?;
        }
        Ok(())
    }
}

impl Renderer {
    /// Whether an email says what its reader needs: the number, by which answers find their ticket, and the link.
    fn check_written(&self, letter: &Letter, own: &EmailTexts) -> Result<(), TemplateFault> {
        let written = self.render(letter).map_err(fault)?;
        if let Some(ticket) = &letter.ticket
            && !own.subject.is_empty()
            && !written.subject.contains(&ticket.number.to_string())
        {
            let message = "The subject must always contain the ticket number, {{ticket.number}}.";
            return Err(wrong("subject", "template-number-missing", message));
        }
        if written.subject.is_empty() {
            return Err(wrong("subject", "template-empty", "The subject must not be empty."));
        }
        let (link, name) = match (&letter.ticket, &letter.link) {
            (Some(ticket), _) => (&ticket.url, "{{ticket.url}}"),
            (None, Some(link)) => (link, "{{link}}"),
            (None, None) => return Ok(()),
        };
        let message = format!("The text must always contain the link, {name}.");
        if !written.text.contains(link.as_str()) {
            return Err(wrong("text", "template-link-missing", message));
        }
        let links = super::harmless::links(&written.html).map_err(|why| harmful(&why))?;
        if !links.contains(link) {
            return Err(wrong("html", "template-link-missing", message));
        }
        Ok(())
    }
}

/// Refuses what no sample is needed for.
fn check_source(part: &'static str, source: &str) -> Result<(), TemplateFault> {
    let longest = LONGEST.iter().find(|(name, _)| *name == part).map_or(0, |(_, longest)| *longest);
    if source.chars().count() > longest {
        let message = format!("The text is longer than {longest} characters.");
        return Err(wrong(part, "template-too-long", message));
    }
    if part == "subject" && source.contains('\n') {
        return Err(wrong(part, "template-lines", "The subject must be a single line."));
    }
    for tag in source.split("{{").skip(1) {
        let tag: String = tag.chars().take(20).filter(|c| !c.is_whitespace() && *c != '~').collect();
        if REFUSED.iter().any(|refused| tag.starts_with(refused)) {
            let message = "Values are always escaped: use {{name}}, not {{{name}}} or {{&name}}, and do not define templates inside.";
            return Err(wrong(part, "template-unescaped", message));
        }
    }
    Ok(())
}

/// A letter with everything in it that a letter of this kind can have.
fn full(kind: LetterKind, lang: Lang) -> Letter {
    let mut letter = sample_with_text(kind, lang);
    letter.notice = Some("Bitte keine Kennwörter.".to_owned());
    letter.signature = Some("Viele Grüße\nIhr Support".to_owned());
    if kind == LetterKind::Changed {
        letter.changes.push(LetterChange::FurtherUnassigned(FromTo::now(3)));
    }
    if kind == LetterKind::Confirmation {
        letter.changes.push(EventChange::Follows(FromTo::now(TicketNumber(10_030))).into());
    }
    if kind == LetterKind::Digest {
        letter.more_news = 3;
    }
    if let (Some(ticket), None) = (&mut letter.ticket, &letter.link) {
        ticket.auto_close_at = ticket.auto_close_at.or(Some(letter.now));
    }
    // What is closed says no time; that side of a condition is tried with the other samples.
    letter
}

fn fault(error: Unwritten) -> TemplateFault {
    match error {
        Unwritten::Own { part, reason, message } => TemplateFault { field: part, reason, message },
        other => wrong("text", "template-unusable", other.to_string()),
    }
}

/// HTML that would do something.
pub(super) fn harmful(why: &str) -> TemplateFault {
    wrong("html", "template-harmful", format!("An email must not run scripts or load anything: {why}."))
}

fn wrong(field: &'static str, reason: &'static str, message: impl Into<String>) -> TemplateFault {
    TemplateFault { field, reason, message: message.into() }
}
