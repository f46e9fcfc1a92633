//! Makes what the templates see from the engine's letter, and cleans what strangers wrote.

use engine::{AskLink, Change, EventChange, FromTo, LetterChange, LetterKind, LetterTicket, Status};
use words::Lang;

use super::{
    About, AddressChanged, ChangeLine, Changed, Closing, Confirmation, Content, Digest, Due, LetterError,
    Link, NewsLine, Quote, SecondFactor, Split, TicketLine, View,
};
use crate::outbound::{line, subject};

/// Longest part of a comment that a letter carries, in characters; the ticket has the rest.
const LONGEST_COMMENT: usize = 20_000;

/// Longest privacy notice that a letter carries, in characters; the web has the rest.
const LONGEST_NOTICE: usize = 4_000;

impl View {
    /// What the templates of this letter's kind may use.
    ///
    /// # Errors
    /// When the letter lacks what its kind is about: a ticket, a link.
    pub fn of(letter: &engine::Letter) -> Result<Self, LetterError> {
        Ok(Self {
            lang: Lang::parse(&letter.locale).unwrap_or(Lang::En),
            time_zone: letter.time_zone.clone(),
            now: letter.now,
            // The name of a role address is that of nobody.
            recipient_name: some(line::spoken(&line::name(&letter.to.name)))
                .filter(|_| !letter.to_role_address),
            brand_name: line::line(&letter.brand_name, 120),
            signature: signature(letter),
            contact: some(line::line(&letter.contact, 250)),
            public_url: letter.public_url.clone(),
            content: Content::of(letter)?,
        })
    }
}

impl Content {
    fn of(letter: &engine::Letter) -> Result<Self, LetterError> {
        Ok(match letter.kind {
            LetterKind::Confirmation => Self::Confirmation(Confirmation {
                about: About::of(letter)?,
                notice: letter
                    .notice
                    .as_deref()
                    .map(|notice| line::line(notice, LONGEST_NOTICE))
                    .and_then(some),
                role_address: letter.to_role_address,
                follows: told(letter, |change| match change {
                    EventChange::Follows(before) => before.to.map(|number| number.to_string()),
                    _ => None,
                }),
            }),
            LetterKind::Changed => Self::Changed(Changed::of(letter)?),
            LetterKind::Question => Self::Question(Closing::of(letter)?),
            LetterKind::Resolved => Self::Resolved(Closing::of(letter)?),
            LetterKind::Reminder => Self::Reminder(Closing::of(letter)?),
            LetterKind::Closed => Self::Closed(Closing::of(letter)?),
            LetterKind::Split => Self::Split(Split::of(letter)?),
            LetterKind::PasswordRequest => Self::PasswordRequest(Link::of(letter)?),
            LetterKind::Invitation => Self::Invitation(Link::of(letter)?),
            LetterKind::SecondFactor => Self::SecondFactor(SecondFactor::of(letter)?),
            LetterKind::AddressChanged => {
                Self::AddressChanged(AddressChanged { happened_at: letter.created_at })
            }
            LetterKind::Digest => Self::Digest(Digest::of(letter)?),
            LetterKind::SlaWarning => Self::SlaWarning(Due::of(letter)?),
            LetterKind::SlaBreached => Self::SlaBreached(Due::of(letter)?),
        })
    }
}

impl About {
    fn of(letter: &engine::Letter) -> Result<Self, LetterError> {
        let ticket = letter.ticket.as_ref().ok_or_else(|| missing(letter, "ticket"))?;
        let comments: Vec<Quote> =
            letter.comment.iter().chain(&letter.more_comments).filter_map(Quote::of).collect();
        Ok(Self {
            ticket: TicketLine::of(ticket),
            comment: comments.first().cloned(),
            comments,
            may_reply: letter.reply_to.is_some() && !ticket.reply_hint,
            reply: match (letter.is_note, letter.for_staff) {
                (true, _) => "reply-by-note",
                (false, true) => "reply-by-staff",
                (false, false) => "reply-by-mail",
            },
            reply_on_the_web: ticket.reply_hint,
        })
    }
}

impl TicketLine {
    fn of(ticket: &LetterTicket) -> Self {
        let subject_tag = line::line(&ticket.subject_tag, 100);
        Self {
            number: ticket.number.to_string(),
            title: subject::title(&ticket.title, &subject_tag, ticket.number),
            subject_tag,
            status: ticket.status.as_str(),
            url: ticket.url.clone(),
        }
    }
}

impl Quote {
    fn of(comment: &engine::LetterComment) -> Option<Self> {
        let text = comment.text.trim();
        let kept: String = text.chars().take(LONGEST_COMMENT).collect();
        // A comment of files alone is worth a word where not all of them go along.
        (!text.is_empty() || comment.more_files > 0).then(|| Self {
            author: some(line::name(&comment.author)),
            lines: kept.lines().map(printable).collect(),
            html: comment.html.clone().filter(|html| !html.is_empty() && kept.len() == text.len()),
            more_files: comment.more_files,
            cut: kept.len() < text.len(),
        })
    }
}

