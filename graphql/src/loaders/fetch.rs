//! Why: for each kind of neighbour, the one call of the engine that fetches many.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use engine::{
    AgreementId, AttachmentId, CalendarId, CommentId, Engine, EventId, MailId, OrganisationId, Page, Paging,
    QueueId, TicketId, UserId,
};
use tokio::sync::Mutex;

use crate::{caller::Caller, error::Failure};

/// Asks the engine on behalf of one caller.
pub(crate) struct Fetch {
    pub(crate) engine: Engine,
    pub(crate) caller: Caller,
    /// How many bytes of comments may still be read for the answer. They are read one after the other, so that nobody reads what
    /// another has taken.
    pub(crate) left: Mutex<u64>,
}

/// A window on a list, as a key: tickets of which the same one is asked for are read together.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Window {
    first: Option<i64>,
    after: Option<String>,
    last: Option<i64>,
    before: Option<String>,
}

impl From<Paging> for Window {
    fn from(Paging { first, after, last, before }: Paging) -> Self {
        Self { first, after, last, before }
    }
}

impl From<Window> for Paging {
    fn from(Window { first, after, last, before }: Window) -> Self {
        Self { first, after, last, before }
    }
}

/// The files of this comment.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct AttachmentsOf(pub(crate) CommentId);

macro_rules! by_id {
    ($($key:ty => $value:ty, $call:ident;)+) => {$(
        impl Loader<$key> for Fetch {
            type Value = $value;
            type Error = Failure;

            async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, $value>, Failure> {
                Ok(self.engine.$call(self.caller.actor()?, keys).await?)
            }
        }
    )+};
}

by_id! {
    UserId => engine::User, users_by_id;
    OrganisationId => engine::Organisation, organisations_by_id;
    QueueId => engine::Queue, queues_by_id;
    TicketId => engine::Ticket, tickets_by_id;
    AttachmentId => engine::Attachment, attachments_by_id;
    EventId => engine::Event, events_by_id;
}

impl Loader<AgreementId> for Fetch {
    type Value = engine::Agreement;
    type Error = Failure;

    async fn load(&self, keys: &[AgreementId]) -> Result<HashMap<AgreementId, Self::Value>, Failure> {
        let found = self.engine.agreements_by_id(self.caller.actor()?, keys).await?;
        Ok(found.into_iter().map(|agreement| (agreement.id, agreement)).collect())
    }
}

impl Loader<CalendarId> for Fetch {
    type Value = engine::Calendar;
    type Error = Failure;

    async fn load(&self, keys: &[CalendarId]) -> Result<HashMap<CalendarId, Self::Value>, Failure> {
        let mut found = HashMap::new();
        for id in keys {
            if let Some(calendar) = self.engine.calendar(self.caller.actor()?, *id).await? {
                found.insert(*id, calendar);
            }
        }
        Ok(found)
    }
}

/// The mailboxes that are in force, whoever asks.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct MailboxesInForce;

impl Loader<MailboxesInForce> for Fetch {
    type Value = Arc<engine::Mailboxes>;
    type Error = Failure;

    async fn load(
        &self,
        _keys: &[MailboxesInForce],
    ) -> Result<HashMap<MailboxesInForce, Self::Value>, Failure> {
        let all = self.engine.mailboxes_in_force().await?;
        Ok(HashMap::from([(MailboxesInForce, Arc::new(all))]))
    }
}

/// When a mail about this person's account did not arrive.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct MailFailed(pub(crate) UserId);

impl Loader<MailFailed> for Fetch {
    type Value = chrono::DateTime<chrono::Utc>;
    type Error = Failure;

    async fn load(&self, keys: &[MailFailed]) -> Result<HashMap<MailFailed, Self::Value>, Failure> {
        let users: Vec<UserId> = keys.iter().map(|key| key.0).collect();
        let failed = self.engine.mail_failures(self.caller.actor()?, &users).await?;
        Ok(failed.into_iter().map(|(user, at)| (MailFailed(user), at)).collect())
    }
}

/// Why and since when emails do not reach this person.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct UndeliverableOf(pub(crate) UserId);

