//! Hands out the data of one person: who they are, the tickets that they opened, and what was said in public.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    actor::{Actor, Scope},
    commands::user::check::refuse_gone,
    engine::Engine,
    error::Result,
    model::{Audited, Role, UserId},
    policy::{self, Action},
    store::{
        Work, absences, audit,
        entity::{account, comment, ticket, ticket_rating},
        exports, identities, memberships, memos, passkeys, people, phones, ratings, second_factors,
        signatures,
    },
};

/// How long an export can be fetched.
const LIFETIME: TimeDelta = TimeDelta::hours(1);

impl Engine {
    /// Makes a token by which the data of a person can be fetched for an hour; for admins.
    ///
    /// # Errors
    /// [`crate::Error::BadInput`] for `id`, when the account is merged into another or erased; [`crate::Error::NotFound`];
    /// [`crate::Error::Forbidden`]; [`crate::Error::MissingScope`].
    pub async fn export_user(&self, actor: &Actor, id: UserId) -> Result<String> {
        let permit = self.permit(actor, Action::HandlePersonalData, None)?;
        // What was said in their tickets is in it.
        policy::in_scope(actor, Scope::Read)?;
        let work = Work::begin(self).await?;
        refuse_gone(&people::lock(work.tx(), id).await?)?;
        let admin = actor.user().map_or(UserId(Uuid::nil()), |viewer| viewer.id);
        let token = self.secret().export_token(id, admin, work.now() + LIFETIME)?;
        audit::note(&work, actor, Audited::UserExported { user: id }).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(token)
    }

    /// The data of a person as JSON, by a token of [`Engine::export_user`]; `None`: the token is not or no longer valid, or
    /// whoever made it is no admin any more.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn exported_user(&self, token: &str) -> Result<Option<Vec<u8>>> {
        let now = self.now();
        let Some((user, admin)) = self.secret().exported(token, now)? else { return Ok(None) };
        if !admin.0.is_nil() {
            let maker = people::find(self.database().ro(), admin).await?;
            if !maker.is_some_and(|maker| maker.active && maker.role == Role::Admin.as_str()) {
                return Ok(None);
            }
        }
        let Some(person) = people::find(self.database().ro(), user).await? else { return Ok(None) };
        if refuse_gone(&person).is_err() {
            return Ok(None);
        }
        let data = Box::pin(self.data_of(person, now)).await?;
        Ok(Some(serde_json::to_vec_pretty(&data)?))
    }

    async fn data_of(&self, person: account::Model, now: DateTime<Utc>) -> Result<Value> {
        let db = self.database().ro();
        let addresses = people::addresses(db, person.id.into()).await?;
        let phones = phones::of(db, person.id.into()).await?.into_iter().map(|phone| phone.number);
        let phones: Vec<String> = phones.collect();
        let memo = memos::of(db, person.id).await?.map(|memo| memo.text).filter(|text| !text.is_empty());
        let identities: Vec<Value> = identities::of(db, person.id)
            .await?
            .into_iter()
            .map(|row| json!({ "issuer": row.issuer, "subject": row.subject, "address": row.address, "linkedAt": row.created_at }))
            .collect();
        let second_factor = second_factors::find(db, person.id).await?.and_then(|row| row.enabled_at);
        let passkeys: Vec<Value> = passkeys::of(db, person.id)
            .await?
            .into_iter()
            .map(|row| json!({ "name": row.name, "addedAt": row.created_at, "lastUsedAt": row.last_used_at }))
            .collect();
        let absence = absences::of_people(db, &[person.id], now).await?.remove(&UserId::from(person.id));
        let absence = absence.map(|absence| json!({ "from": absence.from, "until": absence.until }));
        let organisations = memberships::names_of(db, person.id.into()).await?;
        let tickets = exports::tickets(db, person.id).await?;
        let mut listed = Vec::with_capacity(tickets.len());
        for ticket in tickets {
            listed.push(self.ticket_of(&person, ticket).await?);
        }
        Ok(json!({
            "exportedAt": now,
            "person": {
                "name": person.name,
                "userName": person.user_name,
                "addresses": addresses,
                "phones": phones,
                "memo": memo,
                "signature": signatures::of(db, person.id).await?,
                "identities": identities,
                "secondFactorSince": second_factor,
                "passkeys": passkeys,
                "externalId": person.external_id,
                "role": person.role,
                "organisations": organisations,
                "locale": person.locale,
                "timeZone": person.time_zone,
                "absence": absence,
                "active": person.active,
                "createdAt": person.created_at,
            },
            "tickets": listed,
        }))
    }

    /// A ticket with its public comments: all of those that the person opened, their own of others.
    async fn ticket_of(&self, person: &account::Model, row: ticket::Model) -> Result<Value> {
        let db = self.database().ro();
        let own = row.customer_id == person.id;
        let comments = exports::comments(db, row.id, (!own).then_some(person.id)).await?;
        let ids: Vec<Uuid> = comments.iter().map(|comment| comment.id).collect();
        let files = exports::files(db, &ids).await?;
        let ratings = if own { ratings::all_of(db, row.id).await? } else { Vec::new() };
        let rated = |row: &ticket_rating::Model| json!({ "rating": row.rating, "comment": row.comment, "ratedAt": row.rated_at });
        let said = |comment: &comment::Model| {
            let attachments: Vec<Value> = files
                .iter()
                .filter(|file| file.comment_id == comment.id)
                .map(|file| {
                    json!({
                        "filename": file.filename,
                        "contentType": file.content_type,
                        "size": file.size,
                        "sha256": file.sha256,
                    })
                })
                .collect();
            json!({
                "by": if comment.author_id == person.id { "person" } else { "other" },
                "channel": comment.channel,
                "text": comment.text,
                "createdAt": comment.created_at,
                "attachments": attachments,
            })
        };
        Ok(json!({
            "number": row.number,
            "title": if own { Some(row.title.as_str()) } else { None },
            "status": row.status,
            "own": own,
            "createdAt": row.created_at,
            "ratings": ratings.iter().map(rated).collect::<Vec<_>>(),
            "comments": comments.iter().map(said).collect::<Vec<_>>(),
        }))
    }
}
