//! The loop that empties the outbox: claim, write, send, record. One bad letter never holds up the next.
//!
//! At most one letter at a time is accepted and not recorded yet: whoever hands a letter over holds [`Office::handover`]
//! until the database knows. So a process that is killed repeats one letter at most. What comes before, the connection and
//! the naming of sender and recipient, happens for several letters side by side.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use engine::{
    Actor, Attachment, Causes, Code, Engine, Failure, LastingFault, Letter, LetterComment, LetterId,
    MailServerFault, OwnTexts,
};
use futures::stream::{self, StreamExt};
use tokio::sync::{Mutex, watch};

use super::dkim::{Signer, nearest};
use super::health::{Health, Verdict};
use super::message::{File, Outgoing, message_with_files};
use super::render::{Renderer, SetupError};
use super::transport::{SendError, Transport};

/// How many letters are under way at once: enough that one slow answer does not hold up the others, and all of them are
/// finished when the server stops.
const AT_ONCE: usize = 8;
/// How long letters gather after a few have left: each round costs a commit, however many it takes along.
const GATHER: Duration = Duration::from_millis(100);
/// How long a node may take over its letters before another one may, though it lives.
const LEASE: Duration = Duration::from_mins(20);
/// How long handing one letter over may take: connecting anew, and the ten minutes that a server has for its answer. A letter
/// that waited behind a slow one has its lease prolonged to that.
const HANDOVER: Duration = Duration::from_mins(15);
/// How long to wait when nothing is owed. The engine wakes us sooner; this catches what became due by its time.
const IDLE: Duration = Duration::from_secs(1);
/// How long to wait after a fault of the database.
const FAULT: Duration = Duration::from_secs(5);
/// The longest pause before a letter that was sent is recorded again, while the database fails.
const RECORD: Duration = Duration::from_secs(5);
/// How often to try to record it once the process shall stop.
const LAST: u32 = 5;

/// Sends what is owed until `stop` says so, finishing the letters under way.
///
/// Several nodes may run this at once; the engine gives each letter to one of them. `signers` sign those of
/// their domains.
///
/// # Errors
/// When the templates that are compiled in cannot be used.
pub async fn run(
    engine: Engine,
    transport: Transport,
    signers: Vec<Arc<Signer>>,
    mut stop: watch::Receiver<bool>,
) -> Result<(), SetupError> {
    let renderer = Renderer::new()?;
    let office = Office {
        engine: &engine,
        transport: &transport,
        signers: &signers,
        renderer: &renderer,
        stop: stop.clone(),
        handover: Mutex::new(()),
        health: Mutex::new(Health::default()),
    };
    if let Err(error) = engine.release_abandoned_letters().await {
        tracing::error!(
            error = %Causes(&error),
            "letters of an earlier run could not be released; they wait for their lease to end"
        );
    }
    let unread = LastingFault::new();
    while !*stop.borrow() {
        // A server that accepts nothing is asked with one letter at a time.
        let failing = office.health.lock().await.is_failing();
        let limit = if failing { 1 } else { AT_ONCE };
        let claimed = engine.available(engine.claim_letters(limit as u64, LEASE)).await;
        if claimed.is_ok() && unread.goes() {
            tracing::info!("the outbox can be read again");
        }
        match claimed {
            Ok(letters) if letters.is_empty() => {
                transport.rest().await;
                pause(engine.wait_for_letters(IDLE), &mut stop).await;
            }
            Ok(letters) => {
                let more = letters.len() == AT_ONCE;
                office.deliver(letters).await;
                let wait = office.health.lock().await.wait();
                if let Some(wait) = wait {
                    transport.rest().await;
                    pause(tokio::time::sleep(wait), &mut stop).await;
                } else if !more && !failing {
                    pause(tokio::time::sleep(GATHER), &mut stop).await;
                }
            }
            Err(error) => {
                let error = Causes(&error).to_string();
                if unread.comes(&error) {
                    tracing::error!(error, "the outbox cannot be read; trying again");
                }
                pause(tokio::time::sleep(FAULT), &mut stop).await;
            }
        }
    }
    transport.rest().await;
    Ok(())
}

/// Waits for the future, or for the stop; who lost the sender of the stop has stopped.
async fn pause(until: impl Future<Output = ()>, stop: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = until => {}
        _ = stop.wait_for(|stopped| *stopped) => {}
    }
}

struct Office<'a> {
    engine: &'a Engine,
    transport: &'a Transport,
    signers: &'a [Arc<Signer>],
    renderer: &'a Renderer,
    stop: watch::Receiver<bool>,
    /// Held from before a letter is handed over until the database knows what became of it.
    handover: Mutex<()>,
    health: Mutex<Health>,
}

