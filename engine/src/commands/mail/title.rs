//! The title of a ticket out of a mail's subject.

use super::pointers::subject_tags;
use crate::{
    error::Result,
    incoming::subject::{is_prefix_alone, without_forwards},
    model::IncomingMessage,
    rules::texts::{TITLE_LIMIT, clean_title},
    store::Work,
};

/// The subject in one line, without our tag, at most as long as a title may be; a placeholder if nothing is left that says something.
pub(super) async fn title_of(work: &Work<'_>, mail: &IncomingMessage) -> Result<String> {
    title_by(work, mail, &mail.subject).await
}

/// The same of another subject, such as that of a mail that is passed on.
pub(super) async fn title_by(work: &Work<'_>, mail: &IncomingMessage, subject: &str) -> Result<String> {
    let settings = work.engine().settings();
    let tags = subject_tags(work, &mail.subject).await?;
    let subject = tags.iter().fold(subject.to_owned(), |subject, tag| without_tags(&subject, tag));
    let title: String = clean_title(&subject).unwrap_or_default().chars().take(TITLE_LIMIT).collect();
    // Of a subject that was nothing but our tag an answer's `AW:` is left.
    if !is_prefix_alone(&title) {
        return Ok(title);
    }
    let locale = mail.locale.as_deref().unwrap_or(&settings.brand.locale);
    Ok(settings.wording(locale).no_subject)
}

/// The subject of a mail that passes one on which names none, without what says that it does.
pub(super) async fn title_of_forward(work: &Work<'_>, mail: &IncomingMessage) -> Result<String> {
    title_by(work, mail, without_forwards(&mail.subject)).await
}

/// A subject without every `[tag #number]` of ours, which would otherwise lead answers to another ticket.
fn without_tags(subject: &str, tag: &str) -> String {
    let mut rest = subject;
    let mut kept = String::with_capacity(subject.len());
    while let Some((before, behind)) = rest.split_once('[') {
        kept.push_str(before);
        let inside = behind.split_once(']').filter(|(inside, _)| is_tag(inside, tag));
        if let Some((_, after)) = inside {
            rest = after;
        } else {
            kept.push('[');
            rest = behind;
        }
    }
    kept.push_str(rest);
    kept
}

fn is_tag(inside: &str, tag: &str) -> bool {
    let inside = inside.trim().to_lowercase();
    let number = inside.strip_prefix(tag.to_lowercase().as_str()).map(str::trim_start);
    number
        .and_then(|number| number.strip_prefix('#'))
        .is_some_and(|number| number.trim().parse::<i64>().is_ok())
}
