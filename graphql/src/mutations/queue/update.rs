//! Changes a queue.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use engine::QueueSetting;

use super::QueuePayload;
use crate::{
    caller::logged_in,
    error::Failure,
    ids,
    objects::{MailContent, Queue, ReplyPolicy},
};

#[derive(Default)]
pub(crate) struct UpdateQueue;

/// What is to be different; what is left out stays. Null in a setting: the installation's default.
#[derive(InputObject)]
struct UpdateQueueInput {
    /// Which queue.
    id: ID,
    /// Its name, unique. A queue that a mailbox in the configuration feeds is renamed there.
    name: Option<String>,
    /// The email address that feeds it; null: none.
    address: MaybeUndefined<String>,
    /// Whether new tickets may wait in it.
    active: Option<bool>,
    /// The name that its emails come from.
    sender_name: MaybeUndefined<String>,
    /// The address that its emails come from.
    sender_address: MaybeUndefined<String>,
    /// The tag in subjects.
    subject_tag: MaybeUndefined<String>,
    /// What its emails carry.
    content: MaybeUndefined<MailContent>,
    /// What happens with answers by email.
    replies: MaybeUndefined<ReplyPolicy>,
    /// What stands below its emails, at most 2,000 characters.
    signature: MaybeUndefined<String>,
    /// How long after RESOLVED a ticket closes itself: `7d`, or `7bd` for business days. Tickets that wait already keep
    /// their time.
    resolved_closes_after: MaybeUndefined<String>,
    /// How long after PENDING a ticket closes itself.
    pending_closes_after: MaybeUndefined<String>,
    /// How long before that the customer is reminded.
    remind_before: MaybeUndefined<String>,
    /// The privacy notice in German, at most 20,000 characters; each change is a version of its own.
    notice_de: MaybeUndefined<String>,
    /// The privacy notice in English.
    notice_en: MaybeUndefined<String>,
    /// The agreement for customers whose organisation has none of its own; null: none. The clocks of its open tickets are
    /// counted again.
    agreement: MaybeUndefined<ID>,
}

#[Object]
impl UpdateQueue {
    /// Changes a queue; for admins. It is in force at once.
    async fn update_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which queue, and what is to be different.")] input: UpdateQueueInput,
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