impl Office<'_> {
    /// Delivers letters side by side, those of one ticket in their order.
    async fn deliver(&self, letters: Vec<Letter>) {
        let mut by_ticket: BTreeMap<Option<i64>, Vec<Letter>> = BTreeMap::new();
        for letter in letters {
            by_ticket.entry(letter.ticket.as_ref().map(|ticket| ticket.number)).or_default().push(letter);
        }
        let in_order = |letters: Vec<Letter>| {
            Box::pin(stream::iter(letters).then(|letter| async move { self.attempt(&letter).await }))
        };
        let mut all = stream::iter(by_ticket.into_values().map(in_order)).flatten_unordered(None);
        while all.next().await.is_some() {}
    }

    /// Sends a letter and records what became of it.
    async fn attempt(&self, letter: &Letter) {
        // Another letter of this round may have found out that the server accepts nothing.
        let known = self.health.lock().await.found_out();
        if let Some((fault, reason)) = known {
            return self.waits(&[letter.id], fault, &reason).await;
        }
        if self.hand_over(letter).await == Handed::TooLarge {
            tracing::warn!(letter = %letter.id, "a letter is too large for its receiver, and is sent without its files");
            self.hand_over(&without_files(letter)).await;
        }
    }

    async fn hand_over(&self, letter: &Letter) -> Handed {
        let mail = match self.write(letter).await {
            Ok(mail) => mail,
            Err(error) => return self.not_taken(letter, &error).await,
        };
        match self.transport.begin(&mail).await {
            Ok(begun) => {
                let _handover = self.handover.lock().await;
                if !self.may_send(letter).await {
                    return Handed::Done;
                }
                match self.transport.finish(begun).await {
                    Ok(words) => self.sent(letter.id, &words).await,
                    Err(error) => return self.not_taken(letter, &error).await,
                }
                Handed::Done
            }
            Err(error) => self.not_taken(letter, &error).await,
        }
    }

    /// Records a failure, unless it can be done without by leaving files out.
    async fn not_taken(&self, letter: &Letter, error: &SendError) -> Handed {
        let too_large = matches!(error, SendError::TooLarge(_) | SendError::TooLargeForNow(_));
        if too_large && files(letter).next().is_some() {
            return Handed::TooLarge;
        }
        self.failed(letter, error).await;
        Handed::Done
    }

    /// A node that was silent for so long that another may have taken the letter over leaves it alone.
    async fn may_send(&self, letter: &Letter) -> bool {
        match self.engine.available(self.engine.holds_letter(letter.id, HANDOVER)).await {
            Ok(holds) => holds,
            Err(error) => {
                tracing::error!(letter = %letter.id, error = %Causes(&error), "a letter is not sent while the database cannot be asked");
                false
            }
        }
    }

    /// A letter that cannot be written now cannot be written later: the same data meet the same templates.
    /// A template of one's own that cannot be used costs nobody a letter: the default takes its place, and says so.
    async fn write(&self, letter: &Letter) -> Result<Outgoing, SendError> {
        let lasting = |error: &dyn std::error::Error| SendError::Permanent(error.to_string());
        let (letter, files) = self.with_files(letter).await?;
        let letter = &letter;
        let rendered = match (self.renderer.render(letter), &letter.own) {
            (Err(error), Some(own)) => {
                self.template_failed(letter, own, &error.to_string()).await;
                let by_default = Letter { own: None, ..letter.clone() };
                self.renderer.render(&by_default)
            }
            (rendered, _) => rendered,
        };
        let rendered = rendered.map_err(|error| lasting(&error))?;
        let mut mail = message_with_files(letter, &rendered, files).map_err(|error| lasting(&error))?;
        if let Some(signer) = nearest(self.signers, mail.from.domain()) {
            signer.sign(&mut mail);
        }
        Ok(mail)
    }

    /// The letter, and the files that go along. One that was redacted meanwhile, or is lost, is not one of them: the words are
    /// worth more than it.
    async fn with_files(&self, letter: &Letter) -> Result<(Letter, Vec<File>), SendError> {
        let mut told = letter.clone();
        let mut read = Vec::new();
        for file in files(letter) {
            match self.engine.attachment_content(&Actor::system(), file.id).await {
                Ok(Some((file, bytes))) => {
                    let Attachment { filename: name, content_type, .. } = file;
                    read.push(File { name, content_type, bytes: bytes.into() });
                }
                Ok(None) => {}
                Err(error) if error.code() == Code::Unavailable => {
                    return Err(SendError::Passing(
                        "The files of the email cannot be read at the moment.".to_owned(),
                    ));
                }
                Err(error) => {
                    tracing::error!(letter = %letter.id, file = %file.id, error = %Causes(&error), "a file does not go along with its letter");
                    let mut comments = told.comment.iter_mut().chain(&mut told.more_comments);
                    let of = |comment: &&mut LetterComment| comment.files.iter().any(|one| one.id == file.id);
                    if let Some(comment) = comments.find(of) {
                        comment.more_files += 1;
                    }
                }
            }
        }
        Ok((told, read))
    }

    async fn template_failed(&self, letter: &Letter, own: &OwnTexts, reason: &str) {
        let (template, kind) = (own.template, letter.kind.as_str());
        tracing::error!(
            letter = %letter.id, %template, kind, reason,
            "an email template cannot be used; the letter is written by the default"
        );
        let noted = self.engine.available(self.engine.email_template_failed(template, reason)).await;
        if let Err(error) = noted {
            tracing::error!(%template, error = %Causes(&error), "the failure of an email template could not be recorded");
        }
    }

    /// Records that a letter has left. Nothing else is sent before that: what is not recorded would be sent again.
    async fn sent(&self, id: LetterId, words: &str) {
        let mut attempt = 0;
        loop {
            attempt += 1;
            match self.engine.available(self.engine.letter_accepted(id, words)).await {
                Ok(()) => break,
                Err(error) => {
                    // The next attempts follow at once, and the last one says how it went.
                    if attempt == 1 {
                        tracing::error!(letter = %id, error = %Causes(&error), "a letter was sent but that could not be recorded yet");
                    }
                }
            }
            if *self.stop.borrow() && attempt >= LAST {
                tracing::error!(letter = %id, attempt, "that a letter was sent is not recorded; it will be sent once more");
                return;
            }
            tokio::time::sleep((Duration::from_millis(200) * attempt).min(RECORD)).await;
        }
        tracing::info!(letter = %id, "sent");
        if self.health.lock().await.accepted() {
            tracing::info!("the mail server accepts mail again");
        }
    }

    async fn failed(&self, letter: &Letter, error: &SendError) {
        let mut health = self.health.lock().await;
        let verdict = health.refused(letter.id, &letter.to.address, error);
        let patient = health.is_patient(error, letter.attempt);
        let fault = health.fault().unwrap_or(MailServerFault::Refuses);
        drop(health);
        match verdict {
            Verdict::Letter { permanent } => self.put_off(letter, permanent && !patient, error).await,
            Verdict::Broken { again_and_again, begins } => {
                self.put_off(letter, false, error).await;
                if begins {
                    let server = self.transport.place();
                    tracing::error!(
                        server,
                        "the line to the mail server breaks whenever a letter is handed over"
                    );
                }
                if again_and_again {
                    let reason = error.to_string();
                    let noted = self.engine.mail_server_fails(MailServerFault::Breaks, &reason);
                    if let Err(error) = self.engine.available(noted).await {
                        tracing::error!(error = %Causes(&error), "the state of the mail server could not be recorded");
                    }
                }
            }
            Verdict::Server { letters, begins } => {
                if begins {
                    let (server, reason) = (self.transport.place(), without_addresses(&error.to_string()));
                    tracing::error!(
                        server,
                        reason,
                        "no mail can leave; letters wait until the mail server accepts them"
                    );
                }
                self.waits(&letters, fault, &error.to_string()).await;
            }
        }
    }

    /// Records that a letter was not sent, for now or for good.
    async fn put_off(&self, letter: &Letter, permanent: bool, error: &SendError) {
        let (kind, ticket) = (letter.kind.as_str(), letter.ticket.as_ref().map(|ticket| ticket.number));
        let (attempt, reason) = (letter.attempt, without_addresses(&error.to_string()));
        tracing::warn!(letter = %letter.id, kind, ticket, attempt, permanent, reason, "a letter was not sent");
        let failure = Failure { error: error.to_string(), permanent };
        let recorded = self.engine.letter_failed(letter.id, failure);
        if let Err(error) = self.engine.available(recorded).await {
            tracing::error!(letter = %letter.id, error = %Causes(&error), "a failure could not be recorded; the letter's lease will run out");
        }
    }

    async fn waits(&self, letters: &[LetterId], fault: MailServerFault, reason: &str) {
        if let Err(error) = self.engine.available(self.engine.letters_wait(letters, fault, reason)).await {
            tracing::error!(error = %Causes(&error), "a failure could not be recorded; the letters' leases will run out");
        }
    }
}

