//! Why: what many fields of one answer ask for is fetched once, through the viewer's rights.
//!
//! Who is who: `Fetch` asks the engine for many of a kind at once; `Loaders` gathers the keys of one request for it;
//! `prefetch` looks ahead on list pages, so that not even the gathering has to wait; `comments` reads what is long; the
//! functions below are what objects call. Loaders live as long as one request. Only a query may keep what it has seen: a mutation and a
//! subscription must see what has changed since.

mod comments;
mod fetch;
mod prefetch;

use std::sync::Arc;

use async_graphql::{
    Context,
    dataloader::{DataLoader, HashMapCache, Loader},
    runtime::{TokioSpawner, TokioTimer},
};
pub(crate) use comments::{Authors, comments};
use engine::{
    AgreementId, AttachmentId, AuditId, CalendarId, CommentId, EmailTemplateId, EventId, MacroId, MailId,
    OrganisationId, Page, Paging, QueueId, TextBlockId, TicketId, UserId, ViewId,
};
use fetch::{
    AbsenceOf, AddressesOf, AttachmentsOf, ClocksOn, CountOfComments, CountOfEvents, DraftFilesOn, DraftOn,
    EventsOf, ExternalLinksOf, Fetch, FileCountOf, JoinedBy, LinksOf, MailFailed, MailOf, MailboxesInForce,
    MarkOf, MembershipsOf, MemoOf, MergedInto, PhonesOf, PresenceOn, RatingOf, SecondFactorOf,
    UndeliverableOf, UserFactsOf, WatchersOf,
};
pub(crate) use prefetch::{beside_each, beside_one, events, last_alone, tickets};
use tokio::sync::Mutex;

use crate::{
    error::Failure,
    objects::{
        Absence, Agreement, Attachment, AuditEntry, Calendar, Comment, Draft, DraftFile, EmailTemplate,
        ExternalLink, JoinedByDomain, Macro, Mail, Memo, MergedUser, Organisation, PhoneNumber, Presence,
        Queue, TextBlock, Ticket, TicketEvent, TicketLink, TicketRating, Undeliverable, User, View,
    },
    scalars::DateTime,
};

/// Whether an object stands in a list with others like it. Alone, it fetches its neighbours at once, for gathering keys
/// costs a millisecond; among many, it waits for theirs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Among {
    /// One object.
    One,
    /// One of a list.
    Many,
}

/// The loaders of one request.
pub(crate) struct Loaders {
    inner: DataLoader<Fetch, HashMapCache>,
    keeps: bool,
}

impl Loaders {
    /// Loaders for one request of this caller. `keeps`: whether what was seen once may be answered again.
    pub(crate) fn new(engine: engine::Engine, caller: crate::Caller, keeps: bool) -> Self {
        let left = Mutex::new(comments::may_read(engine.settings().limits.answer));
        let fetch = Fetch { engine, caller, left };
        let timer = TokioTimer::default();
        let inner = DataLoader::with_cache(fetch, TokioSpawner::current(), timer, HashMapCache::default());
        inner.enable_all_cache(keeps);
        Self { inner, keeps }
    }

    async fn one<K, V>(&self, key: K, among: Among) -> Result<Option<V>, Failure>
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        V: Send + Sync + Clone + 'static,
        Fetch: Loader<K, Value = V, Error = Failure>,
    {
        // Boxed: resolvers call each other through these, once for each level of a document, and what they hold on the
        // way would fill a thread's stack.
        match among {
            Among::Many => Box::pin(self.inner.load_one(key)).await,
            Among::One => {
                let keys = [key];
                let mut found = Box::pin(self.inner.loader().load(&keys)).await?;
                Ok(found.remove(&keys[0]))
            }
        }
    }
}

fn loaders<'a>(ctx: &Context<'a>) -> Result<&'a Loaders, Failure> {
    ctx.data::<Loaders>().map_err(|error| Failure::internal(&error.message))
}

/// The mailboxes that are in force.
pub(crate) async fn mailboxes_in_force(ctx: &Context<'_>) -> Result<Arc<engine::Mailboxes>, Failure> {
    let all = loaders(ctx)?.one(MailboxesInForce, Among::Many).await?;
    all.ok_or_else(|| Failure::internal(&"no answer about the mailboxes"))
}

/// The person, if the viewer may know of them.
pub(crate) async fn user(ctx: &Context<'_>, id: UserId, among: Among) -> Result<Option<User>, Failure> {
    Ok(loaders(ctx)?.one(id, among).await?.map(|row| User { row, among }))
}

/// When the newest mail about the person's account was written, if it did not arrive.
pub(crate) async fn mail_failed(
    ctx: &Context<'_>,
    id: UserId,
    among: Among,
) -> Result<Option<DateTime>, Failure> {
    Ok(loaders(ctx)?.one(MailFailed(id), among).await?.map(DateTime))
}

