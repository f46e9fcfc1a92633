//! Changes a queue.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use engine::QueueSetting;

use super::QueuePayload;
use crate::{
    caller::logged_in,
    error::Failure,
    ids,
    objects::{MailContent, Queue, ReplyPolicy},
    weights::Weighed,
};

#[derive(Default)]
pub(crate) struct UpdateQueue;

/// The changes; omitted fields stay as they are. Null in a setting is the default of the installation.
#[derive(InputObject)]
struct UpdateQueueInput {
    /// The queue.
    id: ID,
    /// Its unique name. A queue of a mailbox in the configuration is renamed there.
    name: Option<String>,
    /// Its email address; null for none.
    address: MaybeUndefined<String>,
    /// Whether it accepts new tickets.
    active: Option<bool>,
    /// The sender name of its emails.
    sender_name: MaybeUndefined<String>,
    /// The sender address of its emails.
    sender_address: MaybeUndefined<String>,
    /// The tag in subjects.
    subject_tag: MaybeUndefined<String>,
    /// What its emails contain.
    content: MaybeUndefined<MailContent>,
    /// What happens to answers by email.
    replies: MaybeUndefined<ReplyPolicy>,
    /// The signature of its emails, at most 2,000 characters.
    signature: MaybeUndefined<String>,
    /// How long after RESOLVED a ticket is closed automatically: `7d`, or `7bd` for business days. Tickets already waiting
    /// keep their time.
    resolved_closes_after: MaybeUndefined<String>,
    /// How long after PENDING a ticket is closed automatically.
    pending_closes_after: MaybeUndefined<String>,
    /// How long before closing the customer is reminded.
    remind_before: MaybeUndefined<String>,
    /// The privacy notice in German, at most 20,000 characters; each change creates a new version.
    notice_de: MaybeUndefined<String>,
    /// The privacy notice in English.
    notice_en: MaybeUndefined<String>,
    /// The agreement for customers whose organisation has none; null for none. The clocks of its open tickets are
    /// recalculated.
    agreement: MaybeUndefined<ID>,
}

#[Object]
impl UpdateQueue {
    /// Changes a queue; for admins. Takes effect immediately.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).recounts(&[\"agreement\"], child_complexity)"
    )]
    async fn update_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The queue and the changes.")] input: UpdateQueueInput,
    ) -> Result<QueuePayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let id = ids::input(&input.id, "id")?;
        let update = engine::UpdateQueue {
            agreement: ids::replaced(&input.agreement, "agreement")?,
            name: input.name.clone(),
            address: match &input.address {
                MaybeUndefined::Undefined => None,
                MaybeUndefined::Null => Some(None),
                MaybeUndefined::Value(address) => Some(Some(address.clone())),
            },
            active: input.active,
            settings: settings(input),
        };
        let queue = engine.update_queue(actor, id, update).await?;
        Ok(QueuePayload { queue: Queue(queue) })
    }
}

fn settings(input: UpdateQueueInput) -> Vec<QueueSetting> {
    let mut settings = Vec::new();
    let mut texts = |given: MaybeUndefined<String>, setting: fn(Option<String>) -> QueueSetting| match given {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => settings.push(setting(None)),
        MaybeUndefined::Value(text) => settings.push(setting(Some(text))),
    };
    texts(input.sender_name, QueueSetting::SenderName);
    texts(input.sender_address, QueueSetting::SenderAddress);
    texts(input.subject_tag, QueueSetting::SubjectTag);
    texts(input.signature, QueueSetting::Signature);
    texts(input.resolved_closes_after, QueueSetting::ResolvedClosesAfter);
    texts(input.pending_closes_after, QueueSetting::PendingClosesAfter);
    texts(input.remind_before, QueueSetting::RemindBefore);
    texts(input.notice_de, QueueSetting::NoticeDe);
    texts(input.notice_en, QueueSetting::NoticeEn);
    match input.content {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => settings.push(QueueSetting::Content(None)),
        MaybeUndefined::Value(content) => settings.push(QueueSetting::Content(Some(content.into()))),
    }
    match input.replies {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => settings.push(QueueSetting::Replies(None)),
        MaybeUndefined::Value(replies) => settings.push(QueueSetting::Replies(Some(replies.into()))),
    }
    settings
}
