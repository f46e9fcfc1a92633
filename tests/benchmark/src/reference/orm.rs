//! A, B and C by sea-orm alone: one joined query for a page, one transaction for a comment, no rights, no HTTP.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, SqliteTransactionMode, TransactionOptions, TransactionTrait as _,
    sea_query::{Expr, ExprTrait as _},
};
use uuid::Uuid;

use super::entity::{account, comment, event, letter, organisation, ticket};
use crate::{
    bench::Pools,
    data::plan::{Person, Ticket},
};

/// A row of A.
#[derive(Debug, FromQueryResult)]
#[expect(dead_code, reason = "what is read is the work, and nobody looks at it")]
struct Listed {
    number: i64,
    title: String,
    status: String,
    created_at: DateTime<Utc>,
    customer: String,
    organisation: Option<String>,
    text: Option<String>,
    commented_at: Option<DateTime<Utc>>,
}

/// A row of B.
#[derive(Debug, FromQueryResult)]
#[expect(dead_code, reason = "what is read is the work, and nobody looks at it")]
struct Told {
    number: i64,
    title: String,
    status: String,
    created_at: DateTime<Utc>,
    text: Option<String>,
    commented_at: Option<DateTime<Utc>>,
    author: Option<String>,
}

/// The newest open tickets of an organisation.
pub(crate) async fn a(pools: &Pools, of: Uuid) {
    let customer =
        ticket::Entity::belongs_to(account::Entity).from(ticket::Column::CustomerId).to(account::Column::Id);
    let own = ticket::Entity::belongs_to(organisation::Entity)
        .from(ticket::Column::OrganisationId)
        .to(organisation::Column::Id);
    let last = ticket::Entity::belongs_to(comment::Entity)
        .from(ticket::Column::Id)
        .to(comment::Column::TicketId)
        .on_condition(|_, _| {
            let newest = "\"comment\".\"id\" = (SELECT \"c\".\"id\" FROM \"comment\" AS \"c\" \
                WHERE \"c\".\"ticket_id\" = \"ticket\".\"id\" \
                ORDER BY \"c\".\"created_at\" DESC, \"c\".\"id\" DESC LIMIT 1)";
            Condition::all().add(Expr::cust(newest))
        });
    let rows = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::Number, ticket::Column::Title, ticket::Column::Status])
        .column(ticket::Column::CreatedAt)
        .column_as(account::Column::Name, "customer")
        .column_as(organisation::Column::Name, "organisation")
        .column(comment::Column::Text)
        .column_as(comment::Column::CreatedAt, "commented_at")
        .join(JoinType::InnerJoin, customer.into())
        .join(JoinType::LeftJoin, own.into())
        .join(JoinType::LeftJoin, last.into())
        .filter(ticket::Column::OrganisationId.eq(of))
        .filter(ticket::Column::Status.eq("OPEN"))
        .order_by_desc(ticket::Column::CreatedAt)
        .order_by_desc(ticket::Column::Id)
        .limit(50)
        .into_model::<Listed>()
        .all(&pools.ro)
        .await;
    assert_eq!(rows.expect("rows").len(), 50, "rows of A");
}

/// A ticket with its comments and their authors.
pub(crate) async fn b(pools: &Pools, number: i64) {
    let comments =
        ticket::Entity::belongs_to(comment::Entity).from(ticket::Column::Id).to(comment::Column::TicketId);
    let author =
        comment::Entity::belongs_to(account::Entity).from(comment::Column::AuthorId).to(account::Column::Id);
    let rows = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::Number, ticket::Column::Title, ticket::Column::Status])
        .column(ticket::Column::CreatedAt)
        .column(comment::Column::Text)
        .column_as(comment::Column::CreatedAt, "commented_at")
        .column_as(account::Column::Name, "author")
        .join(JoinType::LeftJoin, comments.into())
        .join(JoinType::LeftJoin, author.into())
        .filter(ticket::Column::Number.eq(number))
        .order_by_asc(comment::Column::CreatedAt)
        .order_by_asc(comment::Column::Id)
        .limit(50)
        .into_model::<Told>()
        .all(&pools.ro)
        .await;
    assert!(rows.expect("rows").len() >= 3, "rows of B");
}

/// What a comment writes: the ticket, the comment, a line of the journal and a letter, in one transaction.
#[expect(clippy::disallowed_methods, reason = "the reference has no engine, and no unit of work")]
pub(crate) async fn c(pools: &Pools, of: &Ticket, new: &New) {
    let begin = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let tx = pools.rw.begin_with_options(begin).await.expect("a transaction");
    ticket::Entity::update_many()
        .col_expr(ticket::Column::Version, Expr::col(ticket::Column::Version).add(1))
        .col_expr(ticket::Column::UpdatedAt, new.at.into())
        .filter(ticket::Column::Id.eq(of.id()))
        .exec(&tx)
        .await
        .expect("updated");
    let row = comment::ActiveModel {
        id: Set(new.comment),
        ticket_id: Set(of.id()),
        author_id: Set(new.author),
        visibility: Set("PUBLIC".to_owned()),
        channel: Set("WEB".to_owned()),
        text: Set(new.text.clone()),
        html: Set(format!("<p>{}</p>", new.text)),
        automatic: Set(false),
        created_at: Set(new.at),
    };
    comment::Entity::insert(row).exec_without_returning(&tx).await.expect("a comment");
    let row = event::ActiveModel {
        id: Set(new.event),
        kind: Set("COMMENTED".to_owned()),
        ticket_id: Set(of.id()),
        actor_id: Set(Some(new.author)),
        cause: Set("WEB".to_owned()),
        comment_id: Set(Some(new.comment)),
        changes: Set("[]".to_owned()),
        internal: Set(false),
        at: Set(new.at),
        ..Default::default()
    };
    event::Entity::insert(row).exec_without_returning(&tx).await.expect("an event");
    let row = letter::ActiveModel {
        id: Set(new.letter),
        kind: Set("CHANGED".to_owned()),
        ticket_id: Set(Some(of.id())),
        comment_id: Set(Some(new.comment)),
        recipient_id: Set(Person::Customer(of.customer).id()),
        address: Set(Person::Customer(of.customer).email()),
        message_id: Set(format!("{}@reference", new.letter)),
        // Nobody sends it.
        state: Set("SENT".to_owned()),
        attempts: Set(0),
        next_at: Set(new.at),
        created_at: Set(new.at),
        changes: Set("[]".to_owned()),
    };
    letter::Entity::insert(row).exec_without_returning(&tx).await.expect("a letter");
    tx.commit().await.expect("committed");
}

/// What a new comment needs.
#[derive(Debug, Clone)]
pub(crate) struct New {
    pub(crate) comment: Uuid,
    pub(crate) event: Uuid,
    pub(crate) letter: Uuid,
    pub(crate) author: Uuid,
    pub(crate) at: DateTime<Utc>,
    pub(crate) text: String,
}
