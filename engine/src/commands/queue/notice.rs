//! Publishes a privacy notice: each change is a version of its own, which stays readable.

use crate::{
    error::Result,
    model::{QueueId, QueueSettings},
    store::{Work, queues::notices},
};

/// Gives the notice of these settings a version, and keeps its texts; without texts there is no version.
pub(super) async fn publish(work: &Work<'_>, queue: QueueId, settings: &mut QueueSettings) -> Result<()> {
    let texts: Vec<(&str, String)> = [("de", &settings.notice_de), ("en", &settings.notice_en)]
        .into_iter()
        .filter_map(|(locale, text)| Some((locale, text.clone()?)))
        .collect();
    if texts.is_empty() {
        settings.notice_version = None;
        return Ok(());
    }
    let version = next_version(work, &work.now().format("%Y-%m-%d").to_string()).await?;
    for (locale, text) in texts {
        notices::insert(work, queue, &version, locale, text).await?;
    }
    settings.notice_version = Some(version);
    Ok(())
}

/// The day, and a number from the second version of it on, whatever queue it is for.
async fn next_version(work: &Work<'_>, day: &str) -> Result<String> {
    Ok(match notices::versions_of_day(work, day).await?.len() {
        0 => day.to_owned(),
        known => format!("{day}.{}", known + 1),
    })
}
