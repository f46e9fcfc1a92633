//! Rows turned into the model. A word in a row that the model does not know is an internal error, never a guess.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::entity::{
    account, attachment, comment, draft, draft_file, membership, new_ticket_draft, organisation, queue,
    ticket,
};
use crate::{
    attention::Attention,
    error::{Error, Result},
    model::{
        Attachment, Comment, Draft, DraftFile, NewTicketDraft, Organisation, Priority, PublicFace, Queue,
        Status, Ticket, UnknownWord, User, draft_revision,
    },
};

fn word<T: FromStr<Err = UnknownWord>>(word: &str) -> Result<T> {
    word.parse().map_err(Error::internal)
}

/// A ticket with its tags and all that is for the staff alone; [`crate::store::visible`] takes that away.
pub(crate) fn ticket(row: ticket::Model, mut tags: Vec<String>) -> Result<Ticket> {
    tags.sort_unstable();
    let attention = attention(&row);
    let public = PublicFace {
        version: row.public_version,
        updated_at: row.public_updated_at,
        priority: Priority::of_rank(row.public_priority_rank)
            .ok_or_else(|| Error::internal("a ticket has a priority that does not exist"))?,
    };
    Ok(Ticket {
        public,
        attention,
        id: row.id.into(),
        number: row.number,
        status: word(&row.status)?,
        priority: word(&row.priority)?,
        channel: word(&row.channel)?,
        title: row.title,
        queue: row.queue_id.into(),
        customer: row.customer_id.into(),
        organisation: row.organisation_id.map(Into::into),
        assignee: row.assignee_id.map(Into::into),
        is_private: row.is_private,
        merged_into: row.merged_into_id.map(Into::into),
        external_id: row.external_id,
        notice_version: row.notice_version,
        tags,
        created_at: row.created_at,
        updated_at: row.updated_at,
        auto_close_at: row.auto_close_at,
        due_at: row.due_at,
        escalates_at: row.escalates_at,
        version: row.version,
    })
}

/// The status of a ticket.
pub(crate) fn status(row: &ticket::Model) -> Result<Status> {
    word(&row.status)
}

/// What of the customer's waits for the staff in a ticket.
pub(crate) fn attention(row: &ticket::Model) -> Attention {
    Attention {
        waiting_since: row.waiting_since,
        customer_wrote_at: row.customer_wrote_at,
        customer_posts: row.customer_posts,
        held_back: row.held_back_at.zip(row.held_back_from.map(Into::into)),
    }
}

/// Writes into a ticket what of the customer's waits for the staff.
pub(crate) fn set_attention(row: &mut ticket::Model, attention: Attention) {
    row.waiting_since = attention.waiting_since;
    row.customer_wrote_at = attention.customer_wrote_at;
    row.customer_posts = attention.customer_posts;
    row.held_back_at = attention.held_back.map(|(at, _)| at);
    row.held_back_from = attention.held_back.map(|(_, from)| from.into());
}

/// A comment.
pub(crate) fn comment(row: comment::Model) -> Result<Comment> {
    Ok(Comment {
        id: row.id.into(),
        ticket: row.ticket_id.into(),
        author: row.author_id.into(),
        visibility: word(&row.visibility)?,
        channel: word(&row.channel)?,
        text: row.text,
        html: row.html,
        automatic: row.automatic,
        created_at: row.created_at,
        redacted_at: row.redacted_at,
        redacted_files: row.redacted_files.try_into().unwrap_or_default(),
        has_more: row.has_more && row.redacted_at.is_none(),
    })
}

/// A draft.
pub(crate) fn draft(row: draft::Model) -> Result<Draft> {
    Ok(Draft {
        revision: draft_revision(row.writer.as_deref(), row.written_at.unwrap_or(row.saved_at)),
        ticket: row.ticket_id.into(),
        text: row.text,
        visibility: word(&row.visibility)?,
        status: row.status.as_deref().map(word).transpose()?,
        saved_at: row.saved_at,
    })
}

