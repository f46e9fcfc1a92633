//! Why a mail became what it became: the English sentence of each reason.

use super::MailReason;

impl MailReason {
    /// The reasons of a mail that one of the staff passes on for somebody else: that person has not got it.
    pub(crate) const PASSING_ON: [Self; 3] =
        [Self::PassedOn, Self::ForwardEndUnknown, Self::ForwardFilesUnknown];

    /// The reason in English words. `detail` is the number of the other ticket, or what the other server said.
    #[must_use]
    pub fn sentence(self, detail: Option<&str>) -> String {
        let words = match self {
            Self::OwnMail => "it is one of our own emails",
            Self::OwnAddress => "it comes from one of our own addresses, so there is nobody to reply to",
            Self::Spam => "a filter marked it as spam, and its sender has no account",
            Self::MailServer => {
                "it was sent by a mail server or without a sender, and is not about one of our emails"
            }
            Self::NullSender => "its sender address is empty, and its sender has no account",
            Self::TooManyNewSenders => "too many new senders from the same domain or network, or in total",
            Self::TooManyFromSender => "too many emails from this sender within an hour",
            Self::Guarded => "the host program refused it",
            Self::StaffUnproven => {
                "it claims to be from the staff, but has neither a signed reply address nor a trusted sender check"
            }
            Self::StaffForged => "it claims to be from the staff, but the sender check failed",
            Self::SenderForged => "a trusted server reports that its sender is forged (dmarc=fail)",
            Self::FormerStaff => {
                "its sender is not allowed to write for the staff here, so only the staff can see it"
            }
            Self::Uninvited => {
                "its sender is not a participant: the reply address belongs to somebody else, or to somebody who can no longer see the ticket"
            }
            Self::StaffAutoReply => "automatic replies of the staff are visible only to the staff",
            Self::AutoReply => "an automatic reply does not change the status",
            Self::ReadReceipt => "a receipt: one of our emails was read or deleted unread",
            Self::RepliesHeldBack => "replies to this mailbox are visible only to the staff",
            Self::MentionsOther => {
                let number = detail.unwrap_or("?");
                return format!("it refers to #{number}, but its sender is not a participant of that ticket");
            }
            Self::FollowsClosed => {
                let number = detail.unwrap_or("?");
                return format!("it replies to #{number}, which was closed too long ago to be reopened");
            }
            Self::NotConfirmed => {
                "no confirmation: an automatic email, a forged sender, or too many emails from this sender or from new senders"
            }
            Self::PassedOn => "a staff member forwarded somebody else's email: it counts as theirs",
            Self::CustomerMissing => {
                "a staff member forwarded an email without the address of its author: the customer is missing"
            }
            Self::ForwardEndUnknown => {
                "a staff member forwarded an email, but where it ends could not be determined: only the staff can see it"
            }
            Self::ForwardFilesUnknown => {
                "a member of the staff passed on an email, and whose the files beside it are cannot be told: only the staff see them"
            }
            Self::WrittenByStaff => {
                "a staff member wrote to a customer and copied the desk: it is the first answer of a new ticket"
            }
            Self::Unreadable => "it could not be read and is attached as it was received",
            Self::Undelivered => return detail.unwrap_or("the mail could not be delivered").to_owned(),
            Self::Duplicate => "this email was received before",
            Self::Old => {
                "it was received long before its mailbox was set up: it keeps its own date, and nobody was notified"
            }
            Self::Read => {
                "it had been read before its mailbox was set up: it keeps its own date, and nobody was notified"
            }
            Self::Discarded => "a staff member discarded it",
        };
        words.to_owned()
    }

    /// Whether a comment with this reason is one that the staff should look at twice.
    #[must_use]
    pub const fn is_warning(self) -> bool {
        matches!(
            self,
            Self::StaffUnproven
                | Self::StaffForged
                | Self::SenderForged
                | Self::FormerStaff
                | Self::Uninvited
                | Self::CustomerMissing
                | Self::ForwardEndUnknown
                | Self::ForwardFilesUnknown
                | Self::Unreadable
                | Self::MailServer
                | Self::OwnAddress
        )
    }
}
