//! A letter of each kind with everything in it, to look at templates and to test them.

use chrono::{DateTime, TimeDelta, Utc};
use engine::{
    Address, AskLink, EventChange, FromTo, Letter, LetterChange, LetterComment, LetterKind, LetterNews,
    LetterOrigin, LetterTicket, Notice, Status, TicketNumber,
};
use words::Lang;

/// 2019-01-04 13:40 UTC
const NOW: i64 = 1_546_609_200;

/// A letter of this kind in this language, the same at every call.
#[must_use]
pub fn sample(kind: LetterKind, lang: Lang) -> Letter {
    let now = DateTime::<Utc>::from_timestamp(NOW, 0).unwrap_or_default();
    let password = matches!(kind, LetterKind::PasswordRequest | LetterKind::Invitation);
    let account = is_about_an_account(kind);
    Letter {
        id: engine::LetterId(uuid::Uuid::nil()),
        kind,
        origin: LetterOrigin::Notice,
        envelope_sender: None,
        to: Address { name: "Maria Muster".to_owned(), address: "maria@customer.example".to_owned() },
        from: Address { name: "Support Example Ltd".to_owned(), address: "tickets@example.org".to_owned() },
        reply_to: (!account).then(|| "tickets+10034.sample@example.org".to_owned()),
        locale: lang.as_str().to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        message_id: "letter.sample@example.org".to_owned(),
        references: if account { Vec::new() } else { vec!["request.sample@customer.example".to_owned()] },
        loop_mark: "sample".to_owned(),
        attempt: 1,
        created_at: now - TimeDelta::seconds(5),
        now,
        ticket: (!account).then(|| ticket(kind, now)),
        comment: None,
        more_comments: Vec::new(),
        changes: changes(kind, now),
        news: news(kind),
        more_news: 0,
        unsubscribe: None,
        ask: ask(kind),
        link: password.then(|| "https://tickets.example.org/password/sample".to_owned()),
        link_expires_at: password.then(|| now + TimeDelta::hours(24)),
        brand_name: "Support Example Ltd".to_owned(),
        contact: "support@example.org".to_owned(),
        public_url: "https://tickets.example.org".to_owned(),
        notice: None,
        signature: None,
        to_role_address: false,
        own: None,
        for_staff: false,
        is_note: false,
        for_watcher: false,
    }
}

/// The same letter as it is where mails carry the text of the comment.
#[must_use]
pub fn sample_with_text(kind: LetterKind, lang: Lang) -> Letter {
    let text = "Guten Tag,\n\nwelche Version verwenden Sie? <4.10> & älter sind betroffen.";
    let comment = LetterComment {
        author: "Paula Support".to_owned(),
        text: text.to_owned(),
        html: None,
        files: Vec::new(),
        more_files: 0,
    };
    Letter { comment: Some(comment), ..sample(kind, lang) }
}

/// The same letter after something else was written before it left.
fn several_texts(kind: LetterKind, lang: Lang) -> Letter {
    let mut letter = sample_with_text(kind, lang);
    letter.more_comments = letter.comment.iter().cloned().collect();
    for comment in &mut letter.more_comments {
        "Noch etwas: steht etwas im Protokoll?".clone_into(&mut comment.text);
    }
    letter
}

/// Letters of every sort that this kind comes in: with and without a text, a name, a signature, for customers and staff.
pub(super) fn variants(kind: LetterKind, lang: Lang) -> Vec<Letter> {
    let bare = sample(kind, lang);
    let nameless = Letter {
        to: Address { name: String::new(), ..bare.to.clone() },
        contact: String::new(),
        reply_to: None,
        signature: Some("Gruß".to_owned()),
        ..bare.clone()
    };
    let staff = Letter { for_staff: true, ..sample_with_text(kind, lang) };
    let note = Letter { is_note: true, ..staff.clone() };
    let several = several_texts(kind, lang);
    let without_time = |mut letter: Letter| {
        if let Some(ticket) = &mut letter.ticket {
            ticket.auto_close_at = None;
        }
        letter.ask = None;
        letter
    };
    let unchanged = match kind {
        LetterKind::Changed => Letter { changes: Vec::new(), ..bare.clone() },
        _ => bare.clone(),
    };
    let mut all = second_factors(&bare);
    if kind == LetterKind::Digest {
        let mut everything = Letter { more_news: 3, ..bare.clone() };
        for news in &mut everything.news {
            news.notices = Notice::ALL.to_vec();
        }
        all.push(everything);
    }
    all.extend([sample_with_text(kind, lang), several, nameless, staff, note, without_time(unchanged), bare]);
    if is_about_an_account(kind) {
        for letter in &mut all {
            letter.comment = None;
            letter.more_comments = Vec::new();
        }
    }
    all
}

