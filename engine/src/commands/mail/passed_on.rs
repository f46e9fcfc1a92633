//! Opens the tickets of the people whose mails the staff pass on: for each person one, with a line of its own in the ledger. What
//! answers a ticket goes there.

use super::{
    behalf::{For, Theirs},
    enclosed::{self, Enclosed},
    join::lock_in_order,
    ledger::{Entry, complete, enter_again},
    open::{by_rules, machine_wrote, mention, tag, with_pictures},
    pointers::answered,
    receive::Incoming,
    replies::remember_of_enclosed,
    ruled::remember_number,
    sender::Sender,
    title::{title_by, title_of_forward},
};
use crate::{
    apply::{Kept, NewComment, write_comment},
    commands::ticket::{
        comment::write_note,
        create::{Opening, open},
    },
    content::{html_of_text, sanitise_mail},
    error::{Error, Result},
    incoming::writer::is_unread,
    model::{
        Cause, Channel, CommentId, EventKind, Forwarded, IncomingMessage, LetterKind, MailReason,
        MailRelation, Outcome, Priority, Received, Status, TicketId, UserId, Visibility,
    },
    outbox::{Owed, owe},
    policy,
    recipients::Confirm,
    rules::texts::clean_text,
    store::{NewEvent, Work, mail_comments, memberships, messages},
};

/// Opens the tickets, adds what answers one to that, and commits. `proven`: their customers may be written to on its word. What is
/// answered is the first of them.
pub(super) async fn write(
    mut work: Work<'_>,
    entry: Entry,
    incoming: &Incoming,
    sender: Sender,
    (theirs, proven): (&[Theirs], bool),
    mentions: Option<i64>,
) -> Result<Received> {
    let mut beside = Beside::of(incoming, theirs);
    let (theirs, answers) = Box::pin(sorted(&work, incoming, sender, (theirs, proven))).await?;
    let mut lines = Lines { entry, tickets: Vec::new(), first: None };
    let mut events = Vec::new();
    for of_one in &theirs {
        let opened = one(&work, incoming, sender, (of_one, &mut beside, proven), &mut events);
        let (ticket, number, comments) = Box::pin(opened).await?;
        let received = Received::of_ticket(Outcome::Created, number, comments.first().copied());
        if lines.first.is_none() {
            events.extend(mentions.map(|other| mention(ticket, other)));
            remember_number(&work, incoming, ticket).await?;
        }
        let other = mentions.map(|number| number.to_string());
        let received = received.because(Some(reason(&of_one.mails, incoming)), other.as_deref());
        let received = received.found_by(MailRelation::None);
        lines.complete(&work, ticket, received, &comments).await?;
    }
    for (answer, reason) in &answers {
        let placed = Box::pin(enclosed::write(&mut work, incoming, answer)).await?;
        let mut comments = vec![placed.comment];
        if !lines.tickets.contains(&placed.ticket) {
            let (note, files) = beside.for_ticket(&work, placed.number, &answer.note);
            let above = (note.as_str(), files);
            let told = match placed.assignee {
                // They are told of the comment.
                Some(assignee) if assignee == sender.id && !placed.known => {
                    noted(&work, placed.ticket, sender.id, above).await?
                }
                _ => tell(&work, placed.ticket, sender.id, above).await?,
            };
            comments.extend(written(&told));
            events.extend(told);
        }
        // A comment that was there before came by another mail.
        let became = comments.get(usize::from(placed.known)).copied();
        let received = Received::of_ticket(Outcome::Commented, placed.number, became);
        let reason = if placed.known { MailReason::PassedOn } else { *reason };
        let received = received.because(Some(reason), None);
        lines.complete(&work, placed.ticket, received, &comments).await?;
    }
    work.commit(policy::housekeeping(), events).await?;
    lines.first.ok_or_else(|| Error::internal("a mail that passes something on passes nothing on"))
}