impl Loader<UndeliverableOf> for Fetch {
    type Value = engine::Undeliverable;
    type Error = Failure;

    async fn load(&self, keys: &[UndeliverableOf]) -> Result<HashMap<UndeliverableOf, Self::Value>, Failure> {
        let users: Vec<UserId> = keys.iter().map(|key| key.0).collect();
        let marks = self.engine.undeliverable(self.caller.actor()?, &users).await?;
        Ok(marks.into_iter().map(|(user, mark)| (UndeliverableOf(user), mark)).collect())
    }
}

/// What admins are told of this person.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct UserFactsOf(pub(crate) UserId);

impl Loader<UserFactsOf> for Fetch {
    type Value = engine::UserFacts;
    type Error = Failure;

    async fn load(&self, keys: &[UserFactsOf]) -> Result<HashMap<UserFactsOf, Self::Value>, Failure> {
        let users: Vec<UserId> = keys.iter().map(|key| key.0).collect();
        let facts = self.engine.user_facts(self.caller.actor()?, &users).await?;
        Ok(facts.into_iter().map(|(user, facts)| (UserFactsOf(user), facts)).collect())
    }
}

/// Since when this person has a second factor.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct SecondFactorOf(pub(crate) UserId);

impl Loader<SecondFactorOf> for Fetch {
    type Value = chrono::DateTime<chrono::Utc>;
    type Error = Failure;

    async fn load(&self, keys: &[SecondFactorOf]) -> Result<HashMap<SecondFactorOf, Self::Value>, Failure> {
        let users: Vec<UserId> = keys.iter().map(|key| key.0).collect();
        let since = self.engine.second_factors_of(self.caller.actor()?, &users).await?;
        Ok(since.into_iter().map(|(user, at)| (SecondFactorOf(user), at)).collect())
    }
}

/// When this person is away.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct AbsenceOf(pub(crate) UserId);

impl Loader<AbsenceOf> for Fetch {
    type Value = engine::Absence;
    type Error = Failure;

    async fn load(&self, keys: &[AbsenceOf]) -> Result<HashMap<AbsenceOf, Self::Value>, Failure> {
        let users: Vec<UserId> = keys.iter().map(|key| key.0).collect();
        let found = self.engine.absences_of(self.caller.actor()?, &users).await?;
        Ok(found.into_iter().map(|(user, absence)| (AbsenceOf(user), absence)).collect())
    }
}

/// The accounts that were merged into that of this person.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct MergedInto(pub(crate) UserId);

impl Loader<MergedInto> for Fetch {
    type Value = Vec<engine::MergedAccount>;
    type Error = Failure;

    async fn load(&self, keys: &[MergedInto]) -> Result<HashMap<MergedInto, Self::Value>, Failure> {
        let users: Vec<UserId> = keys.iter().map(|key| key.0).collect();
        let found = self.engine.merged_accounts_of(self.caller.actor()?, &users).await?;
        Ok(found.into_iter().map(|(user, merged)| (MergedInto(user), merged)).collect())
    }
}

/// Every address that leads to this person.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct AddressesOf(pub(crate) UserId);

impl Loader<AddressesOf> for Fetch {
    type Value = Vec<String>;
    type Error = Failure;

    async fn load(&self, keys: &[AddressesOf]) -> Result<HashMap<AddressesOf, Self::Value>, Failure> {
        let users: Vec<UserId> = keys.iter().map(|key| key.0).collect();
        let found = self.engine.addresses_of(self.caller.actor()?, &users).await?;
        Ok(found.into_iter().map(|(user, addresses)| (AddressesOf(user), addresses)).collect())
    }
}

/// What the staff keep in mind about this person.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct MemoOf(pub(crate) UserId);

impl Loader<MemoOf> for Fetch {
    type Value = engine::Memo;
    type Error = Failure;

    async fn load(&self, keys: &[MemoOf]) -> Result<HashMap<MemoOf, Self::Value>, Failure> {
        let users: Vec<UserId> = keys.iter().map(|key| key.0).collect();
        let found = self.engine.memos_of(self.caller.actor()?, &users).await?;
        Ok(found.into_iter().map(|(user, memo)| (MemoOf(user), memo)).collect())
    }
}

