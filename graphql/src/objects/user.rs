//! Why: a person, as far as the viewer may know them.

use async_graphql::{Context, ID, Object, SimpleObject};

use crate::{
    error::Failure,
    ids,
    loaders::{self, Among},
    objects::{Absence, Memo, Organisation, PhoneNumber, Role, Undeliverable, UserState},
    scalars::DateTime,
};

/// A person: customer, agent or admin; known by mail address.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) row: engine::User,
    pub(crate) among: Among,
}

/// A person: customer, agent or admin; known by mail address.
#[Object]
impl User {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.row.id)
    }

    /// The mail address; empty when the viewer may not see it.
    async fn email(&self) -> &str {
        &self.row.email
    }

    /// Every address that leads to the person, `email` first: mail from each of them is theirs, and each lets them log in.
    /// Empty when the viewer may not see them.
    async fn addresses(&self, ctx: &Context<'_>) -> Result<Vec<String>, Failure> {
        loaders::addresses(ctx, self.row.id, self.among).await
    }

    /// The telephone numbers of the person. Empty when the viewer may not see them: staff may, and the person.
    async fn phones(&self, ctx: &Context<'_>) -> Result<Vec<PhoneNumber>, Failure> {
        loaders::phones(ctx, self.row.id, self.among).await
    }

    /// The user name, by which the person logs in as well; never derived from the address. Null without one, and when the
    /// viewer may not see it.
    async fn user_name(&self) -> Option<&str> {
        self.row.user_name.as_deref()
    }

    /// What another system calls the person; unique among people. Null without one, and when the viewer may not see it.
    async fn external_id(&self) -> Option<&str> {
        self.row.external_id.as_deref()
    }

    /// The display name.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// The place of the name in a dictionary: people stand in its order when these are compared byte by byte.
    async fn sort_key(&self) -> String {
        engine::sort_key(&self.row.name)
    }

    /// The person's role.
    async fn role(&self) -> Role {
        self.row.role.into()
    }

    /// Whether the person answers: agents and admins do.
    async fn is_staff(&self) -> bool {
        self.row.role.is_staff()
    }

    /// The organisation to which the person belongs first.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Option<Organisation>, Failure> {
        match self.row.organisation {
            Some(id) => loaders::organisation(ctx, id, self.among).await,
            None => Ok(None),
        }
    }

    /// All organisations to which the person belongs, as far as the viewer may see them; `organisation` is the first.
    async fn organisations(&self, ctx: &Context<'_>) -> Result<Vec<Organisation>, Failure> {
        let mut all = Vec::new();
        for member in loaders::memberships(ctx, self.row.id, self.among).await? {
            all.extend(loaders::organisation(ctx, member.organisation, self.among).await?);
        }
        Ok(all)
    }

    /// Whether the person is one of the members with whom this organisation shares its tickets, if its `sharing` is
    /// SELECTED; always false when the viewer may not know.
    async fn sees_tickets_of(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] organisation: ID,
    ) -> Result<bool, Failure> {
        let id: engine::OrganisationId = ids::input(&organisation, "organisation")?;
        let all = loaders::memberships(ctx, self.row.id, self.among).await?;
        Ok(all.iter().any(|member| member.organisation == id && member.sees_tickets))
    }

    /// Whether the person is one of the members with whom `organisation` shares its tickets, if its `sharing` is SELECTED;
    /// always false when the viewer may not know.
    async fn sees_organisation(&self) -> bool {
        self.row.sees_organisation
    }

    /// Language of mails and pages, such as `de` or `en`.
    async fn locale(&self) -> &str {
        &self.row.locale
    }

    /// IANA name of the zone in which times are shown.
    async fn time_zone(&self) -> &str {
        &self.row.time_zone
    }

    /// For staff: when the newest password or invitation mail to this person was written, if it did not arrive; null when
    /// all is well.
    async fn mail_failed(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Failure> {
        loaders::mail_failed(ctx, self.row.id, self.among).await
    }

    /// Since when the person has a second factor. Null when they have none, and when the viewer may not know: admins may, and
    /// the person.
    async fn second_factor_since(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Failure> {
        loaders::second_factor_since(ctx, self.row.id, self.among).await
    }

    /// For staff: since when and why emails do not reach the person's address, because one came back. Emails about tickets are
    /// not sent there until the person writes from it, sets a password by a link that was sent to it, or `tryAddress` is
    /// called. Null when all is well.
    async fn undeliverable(&self, ctx: &Context<'_>) -> Result<Option<Undeliverable>, Failure> {
        loaders::undeliverable(ctx, self.row.id, self.among).await
    }

    /// For staff: what they keep in mind about the customer. Null when that is nothing, for members of the staff, and when the viewer
    /// may not know: customers learn nothing of it, not even of themselves.
    async fn memo(&self, ctx: &Context<'_>) -> Result<Option<Memo>, Failure> {
        loaders::memo(ctx, self.row.id, self.among).await
    }

    /// For staff: when the person is away, now or later. Null when they have not said so, when it is over, for customers, and when the
    /// viewer may not know.
    async fn absence(&self, ctx: &Context<'_>) -> Result<Option<Absence>, Failure> {
        if !self.row.role.is_staff() {
            return Ok(None);
        }
        loaders::absence(ctx, self.row.id, self.among).await
    }

    /// For admins: how the account stands; null for others.
    async fn state(&self, ctx: &Context<'_>) -> Result<Option<UserState>, Failure> {
        Ok(loaders::user_facts(ctx, self.row.id, self.among).await?.map(|facts| facts.state.into()))
    }

    /// For admins: when the person was sent the newest link that still works, if their state is INVITED; null otherwise.
    async fn invited_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Failure> {
        let facts = loaders::user_facts(ctx, self.row.id, self.among).await?;
        Ok(facts.and_then(|facts| facts.invited_at).map(DateTime))
    }

    /// For admins: when the person last used the installation with a session, within minutes; null for who never did, and
    /// for others.
    async fn last_seen_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Failure> {
        let facts = loaders::user_facts(ctx, self.row.id, self.among).await?;
        Ok(facts.and_then(|facts| facts.last_seen_at).map(DateTime))
    }

    /// For admins: how many tickets that are neither resolved nor closed the person opened or, of the staff, are assigned to
    /// them; null for others.
    async fn open_tickets(&self, ctx: &Context<'_>) -> Result<Option<u64>, Failure> {
        Ok(loaders::user_facts(ctx, self.row.id, self.among).await?.map(|facts| facts.open_tickets))
    }

    /// Whether the mail address looks like that of a function, such as info@, rather than a person; false when the viewer
    /// may not see it.
    async fn is_role_address(&self, ctx: &Context<'_>) -> bool {
        ctx.data::<engine::Engine>().is_ok_and(|engine| engine.has_role_address(&self.row))
    }

    /// Whether it is nobody, but stands for the senders of emails that name none who could be answered; false when the viewer
    /// may not see the address.
    async fn is_unknown_sender(&self) -> bool {
        self.row.is_unknown_sender()
    }

    /// Whether emails can reach the person: not when the account is deactivated or has no usable address. Null when the
    /// viewer may not see the address.
    async fn reachable(&self) -> Option<bool> {
        self.row.is_reachable()
    }

    /// Whether the person may log in at all.
    async fn active(&self) -> bool {
        self.row.active
    }
    /// For admins: the accounts that were merged into this one and can be parted again by `unmergeUser`, the last one first;
    /// empty for others.
    async fn merged_users(&self, ctx: &Context<'_>) -> Result<Vec<MergedUser>, Failure> {
        loaders::merged_users(ctx, self.row.id, self.among).await
    }
}

/// An account that was merged into another of the same person.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MergedUser {
    /// The id that `unmergeUser` takes.
    id: ID,
    /// The name that it had.
    name: String,
    /// The main address that it had.
    email: String,
    /// When it was merged.
    merged_at: DateTime,
}

impl From<engine::MergedAccount> for MergedUser {
    fn from(merged: engine::MergedAccount) -> Self {
        Self {
            id: ids::id(merged.id),
            name: merged.name,
            email: merged.email,
            merged_at: DateTime(merged.merged_at),
        }
    }
}
