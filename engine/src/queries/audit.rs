//! The audit log: a page of who changed what in the installation, newest first, with names as they are today.

use super::audit_filter::{AuditFilter, sought};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Causes, Result},
    model::{AuditEntry, AuditId, AuditSubject, Audited, Change, Page, Paging, Role, Sharing},
    policy::{self, Action},
    store::{
        audit::{self, log},
        names_by_id::{Names, NamesOf},
        page::{Key, Window},
    },
};

impl Engine {
    /// A page of the audit log, newest first, of everything or of one subject; for admins.
    ///
    /// # Errors
    /// `Forbidden` for all but admins; `BadInput` for `first`, `last`, `after` or `before`; `MissingScope`.
    pub async fn audit_log(
        &self,
        actor: &Actor,
        subject: Option<AuditSubject>,
        paging: &Paging,
    ) -> Result<Page<AuditEntry>> {
        self.audit_entries(actor, &AuditFilter { subject, ..AuditFilter::default() }, paging).await
    }

    /// A page of the entries that the filter asks for, newest first; for admins.
    ///
    /// # Errors
    /// `Forbidden` for all but admins; `BadInput` for `from`, `until`, `first`, `last`, `after` or `before`; `MissingScope`.
    pub async fn audit_entries(
        &self,
        actor: &Actor,
        filter: &AuditFilter,
        paging: &Paging,
    ) -> Result<Page<AuditEntry>> {
        let _ = policy::check(actor, Action::ReadAudit, None)?;
        let window = Window::read(paging, log::ordering())?;
        let sought = sought(self.settings(), actor, filter)?;
        let rows = log::page(self.database().ro(), &window, &sought).await?;
        let mut page = window.page(rows, |row| (Key::Number(row.seq), Key::Number(row.seq)));
        let mut entries = Vec::with_capacity(page.items.len());
        for (cursor, row) in page.items.drain(..) {
            match audit::entry(&row) {
                Ok(entry) => entries.push((cursor, entry)),
                // A newer version may have written a kind that this one does not know; the others are still shown.
                Err(error) => {
                    tracing::warn!(seq = row.seq, error = %Causes(&error), "a line of the audit log cannot be read");
                }
            }
        }
        let names = self.names_in(entries.iter().map(|(_, entry)| &entry.audited)).await?;
        for (_, entry) in &mut entries {
            entry.changes = changes(&entry.audited, &names);
        }
        Ok(Page {
            items: entries,
            has_next: page.has_next,
            has_previous: page.has_previous,
            whole: page.whole,
        })
    }

    /// One entry of the audit log; for admins, to others it is as absent as one that does not exist.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn audit_entry(&self, actor: &Actor, id: AuditId) -> Result<Option<AuditEntry>> {
        if policy::check(actor, Action::ReadAudit, None).is_err() {
            return Ok(None);
        }
        let Some(row) = log::find(self.database().ro(), id).await? else { return Ok(None) };
        let mut entry = audit::entry(&row)?;
        let names = self.names_in(std::iter::once(&entry.audited)).await?;
        entry.changes = changes(&entry.audited, &names);
        Ok(Some(entry))
    }

    /// How many entries the audit log has, in all or about one subject; for admins.
    ///
    /// # Errors
    /// `Forbidden` for all but admins; `MissingScope`.
    pub async fn count_audit_log(&self, actor: &Actor, subject: Option<AuditSubject>) -> Result<u64> {
        self.count_audit_entries(actor, &AuditFilter { subject, ..AuditFilter::default() }).await
    }

    /// How many entries the filter asks for; for admins.
    ///
    /// # Errors
    /// `Forbidden` for all but admins; `BadInput` for `from` or `until`; `MissingScope`.
    pub async fn count_audit_entries(&self, actor: &Actor, filter: &AuditFilter) -> Result<u64> {
        let _ = policy::check(actor, Action::ReadAudit, None)?;
        let sought = sought(self.settings(), actor, filter)?;
        log::count(self.database().ro(), &sought).await
    }

    /// The kinds of which the audit log has entries, by name; for admins.
    ///
    /// # Errors
    /// `Forbidden` for all but admins; `MissingScope`.
    pub async fn audit_kinds(&self, actor: &Actor) -> Result<Vec<String>> {
        let _ = policy::check(actor, Action::ReadAudit, None)?;
        let mut kinds = log::kinds(self.database().ro()).await?;
        kinds.sort_unstable();
        Ok(kinds)
    }

    async fn names_in(&self, entries: impl Iterator<Item = &Audited>) -> Result<Names> {
        let mut ids = NamesOf::default();
        for entry in entries {
            match entry {
                Audited::MembershipChanged { from, to, .. } => {
                    ids.organisations.extend([from, to].into_iter().flatten().map(|id| id.0));
                }
                Audited::QueueAgreementChanged { from, to, .. }
                | Audited::OrganisationAgreementChanged { from, to, .. } => {
                    ids.agreements.extend([from, to].into_iter().flatten().map(|id| id.0));
                }
                Audited::QueueMembersChanged { added, removed, .. } => {
                    ids.people.extend(added.iter().chain(removed).map(|id| id.0));
                }
                Audited::UsersMerged { from, .. } | Audited::UsersParted { from, .. } => {
                    ids.people.push(from.0);
                }
                _ => {}
            }
        }
        ids.look_up(self.database().ro()).await
    }
}

