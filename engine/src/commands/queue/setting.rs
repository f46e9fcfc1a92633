//! Sets one setting of a queue: how each is tidied, and what is refused.

use crate::{
    content::{address, clean_line},
    error::{Error, Result},
    model::{QueueSetting, QueueSettings},
    sla::Delay,
};

/// Longer names and tags break every subject and list.
const LONGEST_LINE: usize = 100;
/// Longer signatures are letters of their own.
const LONGEST_SIGNATURE: usize = 2_000;
/// The same for a privacy notice; the web holds more.
const LONGEST_NOTICE: usize = 20_000;

/// Sets one setting.
///
/// # Errors
/// `BadInput` for the setting, by its name in the schema.
pub(super) fn set(settings: &mut QueueSettings, setting: QueueSetting) -> Result<()> {
    match setting {
        QueueSetting::SenderName(name) => settings.sender_name = sender_name(name)?,
        QueueSetting::SenderAddress(given) => settings.sender_address = sender(given)?,
        QueueSetting::SubjectTag(tag) => settings.subject_tag = subject_tag(tag)?,
        QueueSetting::Content(content) => settings.content = content,
        QueueSetting::Replies(replies) => settings.replies = replies,
        QueueSetting::Signature(text) => {
            settings.signature = paragraph("signature", text, LONGEST_SIGNATURE)?;
        }
        QueueSetting::ResolvedClosesAfter(delay) => {
            settings.resolved_closes_after = wait("resolvedClosesAfter", delay)?;
        }
        QueueSetting::PendingClosesAfter(delay) => {
            settings.pending_closes_after = wait("pendingClosesAfter", delay)?;
        }
        QueueSetting::RemindBefore(delay) => settings.remind_before = wait("remindBefore", delay)?,
        QueueSetting::NoticeDe(text) => settings.notice_de = paragraph("noticeDe", text, LONGEST_NOTICE)?,
        QueueSetting::NoticeEn(text) => settings.notice_en = paragraph("noticeEn", text, LONGEST_NOTICE)?,
    }
    Ok(())
}

fn line(field: &'static str, given: Option<String>) -> Result<Option<String>> {
    let text = given.map(|given| clean_line(&given)).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.chars().count() > LONGEST_LINE) {
        return Err(too_long(field, LONGEST_LINE));
    }
    Ok(text)
}

fn paragraph(field: &'static str, given: Option<String>, limit: usize) -> Result<Option<String>> {
    let text = given.map(|given| given.replace("\r\n", "\n").replace(['\r', '\0'], "\n").trim().to_owned());
    if text.as_ref().is_some_and(|text| text.chars().count() > limit) {
        return Err(too_long(field, limit));
    }
    Ok(text.filter(|text| !text.is_empty()))
}

fn too_long(field: &'static str, limit: usize) -> Error {
    Error::too_long(field, "text-too-long", "text", limit)
}

/// A name that looks like an address would stand in no letter: anybody could lead people elsewhere by one.
fn sender_name(given: Option<String>) -> Result<Option<String>> {
    let name = line("senderName", given)?;
    let is_address =
        |name: &String| ["@", "://", "www."].iter().any(|sign| name.to_lowercase().contains(sign));
    if name.as_ref().is_some_and(is_address) {
        let message = "The sender name must not contain an address (@, :// or www.).";
        return Err(Error::bad("senderName", "sender-name-address", message));
    }
    Ok(name)
}

fn sender(given: Option<String>) -> Result<Option<String>> {
    let Some(given) = given.filter(|given| !given.trim().is_empty()) else { return Ok(None) };
    let refused = || Error::address_invalid("senderAddress", &given);
    address::normalise(&given).map(Some).ok_or_else(refused)
}

/// Brackets and `#` end the tag in `[tag #10034]`.
fn subject_tag(given: Option<String>) -> Result<Option<String>> {
    let tag = line("subjectTag", given)?;
    if tag.as_ref().is_some_and(|tag| tag.contains(['[', ']', '#'])) {
        let message = "The subject tag must not contain brackets or #.";
        return Err(Error::bad("subjectTag", "subject-tag-invalid", message));
    }
    Ok(tag)
}

fn wait(field: &'static str, given: Option<String>) -> Result<Option<Delay>> {
    let given = given.filter(|given| !given.trim().is_empty());
    let refused = |why: String| Error::bad(field, "duration-invalid", format!("The duration {why}."));
    given.map(|given| given.parse::<Delay>().map_err(refused)).transpose()
}