/// Why mails that are passed on became what they became.
fn reason(mails: &[Forwarded], incoming: &Incoming) -> MailReason {
    if mails.iter().any(|mail| mail.is_end_unknown) {
        return MailReason::ForwardEndUnknown;
    }
    let are_files_unknown =
        |mail: &Forwarded| mail.file.is_none() && incoming.files.iter().any(|file| is_of_nobody(mail, file));
    if mails.iter().any(are_files_unknown) { MailReason::ForwardFilesUnknown } else { MailReason::PassedOn }
}

/// What opens tickets, and what belongs into some that there are.
async fn sorted(
    work: &Work<'_>,
    incoming: &Incoming,
    by: Sender,
    (theirs, proven): (&[Theirs], bool),
) -> Result<(Vec<Theirs>, Vec<(Enclosed, MailReason)>)> {
    let mut candidates = Vec::new();
    for of_one in theirs {
        for mail in &of_one.mails {
            let before = enclosed::came_before(work, mail, of_one.customer).await?;
            candidates.push(match before {
                Some(_) => before,
                None => answered(work, mail, Some(of_one.customer)).await?,
            });
        }
    }
    // Before what is asked of each of them locks it.
    lock_in_order(work, candidates.iter().flatten().copied().collect()).await?;
    let mut candidates = candidates.into_iter();
    let (mut opening, mut answers) = (Vec::new(), Vec::new());
    for of_one in theirs {
        let mut mails = Vec::new();
        for mail in &of_one.mails {
            let files = files_of(mail, incoming);
            let answer = match candidates.next().flatten() {
                Some(candidate) => {
                    let asked = (of_one, mail, candidate);
                    Box::pin(enclosed::enclosed(work, incoming, by, asked, (files, proven))).await?
                }
                None => None,
            };
            match answer {
                Some(answer) => answers.push((answer, reason(std::slice::from_ref(mail), incoming))),
                None => mails.push(mail.clone()),
            }
        }
        if !mails.is_empty() {
            opening.push(Theirs { customer: of_one.customer, address: of_one.address.clone(), mails });
        }
    }
    Ok((opening, answers))
}

/// The lines of the ledger: one for each ticket, of which the first is the mail's own.
struct Lines {
    entry: Entry,
    tickets: Vec<TicketId>,
    first: Option<Received>,
}

impl Lines {
    /// Completes the line of a ticket, unless it has one, and remembers every comment that the mail became there.
    async fn complete(
        &mut self,
        work: &Work<'_>,
        ticket: TicketId,
        received: Received,
        comments: &[CommentId],
    ) -> Result<()> {
        if self.first.is_none() {
            complete(work, &self.entry, Some(ticket), &received).await?;
            self.first = Some(received);
        } else if !self.tickets.contains(&ticket) {
            let another = enter_again(work, &self.entry, ticket).await?;
            complete(work, &another, Some(ticket), &received).await?;
        }
        self.tickets.push(ticket);
        mail_comments::remember(work.tx(), self.entry.id(), comments).await
    }
}

/// Opens the ticket of one person. Answers it, its number, and what was written in it, first what they wrote.
async fn one(
    work: &Work<'_>,
    incoming: &Incoming,
    by: Sender,
    (theirs, beside, proven): (&Theirs, &mut Beside, bool),
    events: &mut Vec<NewEvent>,
) -> Result<(TicketId, i64, Vec<CommentId>)> {
    let Some((mail, later)) = theirs.mails.split_first() else {
        return Err(Error::internal("somebody is passed on who wrote nothing"));
    };
    let files = |mail| files_of(mail, incoming);
    let opening = opening(work, incoming, by, (theirs, mail), (files(mail), proven)).await?;
    let opening = by_rules(work, opening, &incoming.ruled).await?;
    let (row, event) = Box::pin(open(work, opening, Cause::Mail)).await?;
    let (ticket, comment): (TicketId, _) = (row.id.into(), event.comment);
    events.push(event);
    remember_of_enclosed(work, mail, (ticket, theirs.customer)).await?;
    let mut comments: Vec<CommentId> = comment.into_iter().collect();
    for mail in later {
        let comment = said(work, theirs.customer, mail, &files(mail))?;
        let comment = write_comment(work, ticket, comment).await?.id;
        messages::remember(work, mail.message_id.as_deref(), ticket, comment).await?;
        events.push(commented(ticket, by.id, (comment, mail.is_end_unknown)));
        comments.push(comment);
    }
    tag(work, &incoming.ruled, ticket).await?;
    if let Some(comment) = comment {
        // Whoever has the mail that was passed on may answer it and copy the desk in.
        for id in [&mail.message_id, &incoming.message().message_id] {
            messages::remember(work, id.as_deref(), ticket, comment).await?;
        }
    }
    let (note, files) = beside.for_ticket(work, row.number, &mail.note);
    let told = tell(work, ticket, by.id, (&note, files)).await?;
    comments.extend(written(&told));
    events.extend(told);
    Ok((ticket, row.number, comments))
}