/// Why and since when emails do not reach the person, for staff.
pub(crate) async fn undeliverable(
    ctx: &Context<'_>,
    id: UserId,
    among: Among,
) -> Result<Option<Undeliverable>, Failure> {
    Ok(loaders(ctx)?.one(UndeliverableOf(id), among).await?.map(Into::into))
}

/// What admins are told of the person.
pub(crate) async fn user_facts(
    ctx: &Context<'_>,
    id: UserId,
    among: Among,
) -> Result<Option<engine::UserFacts>, Failure> {
    loaders(ctx)?.one(UserFactsOf(id), among).await
}

/// Since when the person has a second factor; for admins, and for themselves.
pub(crate) async fn second_factor_since(
    ctx: &Context<'_>,
    id: UserId,
    among: Among,
) -> Result<Option<DateTime>, Failure> {
    // Two people with the same rights see their own.
    crate::caller::tells_the_viewer(ctx);
    Ok(loaders(ctx)?.one(SecondFactorOf(id), among).await?.map(DateTime))
}

/// When the person is away; for the staff.
pub(crate) async fn absence(ctx: &Context<'_>, id: UserId, among: Among) -> Result<Option<Absence>, Failure> {
    // Two people with the same rights see their own.
    crate::caller::tells_the_viewer(ctx);
    Ok(loaders(ctx)?.one(AbsenceOf(id), among).await?.map(Into::into))
}

/// Every address that leads to the person; none, where the viewer may not see them.
pub(crate) async fn addresses(ctx: &Context<'_>, id: UserId, among: Among) -> Result<Vec<String>, Failure> {
    Ok(loaders(ctx)?.one(AddressesOf(id), among).await?.unwrap_or_default())
}

/// The accounts that were merged into that of the person; for admins.
pub(crate) async fn merged_users(
    ctx: &Context<'_>,
    id: UserId,
    among: Among,
) -> Result<Vec<MergedUser>, Failure> {
    let merged = loaders(ctx)?.one(MergedInto(id), among).await?.unwrap_or_default();
    Ok(merged.into_iter().map(MergedUser::from).collect())
}

/// What the staff keep in mind about the person; for the staff.
pub(crate) async fn memo(ctx: &Context<'_>, id: UserId, among: Among) -> Result<Option<Memo>, Failure> {
    Ok(loaders(ctx)?.one(MemoOf(id), among).await?.map(|row| Memo { row, among }))
}

/// The telephone numbers of the person; none, where the viewer may not see them.
pub(crate) async fn phones(ctx: &Context<'_>, id: UserId, among: Among) -> Result<Vec<PhoneNumber>, Failure> {
    // Two people with the same rights see their own.
    crate::caller::tells_the_viewer(ctx);
    let all = loaders(ctx)?.one(PhonesOf(id), among).await?.unwrap_or_default();
    Ok(all.into_iter().map(Into::into).collect())
}

/// To which organisations the person belongs, the first one first; none, where the viewer may not know.
pub(crate) async fn memberships(
    ctx: &Context<'_>,
    id: UserId,
    among: Among,
) -> Result<Vec<engine::Membership>, Failure> {
    Ok(loaders(ctx)?.one(MembershipsOf(id), among).await?.unwrap_or_default())
}

/// What is new in the ticket for the viewer; `None`: nothing.
pub(crate) async fn mark(
    ctx: &Context<'_>,
    ticket: TicketId,
    among: Among,
) -> Result<Option<engine::Mark>, Failure> {
    crate::caller::tells_the_viewer(ctx);
    Ok(loaders(ctx)?.one(MarkOf(ticket), among).await?.flatten())
}

/// How the ticket was rated, if the viewer may know.
pub(crate) async fn rating(
    ctx: &Context<'_>,
    ticket: TicketId,
    among: Among,
) -> Result<Option<TicketRating>, Failure> {
    crate::caller::tells_the_viewer(ctx);
    Ok(loaders(ctx)?.one(RatingOf(ticket), among).await?.map(TicketRating::from))
}

/// The organisation, if the viewer may see it.
pub(crate) async fn organisation(
    ctx: &Context<'_>,
    id: OrganisationId,
    among: Among,
) -> Result<Option<Organisation>, Failure> {
    Ok(loaders(ctx)?.one(id, among).await?.map(Organisation))
}

/// Who joined an organisation by the domain of their address.
pub(crate) async fn joined_by_domain(
    ctx: &Context<'_>,
    id: OrganisationId,
) -> Result<Vec<JoinedByDomain>, Failure> {
    let joined = loaders(ctx)?.one(JoinedBy(id), Among::Many).await?.unwrap_or_default();
    let show = |one: engine::JoinedByDomain| JoinedByDomain {
        user: User { row: one.user, among: Among::Many },
        domain: one.domain,
    };
    Ok(joined.into_iter().map(show).collect())
}

