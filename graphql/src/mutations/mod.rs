//! Why: every change of the schema, one file per verb, merged into the root; each parses, calls one command, shows.

mod agreement;
mod calendar;
mod mail;
mod organisation;
mod queue;
mod session;
mod ticket;
mod token;
mod user;

use async_graphql::MergedObject;

/// All mutations.
#[derive(Default, MergedObject)]
pub struct Mutation(
    session::Login,
    session::Logout,
    session::RequestPasswordReset,
    session::ResetPassword,
    session::ChangePassword,
    session::RenewSession,
    ticket::CreateTicket,
    ticket::AddComment,
    ticket::SaveDraft,
    ticket::SaveNewTicketDraft,
    ticket::UpdateTicket,
    ticket::ChangeTicket,
    ticket::ChangeTickets,
    ticket::MarkSeen,
    ticket::WatchTicket,
    ticket::UnwatchTicket,
    ticket::ResendEmail,
    ticket::LinkTickets,
    ticket::UnlinkTickets,
    ticket::AddExternalLink,
    ticket::RemoveExternalLink,
    ticket::Redact,
    ticket::SplitTicket,
    ticket::MergeTickets,
    ticket::UnmergeTicket,
    organisation::CreateOrganisation,
    organisation::UpdateOrganisation,
    user::CreateUser,
    user::UpdateUser,
    queue::CreateQueue,
    queue::SetQueueMembers,
    queue::UpdateQueue,
    calendar::CreateCalendar,
    calendar::UpdateCalendar,
    calendar::ImportHolidays,
    agreement::CreateAgreement,
    agreement::UpdateAgreement,
    token::CreateApiToken,
    token::RevokeApiToken,
    session::RevokeSession,
    mail::ReleaseMail,
    mail::DiscardMail,
    mail::ReplayMail,
);
