//! The tables as the reference reads them: what it needs of them.
#![allow(unreachable_pub, reason = "sea-orm's derives write public items, the module is not")]

macro_rules! entity {
    ($table:literal, $name:ident { $($(#[$meta:meta])* $column:ident: $kind:ty),+ $(,)? }) => {
        pub(crate) mod $name {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                $($(#[$meta])* pub $column: $kind),+
            }

            #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

entity!(
    "account",
    account {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        name: String,
    }
);
entity!(
    "organisation",
    organisation {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        name: String,
    }
);
entity!("ticket", ticket {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    number: i64,
    title: String,
    status: String,
    customer_id: Uuid,
    organisation_id: Option<Uuid>,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    version: i64,
});
entity!(
    "comment",
    comment {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        ticket_id: Uuid,
        author_id: Uuid,
        visibility: String,
        channel: String,
        text: String,
        html: String,
        automatic: bool,
        created_at: DateTimeUtc,
    }
);
entity!("event", event {
    #[sea_orm(primary_key)] seq: i64,
    id: Uuid,
    kind: String,
    ticket_id: Uuid,
    actor_id: Option<Uuid>,
    cause: String,
    comment_id: Option<Uuid>,
    changes: String,
    internal: bool,
    at: DateTimeUtc,
});
entity!("letter", letter {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    kind: String,
    ticket_id: Option<Uuid>,
    comment_id: Option<Uuid>,
    recipient_id: Uuid,
    address: String,
    message_id: String,
    state: String,
    attempts: i32,
    next_at: DateTimeUtc,
    created_at: DateTimeUtc,
    changes: String,
});
