//! Keeps the journal's order when a dump is restored into another PostgreSQL cluster.
//!
//! A line's `tx` is a transaction id of the cluster that wrote it, and a new cluster counts anew: its lines would sort
//! before the old ones, and readers who stop at the oldest open transaction would wait for years. So all lines are
//! moved below zero, in their order, when the database is first opened there, and by how much is remembered: what a
//! reader with a name wrote down before can still be understood. Cursors that were given out name events, and need no help.

use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait, Statement,
};

use super::{entity::setting, events::START};
use crate::model::Place;

/// By how much the lines were moved, each time; the number of entries is the epoch of what is written down now.
pub(super) type Shifts = Vec<i64>;

const KEY: &str = "journal.shifts";

/// The last line's transaction and the next one that the cluster will give out, with what was moved so far.
const STATE: &str = "SELECT (SELECT max(tx) FROM event) AS last,
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next,
    (SELECT value FROM setting WHERE key = 'journal.shifts') AS shifts";

/// Moves the lines if they come from another cluster, and tells by how much they were moved in all their life.
#[expect(clippy::disallowed_methods, reason = "runs before there is an engine whose Work could commit")]
pub(super) async fn shifts(rw: &DatabaseConnection) -> Result<Shifts, DbErr> {
    if rw.get_database_backend() != DbBackend::Postgres {
        return Ok(Shifts::new());
    }
    // Nobody followed this database under its old numbers.
    rw.execute_unprepared(
        "DELETE FROM rights_change WHERE tx >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint",
    )
    .await?;
    let (shifts, shift) = state(rw).await?;
    if shift.is_none() {
        return Ok(shifts);
    }
    let tx = sea_orm::TransactionTrait::begin(rw).await?;
    // However long a reader needs: this happens once in the life of a cluster.
    tx.execute_unprepared("SET LOCAL lock_timeout = 0; LOCK TABLE event IN ACCESS EXCLUSIVE MODE").await?;
    let (mut shifts, shift) = state(&tx).await?;
    if let Some(shift) = shift {
        tracing::warn!(shift, "the database was restored into another cluster: the journal is numbered anew");
        tx.execute_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "UPDATE event SET tx = tx - $1",
            [shift.into()],
        ))
        .await?;
        shifts.push(shift);
        let row = setting::ActiveModel { key: Set(KEY.to_owned()), value: Set(words(&shifts)) };
        let again = sea_orm::sea_query::OnConflict::column(setting::Column::Key)
            .update_column(setting::Column::Value)
            .to_owned();
        setting::Entity::insert(row).on_conflict(again).exec_without_returning(&tx).await?;
    }
    tx.commit().await?;
    Ok(shifts)
}

/// What was moved so far, and by how much the lines must be moved now.
async fn state(db: &impl ConnectionTrait) -> Result<(Shifts, Option<i64>), DbErr> {
    let statement = Statement::from_string(DbBackend::Postgres, STATE);
    let Some(row) = db.query_one_raw(statement).await? else { return Ok((Shifts::new(), None)) };
    let last: Option<i64> = row.try_get("", "last")?;
    let next: i64 = row.try_get("", "next")?;
    let shifts: Option<String> = row.try_get("", "shifts")?;
    let shifts = shifts.unwrap_or_default().split_whitespace().filter_map(|word| word.parse().ok()).collect();
    Ok((shifts, last.filter(|last| *last >= next).map(|last| last + 1)))
}

fn words(shifts: &[i64]) -> String {
    shifts.iter().map(i64::to_string).collect::<Vec<_>>().join(" ")
}

/// The epoch of the places that are written down now.
pub(super) fn epoch(shifts: &[i64]) -> i64 {
    i64::try_from(shifts.len()).unwrap_or(i64::MAX)
}

/// A place that was written down in an epoch, as the database numbers it today. One from a history that this database does
/// not know is its beginning: better seen twice than never.
pub(super) fn today(shifts: &[i64], noted: i64, (tx, seq): Place) -> Place {
    if noted == epoch(shifts) {
        return (tx, seq);
    }
    let moved = usize::try_from(noted).ok().and_then(|known| shifts.get(known..));
    match moved.and_then(|moved| moved.iter().try_fold(tx, |tx, shift| tx.checked_sub(*shift))) {
        Some(tx) if tx < 0 => (tx, seq),
        // It saw more than was restored: it stands behind all that was.
        Some(_) => (-1, i64::MAX),
        None => START,
    }
}

#[cfg(test)]
mod tests {
    use super::today;
    use crate::store::events::START;

    #[test]
    fn after_a_restore_a_place_is_still_the_same() {
        for (shifts, noted, place, now) in [
            (&[100][..], 0, (90, 7), (-10, 7)),
            (&[100, 50][..], 0, (90, 7), (-60, 7)),
            (&[100, 50][..], 1, (5, 7), (-45, 7)),
            (&[100][..], 1, (5, 7), (5, 7)),
            (&[][..], 0, (5, 7), (5, 7)),
            (&[100][..], 0, START, START),
        ] {
            assert_eq!(today(shifts, noted, place), now, "{shifts:?} {noted} {place:?}");
        }
    }

    #[test]
    fn a_place_beyond_what_was_restored_skips_nothing_new() {
        assert_eq!(today(&[100], 0, (120, 7)), (-1, i64::MAX));
        assert_eq!(today(&[100], 3, (120, 7)), START);
    }
}
