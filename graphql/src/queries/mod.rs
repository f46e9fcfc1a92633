//! Why: every question of the schema, one file per noun, merged into the root.

mod access;
mod agreement;
mod audit;
mod email_template;
mod mail;
mod node;
mod notification;
mod organisation;
mod queue;
mod report;
mod session;
mod text_block;
mod ticket;
mod user;
mod view;

use async_graphql::MergedObject;

/// All queries.
#[derive(Default, MergedObject)]
pub struct Query(
    session::SessionQuery,
    node::NodeQuery,
    ticket::TicketQuery,
    organisation::OrganisationQuery,
    user::UserQuery,
    queue::QueueQuery,
    access::AccessQuery,
    mail::MailQuery,
    notification::NotificationQuery,
    audit::AuditQuery,
    agreement::AgreementQuery,
    view::ViewQuery,
    report::ReportQuery,
    text_block::TextBlockQuery,
    email_template::EmailTemplateQuery,
);