/// The telephone numbers of this person.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct PhonesOf(pub(crate) UserId);

impl Loader<PhonesOf> for Fetch {
    type Value = Vec<engine::PhoneNumber>;
    type Error = Failure;

    async fn load(&self, keys: &[PhonesOf]) -> Result<HashMap<PhonesOf, Self::Value>, Failure> {
        let users: Vec<UserId> = keys.iter().map(|key| key.0).collect();
        let found = self.engine.phones_of(self.caller.actor()?, &users).await?;
        Ok(found.into_iter().map(|(user, phones)| (PhonesOf(user), phones)).collect())
    }
}

/// To which organisations this person belongs.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct MembershipsOf(pub(crate) UserId);

impl Loader<MembershipsOf> for Fetch {
    type Value = Vec<engine::Membership>;
    type Error = Failure;

    async fn load(&self, keys: &[MembershipsOf]) -> Result<HashMap<MembershipsOf, Self::Value>, Failure> {
        let users: Vec<UserId> = keys.iter().map(|key| key.0).collect();
        let found = self.engine.memberships_of(self.caller.actor()?, &users).await?;
        Ok(found.into_iter().map(|(user, all)| (MembershipsOf(user), all)).collect())
    }
}

/// The mail that this comment came by.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct MailOf(pub(crate) CommentId);

impl Loader<MailOf> for Fetch {
    type Value = engine::IncomingMail;
    type Error = Failure;

    async fn load(&self, keys: &[MailOf]) -> Result<HashMap<MailOf, Self::Value>, Failure> {
        let comments: Vec<CommentId> = keys.iter().map(|key| key.0).collect();
        let mails = self.engine.mails_of_comments(self.caller.actor()?, &comments).await?;
        Ok(mails.into_iter().map(|(comment, mail)| (MailOf(comment), mail)).collect())
    }
}

impl Loader<MailId> for Fetch {
    type Value = engine::IncomingMail;
    type Error = Failure;

    async fn load(&self, keys: &[MailId]) -> Result<HashMap<MailId, Self::Value>, Failure> {
        let mut found = HashMap::new();
        for id in keys {
            if let Some(mail) = self.engine.mail(self.caller.actor()?, *id).await? {
                found.insert(*id, mail);
            }
        }
        Ok(found)
    }
}

/// What is new in this ticket for the viewer.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct MarkOf(pub(crate) TicketId);

impl Loader<MarkOf> for Fetch {
    /// None: nothing.
    type Value = Option<engine::Mark>;
    type Error = Failure;

    async fn load(&self, keys: &[MarkOf]) -> Result<HashMap<MarkOf, Self::Value>, Failure> {
        let tickets: Vec<TicketId> = keys.iter().map(|key| key.0).collect();
        let marks = self.engine.marks(self.caller.actor()?, &tickets).await?;
        Ok(keys.iter().map(|key| (*key, marks.get(&key.0).copied())).collect())
    }
}

/// How this ticket was rated.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct RatingOf(pub(crate) TicketId);

impl Loader<RatingOf> for Fetch {
    type Value = engine::TicketRating;
    type Error = Failure;

    async fn load(&self, keys: &[RatingOf]) -> Result<HashMap<RatingOf, Self::Value>, Failure> {
        let tickets: Vec<TicketId> = keys.iter().map(|key| key.0).collect();
        let ratings = self.engine.ratings(self.caller.actor()?, &tickets).await?;
        Ok(ratings.into_iter().map(|(ticket, rating)| (RatingOf(ticket), rating)).collect())
    }
}

impl Loader<AttachmentsOf> for Fetch {
    type Value = Vec<engine::Attachment>;
    type Error = Failure;

    async fn load(
        &self,
        keys: &[AttachmentsOf],
    ) -> Result<HashMap<AttachmentsOf, Vec<engine::Attachment>>, Failure> {
        let comments: Vec<CommentId> = keys.iter().map(|key| key.0).collect();
        let files = self.engine.attachments_of(self.caller.actor()?, &comments).await?;
        Ok(files.into_iter().map(|(comment, files)| (AttachmentsOf(comment), files)).collect())
    }
}

