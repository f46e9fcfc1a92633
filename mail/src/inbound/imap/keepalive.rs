//! Has the system ask now and then whether the other end of a silent connection is still there.
//!
//! While it waits for mail (IDLE) nothing is sent for minutes: a router that has forgotten the connection, or a server that lost its
//! power, would be noticed only when the next command is sent. Asking often also keeps the connection in mind at routers.

use std::io;
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::TcpStream;

/// After so much silence the system asks for the first time: routers forget a connection after two to five minutes at the earliest.
const SILENCE: Duration = Duration::from_mins(1);

/// So often it asks again while no answer comes.
const AGAIN: Duration = Duration::from_secs(15);

/// After so many questions without an answer the connection is broken: two minutes after the last that was heard.
const QUESTIONS: u32 = 4;

/// Watches a connection from now on.
pub(super) fn watch(tcp: &TcpStream) -> io::Result<()> {
    let often = TcpKeepalive::new().with_time(SILENCE).with_interval(AGAIN).with_retries(QUESTIONS);
    SockRef::from(tcp).set_tcp_keepalive(&often)
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed")]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    #[cfg(target_os = "linux")]
    async fn a_dead_line_is_noticed_after_two_minutes() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a listener");
        let address = listener.local_addr().expect("its address");
        let tcp = TcpStream::connect(address).await.expect("a connection");
        watch(&tcp).expect("watched");
        let socket = SockRef::from(&tcp);
        assert!(socket.keepalive().expect("an answer"));
        let time = socket.tcp_keepalive_time().expect("an answer");
        let interval = socket.tcp_keepalive_interval().expect("an answer");
        let retries = socket.tcp_keepalive_retries().expect("an answer");
        assert_eq!(time + interval * retries, Duration::from_mins(2));
    }
}
