//! Makes HTML of long texts away from the threads that serve requests.

use tokio::{sync::Semaphore, task};

use crate::error::{Error, Result};

/// A shorter text is read in less time than it takes to hand it over, in bytes.
const SHORT: usize = 20_000;

/// So many long texts are previewed at a time: more at once would only take memory.
static PREVIEWS: Semaphore = Semaphore::const_new(2);

/// What `work` makes of a text.
///
/// # Errors
/// Internal, when it fails.
pub(crate) async fn rendered(
    text: &str,
    work: impl FnOnce(&str) -> String + Send + 'static,
) -> Result<String> {
    if text.len() < SHORT {
        return Ok(work(text));
    }
    let text = text.to_owned();
    task::spawn_blocking(move || work(&text)).await.map_err(Error::internal)
}

/// The same for somebody who only wants to look at it, a few at a time.
///
/// # Errors
/// Internal, when it fails.
pub(crate) async fn previewed(
    text: &str,
    work: impl FnOnce(&str) -> String + Send + 'static,
) -> Result<String> {
    if text.len() < SHORT {
        return Ok(work(text));
    }
    // The permit moves into the work: a caller who gives up does not make room before the thread is free.
    let permit = PREVIEWS.acquire().await.map_err(Error::internal)?;
    let work = move |text: &str| {
        let html = work(text);
        drop(permit);
        html
    };
    rendered(text, work).await
}
