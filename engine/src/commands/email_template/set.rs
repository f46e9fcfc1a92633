//! Gives an email words of one's own, or takes them away again.

use super::check::{known_kind, known_locale, refuse_unknown_queue};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, Change, EmailTemplate, EmailTemplateId, EmailTexts, QueueId},
    policy::Action,
    store::{Work, audit, email_templates},
};

/// An email, and what it is to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetEmailTemplate {
    /// Which kind of email, such as `confirmation`.
    pub kind: String,
    /// In which language, `de` or `en`.
    pub locale: String,
    /// For the tickets of this queue alone; `None`: of every queue that has no template of its own.
    pub queue: Option<QueueId>,
    /// The templates. An empty one is as the default has it; if all are, the default is in force again.
    pub own: EmailTexts,
}

impl Engine {
    /// Gives an email words of one's own, in force at once; for admins. `None`: the default is in force again.
    ///
    /// # Errors
    /// `BadInput` for `kind`, `locale`, `queue`, and for `subject`, `text` or `html` if it cannot be used: a syntax error, a
    /// variable that the kind does not have, a number or a link that is missing, something that is executed or loaded;
    /// [`Error::Forbidden`].
    pub async fn set_email_template(
        &self,
        actor: &Actor,
        input: SetEmailTemplate,
    ) -> Result<Option<EmailTemplate>> {
        let permit = self.permit(actor, Action::ManageTexts, None)?;
        let (kind, locale) = (known_kind(&input.kind)?, known_locale(self.settings(), &input.locale)?);
        let own = tidied(&input.own);
        let writer = self.letter_writer()?;
        if own != EmailTexts::default() {
            writer.check(kind, &locale, &own).map_err(bad)?;
        }
        let base = writer.write(&writer.sample(kind, &locale)).map_err(bad)?;
        let work = Work::begin(self).await?;
        refuse_unknown_queue(&work, input.queue).await?;
        let before = email_templates::lock(work.tx(), kind, &locale, input.queue).await?;
        let id = match &before {
            Some(before) => before.id,
            None => work.id::<EmailTemplateId>()?,
        };
        let after = (own != EmailTexts::default()).then(|| EmailTemplate {
            id,
            kind,
            locale,
            queue: input.queue,
            own,
            base,
            updated_at: work.now(),
            failed_at: None,
            failure: None,
        });
        match &after {
            Some(after) => email_templates::put(work.tx(), after, before.is_none()).await?,
            None if before.is_some() => email_templates::remove(work.tx(), id).await?,
            None => return Ok(None),
        }
        let changes = changes(before.as_ref(), after.as_ref());
        if !changes.is_empty() {
            audit::note(&work, actor, Audited::EmailTemplateChanged { template: id, changes }).await?;
        }
        work.commit(permit, Vec::new()).await?;
        Ok(after)
    }
}

/// What is wrong with a template, as the fault of the input.
pub(crate) fn bad(fault: crate::letter_writer::TemplateFault) -> Error {
    Error::bad(fault.field, fault.reason, fault.message)
}

/// With plain line ends; what is blank is empty.
pub(crate) fn tidied(given: &EmailTexts) -> EmailTexts {
    let tidy = |text: &str| {
        let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
        if text.trim().is_empty() { String::new() } else { text }
    };
    EmailTexts {
        subject: tidy(&given.subject).trim().to_owned(),
        text: tidy(&given.text),
        html: tidy(&given.html),
    }
}

/// What is different; of a text that is gone, that it is.
fn changes(before: Option<&EmailTemplate>, after: Option<&EmailTemplate>) -> Vec<Change> {
    let told = |one: Option<&EmailTemplate>| {
        let part = |text: fn(&EmailTexts) -> &String| {
            one.map(|one| text(&one.own).clone()).filter(|text| !text.is_empty())
        };
        [
            ("subject", part(|texts| &texts.subject)),
            ("text", part(|texts| &texts.text)),
            ("html", part(|texts| &texts.html)),
        ]
    };
    let pairs = told(before).into_iter().zip(told(after)).filter(|((_, from), (_, to))| from != to);
    let mut changes: Vec<Change> =
        pairs.map(|((field, from), (_, to))| Change { field: field.to_owned(), from, to }).collect();
    if let (false, Some(one)) = (changes.is_empty(), after.or(before)) {
        let place = format!("{} {}", one.kind.as_str(), one.locale);
        changes.insert(0, Change { field: "email".to_owned(), from: None, to: Some(place) });
    }
    changes
}