/// What became of handing a letter over.
#[derive(PartialEq, Eq)]
enum Handed {
    /// It was sent, or what was in the way is recorded.
    Done,
    /// It is too large with its files.
    TooLarge,
}

/// The files that a letter is to carry.
fn files(letter: &Letter) -> impl Iterator<Item = &Attachment> {
    letter.comment.iter().chain(&letter.more_comments).flat_map(|comment| &comment.files)
}

/// The same letter, which says instead that there are files.
fn without_files(letter: &Letter) -> Letter {
    let mut lighter = letter.clone();
    for comment in lighter.comment.iter_mut().chain(&mut lighter.more_comments) {
        comment.more_files += std::mem::take(&mut comment.files).len();
    }
    lighter
}

/// The words of a server without the addresses in them, which have no place in a log.
fn without_addresses(words: &str) -> String {
    let shown = |word: &str| if word.contains('@') { "(address)".to_owned() } else { word.to_owned() };
    words.split_whitespace().map(shown).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::without_addresses;

    #[test]
    fn the_words_of_a_server_are_told_without_addresses() {
        let words = "550 5.1.1 <kim@example.org>: Recipient address rejected:\n User unknown";
        assert_eq!(without_addresses(words), "550 5.1.1 (address) Recipient address rejected: User unknown");
    }
}