impl Changed {
    fn of(letter: &engine::Letter) -> Result<Self, LetterError> {
        let assigned = told(letter, |change| match change {
            EventChange::Assignee(assignee) => Some(assignee.to.is_some()),
            EventChange::Earlier(Change { field, to, .. }) if field == "assignee" => Some(to.is_some()),
            _ => None,
        });
        let intro = match (letter.for_staff, assigned) {
            (true, Some(true)) => "changed-assigned-intro",
            (true, Some(false)) => "changed-unassigned-intro",
            (true, None) if letter.changes.contains(&LetterChange::New) => "changed-new-intro",
            (true, None) if letter.changes.contains(&LetterChange::Mentioned) => "changed-mentioned-intro",
            (true, None) => "changed-staff-intro",
            (false, _) if letter.for_watcher => "changed-watcher-intro",
            (false, _) => "changed-intro",
        };
        let further = letter.changes.iter().find_map(|change| match change {
            LetterChange::FurtherUnassigned(further) => further.to,
            _ => None,
        });
        let status = told(letter, |change| match change {
            EventChange::Status(status) => ChangeLine::of("status", *status),
            _ => None,
        });
        let priority = told(letter, |change| match change {
            EventChange::Priority(priority) if letter.for_staff => ChangeLine::of("priority", *priority),
            _ => None,
        });
        let changes = status.into_iter().chain(priority).collect();
        Ok(Self { about: About::of(letter)?, intro, changes, further })
    }
}

impl ChangeLine {
    fn of(field: &str, change: FromTo<impl ToString>) -> Option<Self> {
        let (from, to) = (change.from?.to_string(), change.to?.to_string());
        Some(Self { field: field.to_owned(), from, to })
    }
}

impl Closing {
    fn of(letter: &engine::Letter) -> Result<Self, LetterError> {
        let ticket = letter.ticket.as_ref().ok_or_else(|| missing(letter, "ticket"))?;
        let closes_at = ticket.auto_close_at.filter(|_| ticket.status != Status::Closed);
        let link = |asked: fn(&AskLink) -> bool, say: &str| {
            letter.ask.as_ref().filter(|ask| asked(ask)).map(|ask| format!("{}?say={say}", ask.url))
        };
        Ok(Self {
            about: About::of(letter)?,
            closes_at,
            solved_url: link(|ask| ask.solved, "solved"),
            not_solved_url: link(|ask| ask.solved, "open"),
            good_url: link(|ask| ask.satisfied, "good"),
            bad_url: link(|ask| ask.satisfied, "bad"),
        })
    }
}

/// What a letter tells of its ticket, by the first change of which that can be said.
fn told<T>(letter: &engine::Letter, of: impl Fn(&EventChange) -> Option<T>) -> Option<T> {
    letter.changes.iter().find_map(|change| match change {
        LetterChange::Changed(change) => of(change),
        _ => None,
    })
}

impl Split {
    fn of(letter: &engine::Letter) -> Result<Self, LetterError> {
        let from = told(letter, |change| match change {
            EventChange::SplitFrom(source) => source.to.map(|number| number.to_string()),
            _ => None,
        });
        let from = from.ok_or_else(|| missing(letter, "first ticket"))?;
        Ok(Self { about: About::of(letter)?, from })
    }
}

impl Due {
    fn of(letter: &engine::Letter) -> Result<Self, LetterError> {
        let due = told(letter, |change| match change {
            EventChange::Response(due) => Some(("response", due.to?)),
            EventChange::Restoration(due) => Some(("restoration", due.to?)),
            _ => None,
        });
        let (clock, due_at) = due.ok_or_else(|| missing(letter, "agreed time"))?;
        Ok(Self { about: About::of(letter)?, clock, due_at })
    }
}

impl Link {
    fn of(letter: &engine::Letter) -> Result<Self, LetterError> {
        Ok(Self {
            link: letter.link.clone().ok_or_else(|| missing(letter, "link"))?,
            link_expires_at: letter.link_expires_at.ok_or_else(|| missing(letter, "link's end"))?,
        })
    }
}

impl Digest {
    fn of(letter: &engine::Letter) -> Result<Self, LetterError> {
        if letter.news.is_empty() {
            return Err(missing(letter, "tickets"));
        }
        let line = |news: &engine::LetterNews| NewsLine {
            number: news.number.to_string(),
            title: line::line(&news.title, 200),
            url: news.url.clone(),
            notices: news.notices.iter().map(|notice| notice.as_str()).collect(),
        };
        Ok(Self {
            count: letter.news.len() + letter.more_news,
            tickets: letter.news.iter().map(line).collect(),
            more: Some(letter.more_news).filter(|more| *more > 0),
        })
    }
}

impl SecondFactor {
    fn of(letter: &engine::Letter) -> Result<Self, LetterError> {
        let happened = letter.changes.iter().find_map(|change| match change {
            LetterChange::SecondFactor(happened) => Some(happened),
            _ => None,
        });
        let intro = match happened.and_then(|happened| happened.to.as_deref()) {
            Some("enabled") => "second-factor-enabled-intro",
            Some("disabled") => "second-factor-disabled-intro",
            Some("app-removed") => "second-factor-app-removed-intro",
            Some("reset") => "second-factor-reset-intro",
            Some("recovery-code-used") => "second-factor-recovery-code-used-intro",
            Some("passkey-added") => "second-factor-passkey-added-intro",
            Some("passkey-removed") => "second-factor-passkey-removed-intro",
            Some("passkey-refused") => "second-factor-passkey-refused-intro",
            Some("identity-linked") => "second-factor-identity-linked-intro",
            _ => return Err(missing(letter, "what happened")),
        };
        let provider = happened.and_then(|happened| happened.from.clone()).unwrap_or_default();
        let subject = if provider.is_empty() { "second-factor-subject" } else { "login-service-subject" };
        Ok(Self { subject, intro, provider, happened_at: letter.created_at })
    }
}

/// The lines of the queue's own signature, which brings its own farewell.
fn signature(letter: &engine::Letter) -> Vec<String> {
    letter.signature.iter().flat_map(|text| text.lines()).map(printable).collect()
}

fn missing(letter: &engine::Letter, what: &'static str) -> LetterError {
    LetterError::Missing { kind: letter.kind.as_str(), what }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A line of a comment without control characters; a tab becomes spaces.
fn printable(line: &str) -> String {
    line.trim_end().replace('\t', "    ").chars().filter(|c| !c.is_control()).collect()
}