fn change(field: &str, from: Option<String>, to: Option<String>) -> Change {
    Change { field: field.to_owned(), from, to }
}

/// How a new organisation shares its tickets; older entries know only whether it does.
fn shared(shares: bool, sharing: Option<Sharing>) -> Change {
    match sharing {
        Some(sharing) => change("sharing", None, Some(sharing.as_str().to_owned())),
        None => change("sharesTickets", None, Some(shares.to_string())),
    }
}

/// What is different now, in the words of the schema.
#[expect(clippy::too_many_lines, reason = "an arm for each kind")]
fn changes(audited: &Audited, names: &Names) -> Vec<Change> {
    let name = |id| names.of(id);
    let list = |domains: &[String]| Some(domains.join(", ")).filter(|list| !list.is_empty());
    let flag = |flag: bool| Some(flag.to_string());
    let turned = |field, to: bool| vec![change(field, flag(!to), flag(to))];
    let word = |role: &Role| Some(role.as_str().to_owned());
    match audited {
        Audited::UserCreated { role, password, invited, .. } => vec![
            change("role", None, word(role)),
            change("password", None, flag(*password)),
            change("invited", None, flag(*invited)),
        ],
        Audited::UserRenamed { .. } => vec![change("name", None, None)],
        Audited::Redacted { number, file, reason, .. } => {
            let what = if *file { "attachment" } else { "comment" };
            vec![
                change("ticket", None, Some(number.to_string())),
                change("redacted", None, Some(what.to_owned())),
                change("reason", None, Some(reason.clone())),
            ]
        }
        Audited::EmailChanged { .. } => vec![change("email", None, None)],
        Audited::AddressesChanged { .. } => vec![change("addresses", None, None)],
        Audited::PhonesChanged { .. } => vec![change("phones", None, None)],
        Audited::UserExported { .. }
        | Audited::UserInvited { .. }
        | Audited::MemoChanged { .. }
        | Audited::AddressTried { .. }
        | Audited::SessionRevoked { .. }
        | Audited::SecondFactorEnabled { .. }
        | Audited::SecondFactorDisabled { .. }
        | Audited::SecondFactorReset { .. }
        | Audited::RecoveryCodeUsed { .. }
        | Audited::RecoveryCodesRenewed { .. }
        | Audited::PasskeyAdded { .. }
        | Audited::PasskeyRemoved { .. }
        | Audited::PasskeyRefused { .. } => Vec::new(),
        Audited::UsersMerged { from, .. } => vec![change("merged", None, Some(name(from.0)))],
        Audited::UsersParted { from, .. } => vec![change("merged", Some(name(from.0)), None)],
        Audited::UserErased { reason, .. } => vec![change("reason", None, Some(reason.clone()))],
        Audited::UserNameChanged { from, to, .. } => vec![change("userName", from.clone(), to.clone())],
        Audited::UserExternalIdChanged { from, to, .. }
        | Audited::OrganisationExternalIdChanged { from, to, .. } => {
            vec![change("externalId", from.clone(), to.clone())]
        }
        Audited::RoleChanged { from, to, .. } => vec![change("role", word(from), word(to))],
        Audited::ActivationChanged { active, .. } => turned("active", *active),
        Audited::PasswordAllowed { allowed, .. } => turned("passwordAllowed", *allowed),
        Audited::PasswordSet { .. } => vec![change("password", None, None)],
        Audited::IdentityLinked { provider, .. } => vec![change("identity", None, Some(provider.clone()))],
        Audited::IdentityUnlinked { provider, .. } => vec![change("identity", Some(provider.clone()), None)],
        Audited::MembershipChanged { from, to, domain, .. } => {
            let moved = change("organisation", from.map(|id| name(id.0)), to.map(|id| name(id.0)));
            let joined = domain.clone().map(|domain| change("joinedByDomain", None, Some(domain)));
            std::iter::once(moved).chain(joined).collect()
        }
        Audited::OrganisationCreated { shares, sharing, domains, .. } => {
            vec![shared(*shares, *sharing), change("domains", None, list(domains))]
        }
        Audited::SharingChanged { modes: Some((from, to)), .. } => {
            vec![change("sharing", Some(from.as_str().to_owned()), Some(to.as_str().to_owned()))]
        }
        Audited::SharingChanged { shares, modes: None, .. } => turned("sharesTickets", *shares),
        Audited::MemberSelected { selected, .. } => turned("seesOrganisation", *selected),
        Audited::OrganisationRenamed { from, to, .. } => {
            vec![change("name", Some(from.clone()), Some(to.clone()))]
        }
        Audited::DomainsChanged { from, to, .. } => vec![change("domains", list(from), list(to))],
        Audited::QueueCreated { name, address, .. } => [("name", name), ("address", address)]
            .into_iter()
            .filter(|(_, value)| value.is_some())
            .map(|(field, value)| change(field, None, value.clone()))
            .collect(),
        Audited::QueueMembersChanged { added, removed, .. } => {
            let removed = removed.iter().map(|id| change("members", Some(name(id.0)), None));
            removed.chain(added.iter().map(|id| change("members", None, Some(name(id.0))))).collect()
        }
        Audited::QueueAgreementChanged { from, to, .. }
        | Audited::OrganisationAgreementChanged { from, to, .. } => {
            vec![change("agreement", from.map(|id| name(id.0)), to.map(|id| name(id.0)))]
        }
        Audited::UserLocaleChanged { changes, .. }
        | Audited::QueueChanged { changes, .. }
        | Audited::CalendarCreated { changes, .. }
        | Audited::CalendarChanged { changes, .. }
        | Audited::AgreementCreated { changes, .. }
        | Audited::ViewChanged { changes, .. }
        | Audited::TextBlockChanged { changes, .. }
        | Audited::MacroChanged { changes, .. }
        | Audited::EmailTemplateChanged { changes, .. }
        | Audited::MailboxChanged { changes, .. }
        | Audited::AgreementChanged { changes, .. } => changes.clone(),
        Audited::TokenCreated { name, scopes, .. } => {
            let token = name.clone().map(|name| change("token", None, Some(name)));
            token.into_iter().chain([change("scopes", None, Some(scopes.clone()))]).collect()
        }
        Audited::TokenRevoked { name, .. } => vec![change("token", name.clone(), None)],
        Audited::MailAccountConnected { account, .. } => {
            vec![change("mailAccount", None, Some(account.clone()))]
        }
        Audited::MailConsentGone { account, .. } | Audited::MailAccountDisconnected { account, .. } => {
            vec![change("mailAccount", Some(account.clone()), None)]
        }
        Audited::MailReleased { .. } | Audited::MailDiscarded { .. } => vec![change("mail", None, None)],
    }
}
