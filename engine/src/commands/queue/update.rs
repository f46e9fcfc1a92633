//! Changes a queue: its name and address, whether it takes new tickets, and what is decided for it alone.

use serde_json::Value;

use super::{
    create::{clean_address, clean_name, refuse_a_persons, refuse_anothers_mailbox},
    notice::publish,
    setting::set,
};
use crate::{
    actor::Actor,
    commands::agreement::refuse_unknown,
    engine::Engine,
    error::{Error, Result},
    model::{AgreementId, Audited, Change, Queue, QueueId, QueueSetting, QueueSettings},
    policy::Action,
    problems::Problems,
    store::{
        Work, audit,
        clocks::{self, Affected},
        entity::queue,
        queues, rows,
    },
};

/// What is changed of a queue; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpdateQueue {
    /// Its name, unique.
    pub name: Option<String>,
    /// The mail address that feeds it; `Some(None)`: none.
    pub address: Option<Option<String>>,
    /// Whether new tickets may wait in it.
    pub active: Option<bool>,
    /// What was agreed with customers whose organisation has no agreement of its own; `Some(None)`: nothing.
    pub agreement: Option<Option<AgreementId>>,
    /// What is decided for it alone; each setting that is not named stays.
    pub settings: Vec<QueueSetting>,
}

impl Engine {
    /// Changes a queue; for admins. It is in force at once; tickets that wait to be closed keep their time. The clocks of
    /// its open tickets are counted again when the agreement is another.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for a field or a setting; [`Error::Forbidden`].
    pub async fn update_queue(&self, actor: &Actor, id: QueueId, input: UpdateQueue) -> Result<Queue> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        if input.agreement.is_some() {
            clocks::note_in_turn(work.tx()).await?;
        }
        let before = queues::lock(&work, id).await?;
        let (mut after, mut problems) = (before.clone(), Problems::default());
        if let Some(name) = input.name {
            after.name = problems.or_default(renamed(&work, &before, &name).await)?;
        }
        if let Some(address) = input.address {
            after.address = problems.or_default(readdressed(&work, &before, address.as_deref()).await)?;
        }
        after.active = input.active.unwrap_or(before.active);
        if let Some(agreement) = input.agreement {
            problems.or_default(refuse_unknown(&work, agreement).await)?;
            after.agreement_id = agreement.map(Into::into);
        }
        let settings = decided(&work, &before, input.settings, &mut problems).await?;
        problems.refuse()?;
        after.settings = serde_json::to_string(&settings)?;
        if after == before {
            return rows::queue(before);
        }
        let row = queues::update(&work, after.clone()).await?;
        let recounts = after.agreement_id != before.agreement_id;
        if recounts {
            clocks::recount(work.tx(), Affected::Queue(id), work.now()).await?;
            let (from, to) = (before.agreement_id.map(Into::into), after.agreement_id.map(Into::into));
            audit::note(&work, actor, Audited::QueueAgreementChanged { queue: id, from, to }).await?;
        }
        let changes = changes(&before, &after)?;
        if !changes.is_empty() {
            audit::note(&work, actor, Audited::QueueChanged { queue: id, changes }).await?;
        }
        work.commit(permit, Vec::new()).await?;
        if recounts {
            self.recount_now().await;
        }
        rows::queue(row)
    }
}

/// The settings of a queue after these.
async fn decided(
    work: &Work<'_>,
    row: &queue::Model,
    given: Vec<QueueSetting>,
    problems: &mut Problems,
) -> Result<QueueSettings> {
    let before = queues::own(row)?;
    let mut settings = before.clone();
    for setting in given {
        problems.or_default(set(&mut settings, setting))?;
    }
    if let Some(address) =
        settings.sender_address.as_ref().filter(|_| settings.sender_address != before.sender_address)
    {
        problems.or_default(refuse_a_persons(work, "senderAddress", address).await)?;
    }
    if (&settings.notice_de, &settings.notice_en) != (&before.notice_de, &before.notice_en) {
        publish(work, row.id.into(), &mut settings).await?;
    }
    Ok(settings)
}

async fn renamed(work: &Work<'_>, row: &queue::Model, given: &str) -> Result<String> {
    let name = clean_name(given)?;
    if name == row.name {
        return Ok(name);
    }
    refuse_configured(work, row, "name")?;
    if queues::is_name_taken(work, &name).await? {
        return Err(Error::name_taken("A queue", &name));
    }
    Ok(name)
}

async fn readdressed(work: &Work<'_>, row: &queue::Model, given: Option<&str>) -> Result<Option<String>> {
    let address = given.filter(|given| !given.trim().is_empty()).map(clean_address).transpose()?;
    if address == row.address {
        return Ok(address);
    }
    refuse_configured(work, row, "address")?;
    if let Some(address) = &address {
        if queues::is_address_taken(work, address).await? {
            return Err(Error::address_taken(address));
        }
        refuse_anothers_mailbox(work, address, Some(row.id.into())).await?;
        refuse_a_persons(work, "address", address).await?;
    }
    Ok(address)
}

/// A queue that the configuration names would be made again at the next start.
fn refuse_configured(work: &Work<'_>, row: &queue::Model, field: &'static str) -> Result<()> {
    if work.engine().settings().mail.mailboxes.iter().all(|mailbox| mailbox.queue != row.name) {
        return Ok(());
    }
    let message = "This queue is set up in the configuration file. Change its name and address there.";
    Err(Error::bad(field, "queue-of-configuration", message))
}

/// What is different, for the audit log: of a notice, its version.
fn changes(before: &queue::Model, after: &queue::Model) -> Result<Vec<Change>> {
    let change = |field: &str, from: Option<String>, to: Option<String>| {
        (from != to).then(|| Change { field: field.to_owned(), from, to })
    };
    let flag = |value: bool| Some(value.to_string());
    let mut changes: Vec<Change> = [
        change("name", Some(before.name.clone()), Some(after.name.clone())),
        change("address", before.address.clone(), after.address.clone()),
        change("active", flag(before.active), flag(after.active)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let values = |row| serde_json::to_value(queues::own(row)?).map_err(Error::from);
    let (from, to) = (values(before)?, values(after)?);
    let word = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    for (field, _) in to.as_object().into_iter().flatten() {
        if !["noticeDe", "noticeEn"].contains(&field.as_str()) {
            changes.extend(change(field, word(from.get(field)), word(to.get(field))));
        }
    }
    Ok(changes)
}
