//! Why: where tickets of a kind wait.

use async_graphql::{Context, ID, Object, SimpleObject};

use crate::{
    caller::logged_in,
    error::Failure,
    ids, limits,
    loaders::{self, Among},
    objects::{Agreement, MailContent, ReplyPolicy, User},
    scalars::DateTime,
};

/// What is decided for a queue alone; null in a field: the installation's default.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct QueueSettings {
    /// The name that its emails come from.
    sender_name: Option<String>,
    /// The address that its emails come from.
    sender_address: Option<String>,
    /// Whether no mailbox has `senderAddress` as its address or alias, nor the queue as its own, so that answers to it may never
    /// arrive.
    sender_address_is_unfetched: bool,
    /// The tag in subjects, as in `[example.org #10034]`.
    subject_tag: Option<String>,
    /// What its emails carry.
    content: Option<MailContent>,
    /// What happens with answers by email.
    replies: Option<ReplyPolicy>,
    /// What stands below its emails, instead of the usual farewell.
    signature: Option<String>,
    /// How long after RESOLVED a ticket closes itself: `7d`, or `7bd` for business days.
    resolved_closes_after: Option<String>,
    /// How long after PENDING a ticket closes itself.
    pending_closes_after: Option<String>,
    /// How long before that the customer is reminded.
    remind_before: Option<String>,
    /// The privacy notice in German.
    notice_de: Option<String>,
    /// The privacy notice in English.
    notice_en: Option<String>,
    /// Which version of the notice these texts are.
    notice_version: Option<String>,
    /// What was agreed with customers whose organisation has no agreement of its own; null for customers.
    agreement: Option<Agreement>,
}

/// A version of a privacy notice, as it is or was shown beside the form of a new ticket.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct PrivacyNotice {
    /// Which version; give it to `createTicket(noticeVersion:)` when you have shown it.
    version: String,
    /// Its German text; null: the pages say something general.
    de: Option<String>,
    /// Its English text; null: the pages say something general.
    en: Option<String>,
    /// Since when it was shown; null: it stands in the configuration.
    created_at: Option<DateTime>,
}

impl From<engine::PrivacyNotice> for PrivacyNotice {
    fn from(notice: engine::PrivacyNotice) -> Self {
        Self {
            version: notice.version,
            de: notice.de,
            en: notice.en,
            created_at: notice.created_at.map(DateTime),
        }
    }
}

/// Where tickets of a kind wait; a mailbox feeds one queue.
#[derive(Clone, Debug)]
pub(crate) struct Queue(pub(crate) engine::Queue);

/// Where tickets of a kind wait; a mailbox feeds one queue.
#[Object]
impl Queue {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its name, unique.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The mail address that feeds it.
    async fn address(&self) -> Option<&str> {
        self.0.address.as_deref()
    }

    /// Whether new tickets may wait in it. Email to its address still arrives in one that is switched off.
    async fn active(&self) -> bool {
        self.0.active
    }

    /// What is decided for this queue alone; for the staff.
    async fn settings(&self, ctx: &Context<'_>) -> Result<QueueSettings, Failure> {
        logged_in(ctx)?;
        let own = self.0.settings.clone();
        let unfetched = match &own.sender_address {
            Some(own) => !loaders::mailboxes_in_force(ctx).await?.receive_for(own, self.0.address.as_deref()),
            None => false,
        };
        Ok(QueueSettings {
            sender_address_is_unfetched: unfetched,
            sender_name: own.sender_name,
            sender_address: own.sender_address,
            subject_tag: own.subject_tag,
            content: own.content.map(MailContent::from),
            replies: own.replies.map(ReplyPolicy::from),
            signature: own.signature,
            resolved_closes_after: own.resolved_closes_after.map(|delay| delay.to_string()),
            pending_closes_after: own.pending_closes_after.map(|delay| delay.to_string()),
            remind_before: own.remind_before.map(|delay| delay.to_string()),
            notice_de: own.notice_de,
            notice_en: own.notice_en,
            notice_version: own.notice_version,
            agreement: loaders::agreement_if_any(ctx, self.0.agreement).await?,
        })
    }

    /// The agents who work it, by name; for admins.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn members(&self, ctx: &Context<'_>) -> Result<Vec<User>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let members = Box::pin(engine.queue_members(actor, self.0.id)).await?;
        Ok(members.into_iter().map(|row| User { row, among: Among::Many }).collect())
    }
}