macro_rules! of_tickets {
    ($($(#[$doc:meta])* $key:ident => $value:ty, $call:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        pub(crate) struct $key(pub(crate) TicketId);

        impl Loader<$key> for Fetch {
            type Value = $value;
            type Error = Failure;

            async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, $value>, Failure> {
                let tickets: Vec<TicketId> = keys.iter().map(|key| key.0).collect();
                let found = self.engine.$call(self.caller.actor()?, &tickets).await?;
                Ok(found.into_iter().map(|(ticket, value)| ($key(ticket), value)).collect())
            }
        }
    )+};
}

of_tickets! {
    /// The clocks of this ticket.
    ClocksOn => engine::TicketClocks, clocks_of;
    /// The viewer's own draft on this ticket.
    DraftOn => engine::Draft, drafts_of;
    /// The files of that draft.
    DraftFilesOn => Vec<engine::DraftFile>, draft_files_of;
    /// Who of the staff is at this ticket.
    PresenceOn => Vec<engine::Presence>, presence_of;
    /// The links of this ticket.
    LinksOf => Vec<engine::TicketLink>, links_of;
    /// The external links of this ticket.
    ExternalLinksOf => Vec<engine::ExternalLink>, external_links_of;
    /// How many files this ticket has.
    FileCountOf => u64, count_files_of_each;
    /// How many comments this ticket has.
    CountOfComments => u64, count_comments_of_each;
    /// How many events this ticket has.
    CountOfEvents => u64, count_events_of_each;
}

/// A page of the events of this ticket.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct EventsOf {
    pub(crate) ticket: TicketId,
    pub(crate) window: Window,
}

impl Loader<EventsOf> for Fetch {
    type Value = Page<engine::Event>;
    type Error = Failure;

    async fn load(&self, keys: &[EventsOf]) -> Result<HashMap<EventsOf, Self::Value>, Failure> {
        let actor = self.caller.actor()?;
        let mut tickets: HashMap<Window, Vec<TicketId>> = HashMap::new();
        for EventsOf { ticket, window } in keys {
            tickets.entry(window.clone()).or_default().push(*ticket);
        }
        let mut pages = HashMap::with_capacity(keys.len());
        for (window, tickets) in tickets {
            let found = self.engine.events_of_each(actor, &tickets, &window.clone().into()).await?;
            let key = |ticket| EventsOf { ticket, window: window.clone() };
            pages.extend(found.into_iter().map(|(ticket, page)| (key(ticket), page)));
        }
        Ok(pages)
    }
}

/// Who watches this ticket.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct WatchersOf(pub(crate) TicketId);

impl Loader<WatchersOf> for Fetch {
    type Value = Vec<engine::User>;
    type Error = Failure;

    async fn load(&self, keys: &[WatchersOf]) -> Result<HashMap<WatchersOf, Self::Value>, Failure> {
        let actor = self.caller.actor()?;
        let tickets: Vec<TicketId> = keys.iter().map(|key| key.0).collect();
        let watching = self.engine.watchers_of(actor, &tickets).await?;
        let people: Vec<UserId> = watching.values().flatten().copied().collect();
        let users =
            if people.is_empty() { HashMap::new() } else { self.engine.users_by_id(actor, &people).await? };
        let known = |people: Vec<UserId>| people.iter().filter_map(|id| users.get(id).cloned()).collect();
        Ok(watching.into_iter().map(|(ticket, people)| (WatchersOf(ticket), known(people))).collect())
    }
}

/// Who joined this organisation by the domain of their address.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct JoinedBy(pub(crate) OrganisationId);

impl Loader<JoinedBy> for Fetch {
    type Value = Vec<engine::JoinedByDomain>;
    type Error = Failure;

    async fn load(&self, keys: &[JoinedBy]) -> Result<HashMap<JoinedBy, Self::Value>, Failure> {
        let ids: Vec<OrganisationId> = keys.iter().map(|key| key.0).collect();
        let joined = self.engine.joined_by_domain(self.caller.actor()?, &ids).await?;
        Ok(joined.into_iter().map(|(id, people)| (JoinedBy(id), people)).collect())
    }
}