/// The queue, if the viewer may see it.
pub(crate) async fn queue(ctx: &Context<'_>, id: QueueId, among: Among) -> Result<Option<Queue>, Failure> {
    Ok(loaders(ctx)?.one(id, among).await?.map(Queue))
}

/// The ticket, if the viewer may see it.
pub(crate) async fn ticket(ctx: &Context<'_>, id: TicketId, among: Among) -> Result<Option<Ticket>, Failure> {
    Ok(loaders(ctx)?.one(id, among).await?.map(|row| Ticket::new(row, among)))
}

/// The comment, if the viewer may see it.
pub(crate) async fn comment(
    ctx: &Context<'_>,
    id: CommentId,
    among: Among,
) -> Result<Option<Comment>, Failure> {
    Ok(loaders(ctx)?.one(id, among).await?.map(|row| Comment::new(row, among)))
}

/// The file, if the viewer may see its comment.
pub(crate) async fn attachment(ctx: &Context<'_>, id: AttachmentId) -> Result<Option<Attachment>, Failure> {
    Ok(loaders(ctx)?.one(id, Among::One).await?.map(Attachment))
}

/// The mail that came in, if the viewer may see it.
pub(crate) async fn mail(ctx: &Context<'_>, id: MailId) -> Result<Option<Mail>, Failure> {
    let row = loaders(ctx)?.one(id, Among::One).await?;
    Ok(row.map(|row| Mail { row, among: Among::One }))
}

/// The entry of the audit log, if the viewer may see it.
pub(crate) async fn audit_entry(ctx: &Context<'_>, id: AuditId) -> Result<Option<AuditEntry>, Failure> {
    let (engine, actor) = crate::caller::logged_in(ctx)?;
    Ok(engine.audit_entry(actor, id).await?.map(AuditEntry))
}

/// The mail that a comment came by, if the viewer may see it.
pub(crate) async fn mail_of(
    ctx: &Context<'_>,
    comment: CommentId,
    among: Among,
) -> Result<Option<Mail>, Failure> {
    Ok(loaders(ctx)?.one(MailOf(comment), among).await?.map(|row| Mail { row, among }))
}

/// The event, if the viewer may see it.
pub(crate) async fn event(ctx: &Context<'_>, id: EventId) -> Result<Option<TicketEvent>, Failure> {
    Ok(loaders(ctx)?.one(id, Among::One).await?.map(|row| TicketEvent {
        row,
        ticket: None,
        among: Among::One,
    }))
}

/// How many comments a ticket has.
pub(crate) async fn count_comments(
    ctx: &Context<'_>,
    ticket: TicketId,
    among: Among,
) -> Result<u64, Failure> {
    Ok(loaders(ctx)?.one(CountOfComments(ticket), among).await?.unwrap_or_default())
}

/// A page of the events of a ticket.
pub(crate) async fn events_of(
    ctx: &Context<'_>,
    ticket: TicketId,
    paging: Paging,
    among: Among,
) -> Result<Page<engine::Event>, Failure> {
    let page = loaders(ctx)?.one(EventsOf { ticket, window: paging.into() }, among).await?;
    Ok(page.unwrap_or_default())
}

/// How many events a ticket has.
pub(crate) async fn count_events(ctx: &Context<'_>, ticket: TicketId, among: Among) -> Result<u64, Failure> {
    Ok(loaders(ctx)?.one(CountOfEvents(ticket), among).await?.unwrap_or_default())
}

/// What the clocks of a ticket show, as far as the viewer may see them.
pub(crate) async fn clocks_on(
    ctx: &Context<'_>,
    ticket: TicketId,
    among: Among,
) -> Result<engine::TicketClocks, Failure> {
    Ok(loaders(ctx)?.one(ClocksOn(ticket), among).await?.unwrap_or_default())
}

/// The agreement, if the viewer may see it.
pub(crate) async fn agreement(ctx: &Context<'_>, id: AgreementId) -> Result<Option<Agreement>, Failure> {
    Ok(loaders(ctx)?.one(id, Among::Many).await?.map(Agreement))
}

/// The same, where there may be none.
pub(crate) async fn agreement_if_any(
    ctx: &Context<'_>,
    id: Option<AgreementId>,
) -> Result<Option<Agreement>, Failure> {
    match id {
        Some(id) => agreement(ctx, id).await,
        None => Ok(None),
    }
}

/// The calendar, if the viewer may see it.
pub(crate) async fn calendar(ctx: &Context<'_>, id: CalendarId) -> Result<Option<Calendar>, Failure> {
    Ok(loaders(ctx)?.one(id, Among::Many).await?.map(Calendar))
}

