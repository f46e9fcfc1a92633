//! Why: a person, as far as the viewer may know them.

use async_graphql::{Context, ID, Object, SimpleObject};

use crate::{
    error::Failure,
    ids,
    loaders::{self, Among},
    objects::{Absence, Memo, Organisation, PhoneNumber, Role, Undeliverable, UserState},
    scalars::DateTime,
};

/// A person: customer, agent or admin.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) row: engine::User,
    pub(crate) among: Among,
}

/// A person: customer, agent or admin.
#[Object]
impl User {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.row.id)
    }

    /// The email address; empty if the viewer is not allowed to see it.
    async fn email(&self) -> &str {
        &self.row.email
    }

    /// All addresses of the person, `email` first: email from each of them is theirs, and each can be used to log in. Empty
    /// if the viewer is not allowed to see them.
    async fn addresses(&self, ctx: &Context<'_>) -> Result<Vec<String>, Failure> {
        loaders::addresses(ctx, self.row.id, self.among).await
    }

    /// The phone numbers of the person. Visible to staff and to the person; empty for others.
    async fn phones(&self, ctx: &Context<'_>) -> Result<Vec<PhoneNumber>, Failure> {
        loaders::phones(ctx, self.row.id, self.among).await
    }

    /// The username, which can also be used to log in. Null for none, and if the viewer is not allowed to see it.
    async fn user_name(&self) -> Option<&str> {
        self.row.user_name.as_deref()
    }

    /// The person's id in another system; unique among people. Null for none, and if the viewer is not allowed to see it.
    async fn external_id(&self) -> Option<&str> {
        self.row.external_id.as_deref()
    }

    /// The display name.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// A sort key for the name: people are in alphabetical order if these are compared byte by byte.
    async fn sort_key(&self) -> String {
        engine::sort_key(&self.row.name)
    }

    /// The person's role.
    async fn role(&self) -> Role {
        self.row.role.into()
    }

    /// Whether the person is an agent or an admin.
    async fn is_staff(&self) -> bool {
        self.row.role.is_staff()
    }

    /// The first organisation of the person.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Option<Organisation>, Failure> {
        match self.row.organisation {
            Some(id) => loaders::organisation(ctx, id, self.among).await,
            None => Ok(None),
        }
    }

    /// All organisations of the person that the viewer is allowed to see; `organisation` is the first.
    async fn organisations(&self, ctx: &Context<'_>) -> Result<Vec<Organisation>, Failure> {
        let mut all = Vec::new();
        for member in loaders::memberships(ctx, self.row.id, self.among).await? {
            all.extend(loaders::organisation(ctx, member.organisation, self.among).await?);
        }
        Ok(all)
    }

    /// Whether the person is one of the selected members with whom this organisation shares its tickets, if its `sharing`
    /// is SELECTED; always false if the viewer is not allowed to know.
    async fn sees_tickets_of(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] organisation: ID,
    ) -> Result<bool, Failure> {
        let id: engine::OrganisationId = ids::input(&organisation, "organisation")?;
        let all = loaders::memberships(ctx, self.row.id, self.among).await?;
        Ok(all.iter().any(|member| member.organisation == id && member.sees_tickets))
    }

    /// Whether the person is one of the selected members with whom `organisation` shares its tickets, if its `sharing` is
    /// SELECTED; always false if the viewer is not allowed to know.
    async fn sees_organisation(&self) -> bool {
        self.row.sees_organisation
    }

    /// Language of emails and pages, such as `de` or `en`.
    async fn locale(&self) -> &str {
        &self.row.locale
    }

    /// IANA name of the time zone in which times are shown.
    async fn time_zone(&self) -> &str {
        &self.row.time_zone
    }

    /// For staff: when the latest password or invitation email to this person was written, if it could not be delivered;
    /// null otherwise.
    async fn mail_failed(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Failure> {
        loaders::mail_failed(ctx, self.row.id, self.among).await
    }

    /// Since when the person has had a second factor. Visible to admins and to the person; null for none, and for others.
    async fn second_factor_since(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Failure> {
        loaders::second_factor_since(ctx, self.row.id, self.among).await
    }

    /// For staff: since when and why emails to the person's address bounce. Emails about tickets are not sent there until
    /// the person writes from it, sets a password with a link that was sent to it, or `tryAddress` is called. Null
    /// otherwise.
    async fn undeliverable(&self, ctx: &Context<'_>) -> Result<Option<Undeliverable>, Failure> {
        loaders::undeliverable(ctx, self.row.id, self.among).await
    }

    /// For staff: the note about the customer. Null for none, for staff members, and for customers, who cannot see even the
    /// note about themselves.
    async fn memo(&self, ctx: &Context<'_>) -> Result<Option<Memo>, Failure> {
        loaders::memo(ctx, self.row.id, self.among).await
    }

    /// For staff: a current or future absence of the person. Null for none, for customers, and if the viewer is not allowed
    /// to know.
    async fn absence(&self, ctx: &Context<'_>) -> Result<Option<Absence>, Failure> {
        if !self.row.role.is_staff() {
            return Ok(None);
        }
        loaders::absence(ctx, self.row.id, self.among).await
    }

    /// For admins: the state of the account; null for others.
    async fn state(&self, ctx: &Context<'_>) -> Result<Option<UserState>, Failure> {
        Ok(loaders::user_facts(ctx, self.row.id, self.among).await?.map(|facts| facts.state.into()))
    }

    /// For admins: when the person was sent the latest valid link, if their state is INVITED; null otherwise.
    async fn invited_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Failure> {
        let facts = loaders::user_facts(ctx, self.row.id, self.among).await?;
        Ok(facts.and_then(|facts| facts.invited_at).map(DateTime))
    }

    /// For admins: when the person last used the installation with a session, to within minutes; null if never, and for
    /// others.
    async fn last_seen_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Failure> {
        let facts = loaders::user_facts(ctx, self.row.id, self.among).await?;
        Ok(facts.and_then(|facts| facts.last_seen_at).map(DateTime))
    }

    /// For admins: the number of tickets, neither resolved nor closed, that the person opened or, for staff, that are
    /// assigned to them; null for others.
    async fn open_tickets(&self, ctx: &Context<'_>) -> Result<Option<u64>, Failure> {
        Ok(loaders::user_facts(ctx, self.row.id, self.among).await?.map(|facts| facts.open_tickets))
    }

    /// Whether the email address looks like a role address, such as info@; false if the viewer is not allowed to see it.
    async fn is_role_address(&self, ctx: &Context<'_>) -> bool {
        ctx.data::<engine::Engine>().is_ok_and(|engine| engine.has_role_address(&self.row))
    }

    /// Whether it is a placeholder for senders of emails without an address to reply to; false if the viewer is not allowed
    /// to see the address.
    async fn is_unknown_sender(&self) -> bool {
        self.row.is_unknown_sender()
    }

    /// Whether emails can reach the person: not if the account is deactivated or has no usable address. Null if the viewer
    /// is not allowed to see the address.
    async fn reachable(&self) -> Option<bool> {
        self.row.is_reachable()
    }

    /// Whether the account is active.
    async fn active(&self) -> bool {
        self.row.active
    }
    /// For admins: the accounts that were merged into this one and can be separated with `unmergeUser`, latest first; empty
    /// for others.
    async fn merged_users(&self, ctx: &Context<'_>) -> Result<Vec<MergedUser>, Failure> {
        loaders::merged_users(ctx, self.row.id, self.among).await
    }
}

/// An account that was merged into another of the same person.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MergedUser {
    /// The id that `unmergeUser` takes.
    id: ID,
    /// Its former name.
    name: String,
    /// Its former main address.
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
