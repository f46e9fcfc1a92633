//! What is wrong with a mailbox that somebody is entering: each field, not the first one alone.

use super::{
    MailboxTerms,
    check::{
        Given, access, clean_address, given, open_queue, password_missing, refuse_anothers, refuse_taken,
        reopen_days, same_server,
    },
    handling::handling,
    shared::refuse_shared,
};
use crate::{
    actor::Actor,
    commands::queue::refuse_a_persons,
    engine::Engine,
    error::{Error, Result},
    model::{AfterFetch, ImapAccess, MailSecret, MailboxId, MailboxSecurity, QueueId},
    policy::Action,
    store::{Work, entity::mailbox_definition, mailbox_definitions},
};

/// Fields are looked at one after the other; so many are there at most.
const FIELDS: usize = 13;

/// A mailbox as somebody has entered it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckMailbox {
    /// One that is there; what is left out is as it is.
    pub id: Option<MailboxId>,
    /// The address of a new one.
    pub address: String,
    /// The queue that it feeds; not looked at without one.
    pub queue: Option<QueueId>,
    /// How it would be fetched.
    pub terms: MailboxTerms,
}

impl Engine {
    /// Every field of a mailbox that would be refused, each with its reason; for admins. Nothing is changed, and no server is asked.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`].
    pub async fn mailbox_problems(&self, actor: &Actor, input: CheckMailbox) -> Result<Vec<Error>> {
        let _permit = self.permit(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        let before = match input.id {
            Some(id) => Some(mailbox_definitions::lock(&work, id).await?),
            None => None,
        };
        let mut problems = Vec::new();
        let address = match &before {
            Some(row) => row.address.clone(),
            None => self.address_of_new(&work, &input, &mut problems).await?,
        };
        if let Some(queue) = input.queue {
            let moved = before.as_ref().is_none_or(|row| row.queue_id != queue.0);
            if moved && noted(&mut problems, open_queue(&work, queue).await)? && before.is_some() {
                noted(&mut problems, refuse_anothers(&work, &address, queue).await)?;
            }
        }
        let terms = input.terms.clone();
        self.terms_of(&work, before.as_ref(), &address, input.terms, &mut problems)?;
        folder_of_another(&work, before.as_ref(), &address, &terms, &mut problems).await?;
        Ok(problems)
    }

    /// The address of a new mailbox, and what is wrong with it.
    async fn address_of_new(
        &self,
        work: &Work<'_>,
        input: &CheckMailbox,
        problems: &mut Vec<Error>,
    ) -> Result<String> {
        let address = match clean_address(&input.address) {
            Ok(address) => address,
            Err(error) => {
                problems.push(error);
                return Ok(String::new());
            }
        };
        let queue = input.queue.unwrap_or(QueueId(uuid::Uuid::nil()));
        if noted(problems, refuse_taken(work, &address, queue).await)? {
            noted(problems, refuse_a_persons(work, "address", &address).await)?;
        }
        Ok(address)
    }

    /// What is wrong with the terms: a field that is gets a value that is right, and the next one is looked at.
    fn terms_of(
        &self,
        work: &Work<'_>,
        before: Option<&mailbox_definition::Model>,
        address: &str,
        mut terms: MailboxTerms,
        problems: &mut Vec<Error>,
    ) -> Result<()> {
        let was = before.map(mailbox_definitions::access).transpose()?.flatten();
        for _ in 0..FIELDS {
            let Err(error) = self.look_at(work, before, was.as_ref(), address, &terms) else { break };
            match error.field() {
                Some("host") => terms.host = Some("localhost".to_owned()),
                Some("security") => terms.security = Some(MailboxSecurity::Tls),
                Some("port") => terms.port = Some(0),
                Some("user") => terms.user = Some(String::new()),
                Some("certificates") => terms.certificates = None,
                Some("reopenDays") => terms.reopen_days = None,
                Some("folder") => terms.folder = Some(String::new()),
                Some("onlyNewerThan") => terms.only_newer_than = None,
                Some("moveTo") => (terms.after_fetch, terms.move_to) = (Some(AfterFetch::Mark), None),
                Some("oauth" | "password") => {
                    // For another server the password is asked for again; which one is meant is not known yet.
                    let unknown = !problems.is_empty() && before.is_some() && terms.password.is_none();
                    if !unknown {
                        problems.push(error);
                    }
                    break;
                }
                _ => return Err(error),
            }
            problems.push(error);
        }
        Ok(())
    }

    /// The first thing that is wrong with the terms.
    fn look_at(
        &self,
        work: &Work<'_>,
        before: Option<&mailbox_definition::Model>,
        was: Option<&ImapAccess>,
        address: &str,
        terms: &MailboxTerms,
    ) -> Result<()> {
        reopen_days(None, terms)?;
        let access = access(was, address, terms)?;
        let given = given(&self.settings().mail, terms)?;
        let known = before.map(mailbox_definitions::handling).transpose()?;
        handling(known.as_ref(), access.as_ref(), terms, work.now().date_naive())?;
        let Some(access) = access else { return Ok(()) };
        let has = |field: fn(&mailbox_definition::Model) -> bool| before.is_some_and(field);
        match given {
            Given::Password(password) => self.can_keep(work, password),
            Given::Provider(_) => Ok(()),
            Given::Nothing if has(|row| row.oauth.is_some()) => Ok(()),
            Given::Nothing | Given::NoProvider => {
                let kept = was.is_some_and(|was| same_server(was, &access));
                let has = has(|row| row.password.is_some());
                if kept && has { Ok(()) } else { Err(password_missing(has)) }
            }
        }
    }

    fn can_keep(&self, work: &Work<'_>, password: &MailSecret) -> Result<()> {
        mailbox_definitions::sealed(self, work.id::<MailboxId>()?, password).map(drop)
    }
}

/// Notes that another mailbox is fetched from the folder, as far as it is known which one is meant.
async fn folder_of_another(
    work: &Work<'_>,
    before: Option<&mailbox_definition::Model>,
    address: &str,
    terms: &MailboxTerms,
    problems: &mut Vec<Error>,
) -> Result<()> {
    let was = before.map(mailbox_definitions::access).transpose()?.flatten();
    let known = before.map(mailbox_definitions::handling).transpose()?;
    let Ok(access) = access(was.as_ref(), address, terms) else { return Ok(()) };
    let today = work.now().date_naive();
    let Ok(handling) = handling(known.as_ref(), access.as_ref(), terms, today) else { return Ok(()) };
    noted(problems, refuse_shared(work, before, access.as_ref(), &handling).await)?;
    Ok(())
}

/// Notes what is wrong with the input; whether nothing is.
fn noted<T>(problems: &mut Vec<Error>, looked: Result<T>) -> Result<bool> {
    match looked {
        Ok(_) => Ok(true),
        Err(error) if error.field().is_some() => {
            problems.push(error);
            Ok(false)
        }
        Err(error) => Err(error),
    }
}