/// The view, if the viewer may see it.
pub(crate) async fn view(ctx: &Context<'_>, id: ViewId) -> Result<Option<View>, Failure> {
    // Two people with the same rights have different views.
    crate::caller::tells_the_viewer(ctx);
    let (engine, actor) = crate::caller::logged_in(ctx)?;
    Ok(engine.view(actor, id).await?.map(View))
}

/// The text block, if the viewer may see it.
pub(crate) async fn text_block(ctx: &Context<'_>, id: TextBlockId) -> Result<Option<TextBlock>, Failure> {
    let (engine, actor) = crate::caller::logged_in(ctx)?;
    Ok(engine.text_block(actor, id).await?.map(TextBlock))
}

/// The macro, if the viewer may see it.
pub(crate) async fn macro_by_id(ctx: &Context<'_>, id: MacroId) -> Result<Option<Macro>, Failure> {
    let (engine, actor) = crate::caller::logged_in(ctx)?;
    Ok(engine.macro_by_id(actor, id).await?.map(Macro))
}

/// The email with words of one's own, if the viewer may see it.
pub(crate) async fn email_template(
    ctx: &Context<'_>,
    id: EmailTemplateId,
) -> Result<Option<EmailTemplate>, Failure> {
    let (engine, actor) = crate::caller::logged_in(ctx)?;
    Ok(engine.email_template(actor, id).await?.map(EmailTemplate))
}

/// Who watches a ticket.
pub(crate) async fn watchers(
    ctx: &Context<'_>,
    ticket: TicketId,
    among: Among,
) -> Result<Vec<User>, Failure> {
    let rows = loaders(ctx)?.one(WatchersOf(ticket), among).await?.unwrap_or_default();
    Ok(rows.into_iter().map(|row| User { row, among: Among::Many }).collect())
}

/// Who of the staff is at a ticket.
pub(crate) async fn presence_on(
    ctx: &Context<'_>,
    ticket: TicketId,
    among: Among,
) -> Result<Vec<Presence>, Failure> {
    let rows = loaders(ctx)?.one(PresenceOn(ticket), among).await?.unwrap_or_default();
    Ok(rows.into_iter().map(Presence::from).collect())
}

/// The viewer's own draft on a ticket.
pub(crate) async fn draft_on(
    ctx: &Context<'_>,
    ticket: TicketId,
    among: Among,
) -> Result<Option<Draft>, Failure> {
    // Two people with the same rights have different drafts.
    crate::caller::tells_the_viewer(ctx);
    Ok(loaders(ctx)?.one(DraftOn(ticket), among).await?.map(Draft::from))
}

/// The files of the viewer's own draft on the ticket.
pub(crate) async fn draft_files_on(
    ctx: &Context<'_>,
    ticket: TicketId,
    among: Among,
) -> Result<Vec<DraftFile>, Failure> {
    // Two people with the same rights have different drafts.
    crate::caller::tells_the_viewer(ctx);
    let files = loaders(ctx)?.one(DraftFilesOn(ticket), among).await?.unwrap_or_default();
    Ok(files.into_iter().map(DraftFile::from).collect())
}

/// The files of a comment.
pub(crate) async fn attachments_of(
    ctx: &Context<'_>,
    comment: CommentId,
    among: Among,
) -> Result<Vec<Attachment>, Failure> {
    let rows = loaders(ctx)?.one(AttachmentsOf(comment), among).await?.unwrap_or_default();
    Ok(rows.into_iter().map(Attachment).collect())
}

/// The links of a ticket, as far as the viewer may see both ends.
pub(crate) async fn links_of(
    ctx: &Context<'_>,
    ticket: TicketId,
    among: Among,
) -> Result<Vec<TicketLink>, Failure> {
    let rows = loaders(ctx)?.one(LinksOf(ticket), among).await?.unwrap_or_default();
    Ok(rows.into_iter().map(|row| TicketLink { row, among: Among::Many }).collect())
}

/// How many files of a ticket the viewer may fetch.
pub(crate) async fn count_files(ctx: &Context<'_>, ticket: TicketId, among: Among) -> Result<u64, Failure> {
    Ok(loaders(ctx)?.one(FileCountOf(ticket), among).await?.unwrap_or_default())
}

/// The external links of a ticket that the viewer may see.
pub(crate) async fn external_links_of(
    ctx: &Context<'_>,
    ticket: TicketId,
    among: Among,
) -> Result<Vec<ExternalLink>, Failure> {
    let rows = loaders(ctx)?.one(ExternalLinksOf(ticket), among).await?.unwrap_or_default();
    Ok(rows.into_iter().map(ExternalLink::from).collect())
}