/// What lies beside the mails that open tickets, for the notes of these.
struct Beside {
    /// The files of the one who passes them on.
    files: Vec<Kept>,
    /// The mails that nobody has looked into, since there are too many. Each is of somebody: they lie in one note.
    unopened: Vec<Kept>,
    /// How many these are.
    count: usize,
    /// The number of the ticket where they lie.
    lie_in: Option<i64>,
}

impl Beside {
    fn of(incoming: &Incoming, theirs: &[Theirs]) -> Self {
        let unopened = &incoming.message().unopened;
        let is_unopened = |file: &Kept| unopened.contains(&file.inspected.sha256);
        let all = beside(theirs, &incoming.files);
        let (further, files) = all.into_iter().partition(is_unopened);
        Self { files, unopened: further, count: unopened.len(), lie_in: None }
    }

    /// What the note of a ticket says and holds: what the one who passes mails on wrote above, and how many of them nobody has looked
    /// into.
    fn for_ticket(&mut self, work: &Work<'_>, number: i64, note: &str) -> (String, Vec<Kept>) {
        if self.count == 0 {
            return (note.to_owned(), self.files.clone());
        }
        let settings = work.engine().settings();
        let words = settings.wording(&settings.brand.locale);
        let (said, files) = match self.lie_in {
            None => (words.unopened_mails, [self.files.as_slice(), self.unopened.as_slice()].concat()),
            Some(first) => {
                let said = words.unopened_mails_elsewhere.replace("{ticket}", &settings.ticket_url(first));
                (said, self.files.clone())
            }
        };
        self.lie_in = self.lie_in.or(Some(number));
        let said = said.replace("{n}", &self.count.to_string());
        let parts = [note.trim(), said.as_str()];
        (parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n"), files)
    }
}

/// The comments that these events tell of.
fn written(events: &[NewEvent]) -> impl Iterator<Item = CommentId> {
    let commented = |event: &&NewEvent| event.kind == EventKind::Commented;
    events.iter().filter(commented).filter_map(|event| event.comment)
}

/// What the mail of somebody makes of a ticket at first.
async fn opening(
    work: &Work<'_>,
    incoming: &Incoming,
    by: Sender,
    (theirs, mail): (&Theirs, &Forwarded),
    (files, proven): (Vec<Kept>, bool),
) -> Result<Opening> {
    let customer = theirs.customer;
    let message = incoming.message();
    Ok(Opening {
        organisation: memberships::spoken_for(work.tx(), customer, Some(&theirs.address)).await?,
        title: match &mail.subject {
            Some(subject) => title_by(work, message, subject).await?,
            None => title_of_forward(work, message).await?,
        },
        customer,
        queue: incoming.arrived.queue,
        priority: Priority::Normal,
        channel: Channel::Email,
        status: Status::New,
        comment: NewComment { automatic: machine_wrote(message), ..said(work, customer, mail, &files)? },
        actor: Some(by.id),
        by_staff: true,
        is_private: false,
        external_id: None,
        notice_version: None,
        answered_by: None,
        // Nobody is written to because of a mail that anybody could have sent in the name of the staff, and no machine. Of what stands in
        // the text of another mail nothing leaves by itself: nobody has looked where it ends.
        confirm: match mail.file {
            _ if !proven || mail.automatic || is_unread(&theirs.address) => Confirm::No,
            Some(_) => Confirm::Text,
            None => Confirm::Number,
        },
        follows: None,
    })
}

/// The subject of what is passed on of nobody knows whom.
pub(super) fn subject<'m>(opens_for: &For, mail: &'m IncomingMessage) -> Option<&'m str> {
    if !matches!(opens_for, For::Nobody) {
        return None;
    }
    mail.forwarded.iter().find_map(|mail| mail.subject.as_deref())
}

