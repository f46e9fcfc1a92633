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

/// The settings of a queue; null fields use the default of the installation.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct QueueSettings {
    /// The sender name of its emails.
    sender_name: Option<String>,
    /// The sender address of its emails.
    sender_address: Option<String>,
    /// Whether `senderAddress` is neither the address or alias of a mailbox nor the address of the queue, so that answers
    /// to it may get lost.
    sender_address_is_unfetched: bool,
    /// The tag in subjects, as in `[example.org #10034]`.
    subject_tag: Option<String>,
    /// What its emails contain.
    content: Option<MailContent>,
    /// What happens to answers by email.
    replies: Option<ReplyPolicy>,
    /// The signature of its emails, instead of the default closing.
    signature: Option<String>,
    /// How long after RESOLVED a ticket is closed automatically: `7d`, or `7bd` for business days.
    resolved_closes_after: Option<String>,
    /// How long after PENDING a ticket is closed automatically.
    pending_closes_after: Option<String>,
    /// How long before closing the customer is reminded.
    remind_before: Option<String>,
    /// The privacy notice in German.
    notice_de: Option<String>,
    /// The privacy notice in English.
    notice_en: Option<String>,
    /// The version of the notice.
    notice_version: Option<String>,
    /// The agreement for customers whose organisation has none; null for customers.
    agreement: Option<Agreement>,
}

/// A version of a privacy notice that is or was shown next to the form for new tickets.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct PrivacyNotice {
    /// The version; pass it to `createTicket(noticeVersion:)` if you have shown it.
    version: String,
    /// Its German text; null if the pages show a general text.
    de: Option<String>,
    /// Its English text; null if the pages show a general text.
    en: Option<String>,
    /// Since when it has been shown; null if it is in the configuration.
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

/// A queue of tickets; each mailbox belongs to one queue.
#[derive(Clone, Debug)]
pub(crate) struct Queue(pub(crate) engine::Queue);

/// A queue of tickets; each mailbox belongs to one queue.
#[Object]
impl Queue {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its unique name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its email address.
    async fn address(&self) -> Option<&str> {
        self.0.address.as_deref()
    }

    /// Whether it accepts new tickets. Email to its address still arrives if it does not.
    async fn active(&self) -> bool {
        self.0.active
    }

    /// The settings of this queue; for the staff.
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
