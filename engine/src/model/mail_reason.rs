//! Why a mail became what it became: the English sentence of each reason.

use super::MailReason;

impl MailReason {
    /// The reasons of a mail that one of the staff passes on for somebody else: that person has not got it.
    pub(crate) const PASSING_ON: [Self; 2] = [Self::PassedOn, Self::ForwardEndUnknown];

    /// The reason in English words. `detail` is the number of the other ticket, or what the other server said.
    #[must_use]
    pub fn sentence(self, detail: Option<&str>) -> String {
        let words = match self {
            Self::OwnMail => "it is one of our own mails",
            Self::OwnAddress => "it comes from one of our own addresses and names nobody to answer",
            Self::Spam => "a filter marked it as spam, and its sender has no account",
            Self::MailServer => "a mail server or an empty sender wrote it, and not about a mail of ours",
            Self::NullSender => "it has an empty sender address, and its sender has no account",
            Self::TooManyNewSenders => "too many new senders from the same domain or network, or in all",
            Self::TooManyFromSender => "too many mails from this sender within an hour",
            Self::Guarded => "the program that this desk is part of refused it",
            Self::StaffUnproven => {
                "it claims to be from the staff without a signed reply address or a trusted check of its sender"
            }
            Self::StaffForged => "it claims to be from the staff, but the check of its sender failed",
            Self::SenderForged => "a trusted server says that its sender did not write it (dmarc=fail)",
            Self::FormerStaff => {
                "its sender does not speak for the staff here, so that the staff alone see it"
            }
            Self::Uninvited => {
                "its sender takes no part in the ticket: the reply address is somebody else's, or its reader may not read the ticket any more"
            }
            Self::StaffAutoReply => "an automatic reply of the staff is shown to the staff alone",
            Self::AutoReply => "an automatic reply leaves the status as it is",
            Self::ReadReceipt => "a receipt: a mail of ours was read, or deleted unread",
            Self::RepliesHeldBack => "replies to this mailbox are shown to the staff alone",
            Self::MentionsOther => {
                let number = detail.unwrap_or("?");
                return format!("the subject names #{number}, but its sender takes no part in that ticket");
            }
            Self::FollowsClosed => {
                let number = detail.unwrap_or("?");
                return format!("it answers #{number}, which was closed too long ago to be reopened");
            }
            Self::NotConfirmed => {
                "no confirmation: an automatic mail, one whose sender is forged, or too many from this sender or from new ones"
            }
            Self::PassedOn => {
                "a member of the staff passed on the email of somebody else: it counts as theirs"
            }
            Self::CustomerMissing => {
                "a member of the staff passed on an email that names no address of its writer: the customer is missing"
            }
            Self::ForwardEndUnknown => {
                "a member of the staff passed on an email, and where that ends cannot be told: only the staff see it"
            }
            Self::WrittenByStaff => {
                "a member of the staff wrote to a customer and copied the desk in: it is the first answer of a new ticket"
            }
            Self::Unreadable => "nothing could be read in it: it is attached as it came",
            Self::Undelivered => return detail.unwrap_or("the mail could not be delivered").to_owned(),
            Self::Duplicate => "this mail was received before",
            Self::Old => {
                "it came long before its mailbox was fetched: it has its own date, and nobody was written to"
            }
            Self::Read => {
                "somebody had read it before its mailbox was fetched: it has its own date, and nobody was written to"
            }
            Self::Discarded => "a member of the staff discarded it",
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
                | Self::Unreadable
                | Self::MailServer
                | Self::OwnAddress
        )
    }
}
