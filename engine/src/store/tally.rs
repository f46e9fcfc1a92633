//! The tally of tickets, which the database's triggers write line by line.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::{Database, Work};
use crate::error::Result;

/// Lines of the tally beyond one for each group; on SQLite there are none.
const LOOSE_LINES: &str =
    "SELECT count(*) - count(DISTINCT (queue_id, status, assignee_id)) AS number FROM ticket_tally";

/// In one statement: whoever counts meanwhile sees the lines as they were before or as they are after. Another node that
/// folds at the same time waits here, and finds the lines gone.
const FOLD: &str = "WITH folded AS (DELETE FROM ticket_tally RETURNING queue_id, status, assignee_id, count)
    INSERT INTO ticket_tally (queue_id, status, assignee_id, count)
    SELECT queue_id, status, assignee_id, sum(count) FROM folded
    GROUP BY queue_id, status, assignee_id HAVING sum(count) <> 0";

/// How many lines the tally has beyond one for each group.
pub(crate) async fn loose_lines(database: &Database) -> Result<i64> {
    if database.backend() != DbBackend::Postgres {
        return Ok(0);
    }
    let statement = Statement::from_string(DbBackend::Postgres, LOOSE_LINES);
    let row = database.ro().query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get("", "number")).transpose()?.unwrap_or_default())
}

/// Leaves one line of the tally for each group.
pub(crate) async fn fold(work: &Work<'_>) -> Result<()> {
    work.tx().execute_unprepared(FOLD).await?;
    Ok(())
}
