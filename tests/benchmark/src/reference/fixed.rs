//! HTTP alone: the same axum, and an answer that is always the same bytes.

use axum::{Router, body::Bytes, routing::get};
use tokio::{net::TcpListener, task::AbortHandle};

/// A server that ends with its owner.
#[derive(Debug)]
pub(crate) struct Fixed {
    pub(crate) url: String,
    task: AbortHandle,
}

impl Fixed {
    /// Starts one that answers so many bytes.
    pub(crate) async fn start(size: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let bytes = Bytes::from(vec![b'x'; size]);
        let answer = get(move || std::future::ready(bytes.clone()));
        let serve = axum::serve(listener, Router::new().route("/", answer));
        let task = tokio::spawn(async move { serve.await.expect("it serves") });
        Self { url, task: task.abort_handle() }
    }
}

impl Drop for Fixed {
    fn drop(&mut self) {
        self.task.abort();
    }
}
