//! Why: every change of the schema, one file per verb, merged into the root; each parses, calls one command, shows.

mod agreement;
mod calendar;
mod email_template;
mod import;
mod macros;
mod mail;
mod mail_account;
mod mailbox;
mod notification;
mod organisation;
mod passkey;
mod queue;
mod second_factor;
mod session;
mod text_block;
mod ticket;
mod token;
mod user;
mod view;

use async_graphql::MergedObject;

/// All mutations.
// In groups, since a build without optimisation keeps the futures of all that stand side by side on the stack, of which a
// thread has two megabytes.
#[derive(Default, MergedObject)]
pub struct Mutation(Account, SecondFactors, Passkeys, Tickets, TicketsBeside, People, Times, Desk, Texts);

/// What people do with their own log-ins.
#[derive(Default, MergedObject)]
struct Account(
    session::Login,
    session::Logout,
    session::RequestPasswordReset,
    session::ResetPassword,
    session::ChangePassword,
    session::RenewSession,
    session::RevokeSession,
    session::RevokeOtherSessions,
    session::UnlinkIdentity,
    user::ChooseNotice,
    user::SwitchEmails,
    user::ChooseMailTimes,
    user::ChooseAbsence,
    user::ChooseSignature,
);

/// What people show beside their password.
#[derive(Default, MergedObject)]
struct SecondFactors(
    session::ConfirmLogin,
    second_factor::BeginSecondFactor,
    second_factor::ConfirmSecondFactor,
    second_factor::DisableSecondFactor,
    second_factor::RenewRecoveryCodes,
    second_factor::ResetSecondFactor,
);

/// What people log in with instead of a password.
#[derive(Default, MergedObject)]
struct Passkeys(
    session::BeginIdentityLink,
    session::BeginPasskeyLogin,
    session::LoginWithPasskey,
    passkey::BeginPasskey,
    passkey::AddPasskey,
    passkey::RenamePasskey,
    passkey::BeginPasskeyProof,
    passkey::RemovePasskey,
);

/// What is done to tickets.
#[derive(Default, MergedObject)]
struct Tickets(
    ticket::CreateTicket,
    ticket::AddComment,
    ticket::SaveDraft,
    ticket::DraftFiles,
    ticket::SaveNewTicketDraft,
    ticket::UpdateTicket,
    ticket::ChangeTicket,
    ticket::ChangeTickets,
);

/// What is done beside tickets: watching, links, emails.
#[derive(Default, MergedObject)]
struct TicketsBeside(
    ticket::MarkSeen,
    ticket::MarkUnseen,
    ticket::WatchTicket,
    ticket::UnwatchTicket,
    ticket::ResendEmail,
    ticket::LinkTickets,
    ticket::UnlinkTickets,
    ticket::AddExternalLink,
    ticket::RemoveExternalLink,
    ticket::RateTicket,
    ticket::AnswerLetter,
    ticket::Redact,
    ticket::UndoSend,
    ticket::SplitTicket,
    ticket::MergeTickets,
    ticket::UnmergeTicket,
);

/// What is done to people, organisations and queues.
#[derive(Default, MergedObject)]
struct People(
    organisation::CreateOrganisation,
    organisation::UpdateOrganisation,
    organisation::TakeOverSenders,
    user::CreateUser,
    user::UpdateUser,
    user::ExportUser,
    user::EraseUser,
    user::TryAddress,
    user::SetMemo,
    user::InviteUser,
    user::MergeUsers,
    queue::CreateQueue,
    queue::SetQueueMembers,
    queue::UpdateQueue,
    import::ImportUsers,
    import::ImportOrganisations,
);

/// What is done to calendars, agreements and mailboxes.
#[derive(Default, MergedObject)]
struct Times(
    calendar::CreateCalendar,
    calendar::UpdateCalendar,
    calendar::ImportHolidays,
    agreement::CreateAgreement,
    agreement::UpdateAgreement,
    mailbox::CreateMailbox,
    mailbox::UpdateMailbox,
    mailbox::DeleteMailbox,
    mailbox::TestMailbox,
    mailbox::FetchMailboxes,
);

/// What is done to text blocks, macros and email templates.
#[derive(Default, MergedObject)]
struct Texts(
    text_block::CreateTextBlock,
    text_block::UpdateTextBlock,
    text_block::DeleteTextBlock,
    macros::CreateMacro,
    macros::UpdateMacro,
    macros::DeleteMacro,
    email_template::SetEmailTemplate,
);

/// What is done to views, tokens and held mail.
#[derive(Default, MergedObject)]
struct Desk(
    view::CreateView,
    view::UpdateView,
    view::DeleteView,
    view::OrderViews,
    notification::MarkNotificationsRead,
    token::CreateApiToken,
    token::RevokeApiToken,
    mail::ReleaseMail,
    mail::DiscardMail,
    mail::ReplayMail,
    mail_account::StartMailSignIn,
    mail_account::FinishMailSignIn,
    mail_account::CancelMailSignIn,
    mail_account::DisconnectMailAccount,
);