/// A file of a draft, as its owner sees it.
pub(crate) fn draft_file(row: draft_file::Model) -> DraftFile {
    DraftFile {
        id: row.id.into(),
        filename: row.filename,
        content_type: row.content_type,
        size: row.size,
        encrypted: row.encrypted,
        weak_encryption: row.weak_encryption,
    }
}

/// A draft of a new ticket; one without any text is none.
pub(crate) fn new_ticket_draft(row: new_ticket_draft::Model) -> Option<NewTicketDraft> {
    let fields = [&row.title, &row.text, &row.note, &row.customer_email, &row.customer_name];
    let is_written = fields.iter().any(|text| !text.trim().is_empty());
    is_written.then_some(NewTicketDraft {
        title: row.title,
        text: row.text,
        note: row.note,
        customer_email: row.customer_email,
        customer_name: row.customer_name,
        saved_at: row.saved_at,
    })
}

/// A file of a comment.
pub(crate) fn attachment(row: attachment::Model) -> Attachment {
    Attachment {
        id: row.id.into(),
        comment: row.comment_id.into(),
        filename: row.filename,
        content_type: row.content_type,
        size: row.size,
        sha256: row.sha256,
        encrypted: row.encrypted,
        weak_encryption: row.weak_encryption,
    }
}

/// A person with the organisation they belong to.
pub(crate) fn user(row: account::Model, member: Option<membership::Model>) -> Result<User> {
    let (member_of, selected) = member.map(|member| (member.organisation_id, member.sees_tickets)).unzip();
    let account::Model { id, email, user_name, name, role, locale, time_zone, active, .. } = row;
    let (external_id, created_at) = (row.external_id, row.created_at);
    Person {
        id,
        email,
        user_name,
        name,
        role,
        locale,
        time_zone,
        active,
        external_id,
        created_at,
        member_of,
        selected,
    }
    .user()
}

/// What is read of a person for others: all but the password and what lists are searched by.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Person {
    pub(super) id: Uuid,
    pub(super) email: String,
    pub(super) user_name: Option<String>,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) locale: String,
    pub(super) time_zone: String,
    pub(super) active: bool,
    pub(super) external_id: Option<String>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) member_of: Option<Uuid>,
    pub(super) selected: Option<bool>,
}

impl Person {
    /// The columns of the account; beside them stand [`Self::MEMBER_OF`] and [`Self::SELECTED`].
    pub(crate) const COLUMNS: [account::Column; 10] = [
        account::Column::Id,
        account::Column::Email,
        account::Column::UserName,
        account::Column::Name,
        account::Column::Role,
        account::Column::Locale,
        account::Column::TimeZone,
        account::Column::Active,
        account::Column::ExternalId,
        account::Column::CreatedAt,
    ];
    /// The column with the organisation to which the person belongs.
    pub(crate) const MEMBER_OF: &str = "member_of";
    /// The column that says whether they were selected to see the tickets of that organisation.
    pub(crate) const SELECTED: &str = "selected";

    /// The person with all that is known of them.
    pub(crate) fn user(self) -> Result<User> {
        Ok(User {
            id: self.id.into(),
            email: self.email,
            user_name: self.user_name,
            name: self.name,
            role: word(&self.role)?,
            organisation: self.member_of.map(Into::into),
            sees_organisation: self.selected.unwrap_or_default(),
            locale: self.locale,
            time_zone: self.time_zone,
            active: self.active,
            external_id: self.external_id,
            created_at: self.created_at,
        })
    }
}

/// An organisation with its domains.
pub(crate) fn organisation(row: organisation::Model, mut domains: Vec<String>) -> Result<Organisation> {
    domains.sort_unstable();
    Ok(Organisation {
        id: row.id.into(),
        name: row.name,
        domains,
        sharing: word(&row.sharing)?,
        agreement: row.agreement_id.map(Into::into),
        external_id: row.external_id,
        created_at: row.created_at,
    })
}

/// A queue.
pub(crate) fn queue(row: queue::Model) -> Result<Queue> {
    Ok(Queue {
        id: row.id.into(),
        settings: serde_json::from_str(&row.settings)?,
        name: row.name,
        address: row.address,
        agreement: row.agreement_id.map(Into::into),
        active: row.active,
    })
}
