//! A connection's socket: it notes what arrives, gives up on a client that takes nothing, and closes so that the client
//! still gets the answer to a request that it has not finished sending.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

use super::activity::Activity;
use super::places::Place;

/// How long a client may go on sending what nobody wants to read, after its answer was sent.
const LINGER: Duration = Duration::from_secs(10);
/// How long it may pause meanwhile.
const PAUSE: Duration = Duration::from_secs(2);
/// So much is thrown away at once.
const SCRAP: usize = 16 * 1024;

/// A socket that holds its place among the connections until it is dropped, also when it becomes a WebSocket.
#[derive(Debug)]
pub(super) struct Socket {
    stream: TcpStream,
    activity: Activity,
    write_timeout: Duration,
    /// Runs while the client takes nothing.
    blocked: Option<Pin<Box<Sleep>>>,
    closing: Closing,
    _place: Place,
}

#[derive(Debug)]
enum Closing {
    Open,
    Lingering { until: Instant, pause: Pin<Box<Sleep>> },
    Closed,
}

impl Socket {
    pub(super) fn new(stream: TcpStream, activity: Activity, write_timeout: Duration, place: Place) -> Self {
        Self { stream, activity, write_timeout, blocked: None, closing: Closing::Open, _place: place }
    }

    /// Passes on what a write answered; one that waits for too long fails.
    fn written<T>(&mut self, cx: &mut Context<'_>, answer: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if answer.is_ready() {
            self.blocked = None;
            return answer;
        }
        let timeout = self.write_timeout;
        let blocked = self.blocked.get_or_insert_with(|| Box::pin(sleep(timeout)));
        ready!(blocked.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client takes nothing of the answer")))
    }

    /// Reads and throws away what still comes: closing at once would make the system send a reset, which overtakes the
    /// answer and takes it away from the client.
    fn linger(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Closing::Lingering { until, pause } = &mut self.closing else { return Poll::Ready(Ok(())) };
        let mut scrap = [0; SCRAP];
        loop {
            let mut buffer = ReadBuf::new(&mut scrap);
            let read = Pin::new(&mut self.stream).poll_read(cx, &mut buffer);
            let more = matches!(read, Poll::Ready(Ok(()))) && !buffer.filled().is_empty();
            let over = if read.is_pending() { pause.as_mut().poll(cx).is_ready() } else { !more };
            if over || Instant::now() >= *until {
                self.closing = Closing::Closed;
                return Poll::Ready(Ok(()));
            }
            if read.is_pending() {
                return Poll::Pending;
            }
            pause.as_mut().reset(Instant::now() + PAUSE);
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        if buffer.filled().len() > before {
            self.activity.received();
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let answer = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(cx, answer)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let answer = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.written(cx, answer)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if matches!(self.closing, Closing::Open) {
            ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
            let pause = Box::pin(sleep(PAUSE));
            self.closing = Closing::Lingering { until: Instant::now() + LINGER, pause };
        }
        self.linger(cx)
    }
}