/// What they wrote, without what the one who passes it on wrote above: that is for the staff alone, and so is all of it where their
/// words may stand below it.
fn said(work: &Work<'_>, author: UserId, mail: &Forwarded, files: &[Kept]) -> Result<NewComment> {
    let text = clean_text(&mail.text);
    let (files, pictures) = with_pictures(work, files)?;
    let html = mail.html.as_deref().unwrap_or_default().replace('\0', "");
    let html = sanitise_mail(&html, pictures);
    let html = if html.is_empty() { html_of_text(&text) } else { html };
    let channel = Channel::Email;
    let visibility = if mail.is_end_unknown { Visibility::Internal } else { Visibility::Public };
    Ok(NewComment { author, visibility, channel, text, html, automatic: false, files, has_more: false })
}

const fn commented(ticket: TicketId, by: UserId, (comment, internal): (CommentId, bool)) -> NewEvent {
    NewEvent {
        kind: EventKind::Commented,
        ticket,
        actor: Some(by),
        cause: Cause::Mail,
        comment: Some(comment),
        changes: Vec::new(),
        internal,
    }
}

/// The files of a mail that is passed on, and the pictures in it.
fn files_of(mail: &Forwarded, incoming: &Incoming) -> Vec<Kept> {
    let own = incoming.files.iter().filter(|file| is_of(mail, file));
    own.chain(incoming.pictures_of(mail)).cloned().collect()
}

/// What lies beside the mails that open tickets: files of the one who passes them on, and those of which nobody knows whose they are.
/// They are for the staff alone.
fn beside(theirs: &[Theirs], files: &[Kept]) -> Vec<Kept> {
    let mails: Vec<_> = theirs.iter().flat_map(|one| &one.mails).collect();
    files.iter().filter(|file| !mails.iter().any(|mail| is_of(mail, file))).cloned().collect()
}

/// Whether a file is the mail itself or, where that stands in the text, is shown in it.
fn is_of(mail: &Forwarded, file: &Kept) -> bool {
    match &mail.file {
        Some(sha256) => file.inspected.sha256 == *sha256,
        None => is_among(&mail.shown_files, file),
    }
}

/// Whether nothing tells whose a file is that came beside a mail which stands in the text: its writer may have sent it, or the one who
/// passes it on.
fn is_of_nobody(mail: &Forwarded, file: &Kept) -> bool {
    !is_among(&mail.shown_files, file) && !is_among(&mail.other_files, file)
}

fn is_among(ids: &[String], file: &Kept) -> bool {
    let is_it = |id: &str| ids.iter().any(|one| one.eq_ignore_ascii_case(id));
    file.content_id.as_deref().is_some_and(is_it)
}

/// Tells the one who passed a mail on of the ticket that it opened, and notes for the staff what they wrote above it and which
/// files they put beside it.
pub(super) async fn tell(
    work: &Work<'_>,
    ticket: TicketId,
    by: UserId,
    (note, files): (&str, Vec<Kept>),
) -> Result<Vec<NewEvent>> {
    let mut events = noted(work, ticket, by, (note, files)).await?;
    let owed = Owed {
        kind: LetterKind::Changed,
        recipient: by,
        ticket: Some(ticket),
        comment: None,
        changes: Vec::new(),
        by_hand: false,
        notice: None,
    };
    events.extend(owe(work, owed).await?);
    Ok(events)
}

/// Notes for the staff what the one who passed a mail on wrote above it, and which files they put beside it.
async fn noted(
    work: &Work<'_>,
    ticket: TicketId,
    by: UserId,
    (note, files): (&str, Vec<Kept>),
) -> Result<Vec<NewEvent>> {
    let note = clean_text(note);
    if note.trim().is_empty() && files.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![write_note(work, ticket, by, (note, files), (Channel::Email, Cause::Mail)).await?])
}
