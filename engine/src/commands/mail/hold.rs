//! Holds a mail in the ledger for the staff to release or discard: spam of strangers, and more than one may send.

use super::{
    behalf::whose,
    ledger::{Entry, note},
    receive::Incoming,
    sight::is_of_staff,
};
use crate::{
    actor::Actor,
    commands::user::by_email,
    content::address::{domain_of, normalise, organisational_domain},
    error::{Error, Result},
    incoming::{
        authentication::Verdict,
        holding::{Arrival, held, is_spam, range_of},
        writer::Writer,
    },
    model::{MailReason, Outcome, Received, UserId},
    policy::{
        Action,
        throttle::{Limit, mails_of_sender, new_senders, new_senders_of_domain, new_senders_of_range},
    },
    routing::{Candidate, Route},
    store::{Work, throttle, tickets},
};

/// Why a mail is to wait for the staff, if it is. Counts it, if it may pass.
pub(super) async fn reason(
    work: &Work<'_>,
    incoming: &Incoming,
    sender: Option<UserId>,
    route: Route,
) -> Result<Option<MailReason>> {
    let mail = incoming.message();
    let arrival = Arrival {
        writer: &incoming.writer,
        known: sender.is_some(),
        joins: matches!(route, Route::Join(_)),
        spam: is_spam(&mail.marks, &work.engine().settings().mail.spam_marks),
        null_sender: mail.null_sender,
    };
    match held(arrival) {
        Some(reason) => Ok(Some(reason)),
        // That many come at once is what an old mailbox does.
        None if work.is_quiet() => Ok(None),
        None => too_many(work, incoming, sender).await,
    }
}

async fn too_many(
    work: &Work<'_>,
    incoming: &Incoming,
    sender: Option<UserId>,
) -> Result<Option<MailReason>> {
    let settings = work.engine().settings();
    let person = match &incoming.writer {
        Writer::Sender(person) | Writer::Behind(person) => normalise(&person.address),
        Writer::Ourselves | Writer::MailServer | Writer::Nobody => None,
    };
    let of_sender = mails_of_sender(settings.mail.mails_per_sender);
    if is_full(work, of_sender, person.as_deref().unwrap_or_default()).await? {
        return Ok(Some(MailReason::TooManyFromSender));
    }
    let strangers = match (sender, person) {
        (None, Some(person)) => vec![person],
        (Some(_), _) => passed_on(work, incoming).await?,
        (None, None) => Vec::new(),
    };
    for stranger in strangers {
        let domain = organisational_domain(domain_of(&stranger));
        let of_domain = new_senders_of_domain(settings.mail.new_senders_per_domain);
        let mut full = is_full(work, of_domain, domain).await?;
        if let Some(client) = incoming.message().client.filter(|_| !full && sender.is_none()) {
            let of_range = new_senders_of_range(settings.mail.new_senders_per_range);
            full = is_full(work, of_range, &range_of(client)).await?;
        }
        if full || is_full(work, new_senders(settings.mail.new_senders_per_hour), "").await? {
            return Ok(Some(MailReason::TooManyNewSenders));
        }
    }
    Ok(None)
}

/// The people without an account whose mails a member of the staff passes on, each once: an account is made for each of them.
async fn passed_on(work: &Work<'_>, incoming: &Incoming) -> Result<Vec<String>> {
    let mut strangers = Vec::new();
    let checked = !work.engine().settings().mail.trusted_authserv.is_empty();
    let proven = !checked || incoming.verdict(work) == Verdict::Pass;
    if !proven || !incoming.sender.as_ref().is_some_and(is_of_staff) {
        return Ok(strangers);
    }
    for mail in &incoming.message().forwarded {
        let Some(address) = whose(work, mail).await?.and_then(|one| normalise(&one.address)) else {
            continue;
        };
        if !strangers.contains(&address) && by_email(work, &address).await?.is_none() {
            strangers.push(address);
        }
    }
    Ok(strangers)
}

/// Whether there were as many as there may be; if not, this one is counted.
async fn is_full(work: &Work<'_>, limit: Limit, subject: &str) -> Result<bool> {
    Ok(throttle::count(work.tx(), limit, subject, work.now()).await?.is_err())
}

/// Asks the host's guard for the sender of a mail, or for the mail gateway if they have no account yet.
pub(super) async fn ask_guard(
    work: &Work<'_>,
    sender: Option<UserId>,
    route: Route,
    also: &[Candidate],
) -> Result<()> {
    let engine = work.engine();
    if !engine.guard().is_set() {
        return Ok(());
    }
    let actor = match sender {
        Some(sender) => match engine.actor_of(sender).await {
            Err(Error::NotFound { .. }) => Actor::gateway(),
            found => found?,
        },
        None => Actor::gateway(),
    };
    let Route::Join(candidate) = route else { return engine.ask_guard(&actor, Action::OpenTicket, None) };
    let mut all: Vec<Candidate> = also.iter().copied().chain([candidate]).collect();
    // This locks them, in the order in which they are locked to be written.
    all.sort_by_key(|one| one.number);
    for joined in all {
        let row = tickets::lock_id(work.tx(), joined.ticket).await?;
        let subject = tickets::subject(work.tx(), &actor, row.as_ref()).await?;
        engine.ask_guard(&actor, Action::CommentInPublic, Some(&subject))?;
    }
    Ok(())
}

/// Holds a mail. No account is made, nobody is written to, and nothing of it is lost.
pub(super) async fn hold(work: Work<'_>, entry: Entry, route: Route, reason: MailReason) -> Result<Received> {
    let held = Received::without_ticket(Outcome::Held, reason);
    match route {
        Route::Join(candidate) => {
            note(work, entry, Some(candidate.ticket), held.found_by(candidate.by)).await
        }
        Route::Open { .. } => note(work, entry, None, held).await,
    }
}