/// A letter for everything else that happens to a second factor, and for a provider that lets somebody in.
fn second_factors(bare: &Letter) -> Vec<Letter> {
    const HAPPENED: &[(Option<&str>, &str)] = &[
        (None, "disabled"),
        (None, "app-removed"),
        (None, "reset"),
        (None, "recovery-code-used"),
        (None, "passkey-added"),
        (None, "passkey-removed"),
        (None, "passkey-refused"),
        (Some("Beispiel-Konto"), "identity-linked"),
    ];
    let happened = if bare.kind == LetterKind::SecondFactor { HAPPENED } else { &[] };
    let of = |(from, to): &(Option<&str>, &str)| Letter {
        changes: vec![LetterChange::SecondFactor(FromTo {
            from: from.map(str::to_owned),
            to: Some((*to).to_owned()),
        })],
        ..bare.clone()
    };
    happened.iter().map(of).collect()
}

/// Whether it is about its reader's account rather than a ticket.
const fn is_about_an_account(kind: LetterKind) -> bool {
    use LetterKind::{AddressChanged, Digest, Invitation, PasswordRequest, SecondFactor};
    matches!(kind, PasswordRequest | Invitation | SecondFactor | AddressChanged | Digest)
}

/// Tickets of an email that tells of many.
fn news(kind: LetterKind) -> Vec<LetterNews> {
    let one = |number: i64, title: &str, notices: &[Notice]| LetterNews {
        number,
        title: title.to_owned(),
        url: format!("https://tickets.example.org/tickets/{number}"),
        status: Status::Open,
        notices: notices.to_vec(),
    };
    match kind {
        LetterKind::Digest => vec![
            one(10_034, "Composer startet nicht", &[Notice::NewTicket, Notice::Assigned]),
            one(10_029, "Drucker <b>klemmt</b>", &[Notice::Replied]),
        ],
        _ => Vec::new(),
    }
}

fn ticket(kind: LetterKind, now: DateTime<Utc>) -> LetterTicket {
    let status = match kind {
        LetterKind::Confirmation | LetterKind::Split => Status::New,
        LetterKind::Question => Status::Pending,
        LetterKind::Resolved | LetterKind::Reminder => Status::Resolved,
        LetterKind::Closed => Status::Closed,
        LetterKind::Changed
        | LetterKind::PasswordRequest
        | LetterKind::Invitation
        | LetterKind::SecondFactor
        | LetterKind::AddressChanged
        | LetterKind::Digest
        | LetterKind::SlaWarning
        | LetterKind::SlaBreached => Status::Open,
    };
    let waits = matches!(status, Status::Pending | Status::Resolved);
    LetterTicket {
        number: 10_034,
        title: "Composer startet nicht".to_owned(),
        url: "https://tickets.example.org/tickets/10034".to_owned(),
        status,
        auto_close_at: waits.then(|| now + TimeDelta::minutes(21 * 24 * 60 + 140)),
        subject_tag: "example.org".to_owned(),
        reply_hint: false,
    }
}

fn ask(kind: LetterKind) -> Option<AskLink> {
    let url = "https://tickets.example.org/answer/10034-sample".to_owned();
    let solved = kind == LetterKind::Resolved;
    (solved || kind == LetterKind::Closed).then_some(AskLink { url, solved, satisfied: true })
}

fn changes(kind: LetterKind, now: DateTime<Utc>) -> Vec<LetterChange> {
    let due = |minutes| FromTo::now(now + TimeDelta::minutes(minutes));
    let change = match kind {
        LetterKind::Changed => {
            EventChange::Status(FromTo { from: Some(Status::New), to: Some(Status::Open) })
        }
        LetterKind::SlaWarning => EventChange::Response(due(60)),
        LetterKind::SlaBreached => EventChange::Restoration(due(-12)),
        LetterKind::Split => EventChange::SplitFrom(FromTo::now(TicketNumber(10_030))),
        LetterKind::SecondFactor => {
            return vec![LetterChange::SecondFactor(FromTo::now("enabled".to_owned()))];
        }
        _ => return Vec::new(),
    };
    vec![change.into()]
}
