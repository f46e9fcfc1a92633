//! What `/metrics` shows, in the words of Prometheus.

use std::time::Duration;

use engine::{Causes, Engine, LastingFault};
use mail::inbound::{handover, lmtp};
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing::{info, warn};

use crate::failure::Failure;

const REQUESTS: &str = "schalter_http_requests_total";
const DURATION: &str = "schalter_http_request_duration_seconds";
const LETTERS: &str = "schalter_letters";
const LETTERS_OLDEST: &str = "schalter_letters_oldest_waiting_seconds";
const MAIL_SERVER_FAILING: &str = "schalter_mail_server_failing";
const MAILS: &str = "schalter_mails_received";
const TICKETS: &str = "schalter_tickets";
const SET_ASIDE: &str = "schalter_timer_faults";
const MAILBOX_SUCCESS: &str = "schalter_mailbox_last_success_timestamp_seconds";
const MAILBOX_FAILING: &str = "schalter_mailbox_failing";
const TEMPLATES_FAILING: &str = "schalter_email_templates_failing";
const JOURNAL_READS: &str = "schalter_journal_reads_total";
const BUILD: &str = "schalter_build_info";

/// Whoever asks for figures asks every few seconds.
static UNCOUNTED: LastingFault = LastingFault::new();

const LETTER_STATES: [&str; 6] = ["waiting", "claimed", "sent", "failed", "held", "withdrawn"];
const OUTCOMES: [&str; 6] = ["created", "commented", "bounced", "ignored", "held", "failed"];
const TIMERS: [&str; 2] = ["close", "remind"];
const STATUSES: [&str; 5] = ["new", "open", "pending", "resolved", "closed"];

/// From a page out of memory to an upload over a slow line.
const BUCKETS: [f64; 11] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// The numbers of this process; what lies in the database is asked for when somebody looks.
#[derive(Debug, Clone)]
pub(crate) struct Metrics(PrometheusHandle);

impl Metrics {
    /// Starts counting.
    ///
    /// # Errors
    /// When something counts in this process already.
    pub(crate) fn start() -> Result<Self, Failure> {
        let handle = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BUCKETS)
            .and_then(PrometheusBuilder::install_recorder)
            .map_err(|error| Failure::Refused(format!("cannot count for /metrics: {error}")))?;
        describe_counter!(REQUESTS, "Requests answered, by method, route and status");
        describe_histogram!(DURATION, "Time until the head of the answer, by method and route");
        describe_gauge!(LETTERS, "Letters in the outbox, by state");
        describe_gauge!(
            LETTERS_OLDEST,
            "For how long the oldest letter waits that has not left; 0 when none does"
        );
        describe_gauge!(MAIL_SERVER_FAILING, "Whether the outgoing mail server accepts nothing");
        describe_gauge!(MAILS, "Mails taken in, by outcome");
        describe_gauge!(TICKETS, "Tickets, by status");
        describe_gauge!(SET_ASIDE, "Tickets that a timer can do nothing with, by what it would do");
        describe_gauge!(MAILBOX_SUCCESS, "When the mailbox was last read without a fault, in Unix time");
        describe_gauge!(MAILBOX_FAILING, "Whether the last attempt to read the mailbox failed");
        describe_gauge!(lmtp::OPEN, "Connections that are open for deliveries by LMTP");
        describe_counter!(lmtp::GAVE_WAY, "Connections for deliveries by LMTP that gave way to others");
        describe_counter!(
            handover::HANDED_OVER,
            "Messages that `schalter mail import` handed over to this server"
        );
        counter!(handover::HANDED_OVER).absolute(0);
        gauge!(lmtp::OPEN).set(0.0);
        counter!(lmtp::GAVE_WAY).absolute(0);
        describe_gauge!(TEMPLATES_FAILING, "Email templates that could not be used since they were saved");
        describe_counter!(JOURNAL_READS, "Times this node asked the database for events, for all who follow");
        describe_gauge!(BUILD, "Always 1; the version is the label");
        gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
        Ok(Self(handle))
    }

    /// Counts one answered request.
    #[expect(clippy::unused_self, reason = "who holds this has started the counting")]
    pub(crate) fn request(&self, method: &str, route: &str, status: u16, took: Duration) {
        let method = known(method);
        counter!(REQUESTS, "method" => method, "route" => route.to_owned(), "status" => status.to_string())
            .increment(1);
        histogram!(DURATION, "method" => method, "route" => route.to_owned()).record(took);
    }

    /// Asks the engine for what the database knows; what it cannot tell keeps its last value.
    pub(crate) async fn refresh(&self, engine: &Engine) {
        self.0.run_upkeep();
        counter!(JOURNAL_READS).absolute(engine.journal_reads());
        match engine.available(engine.statistics()).await {
            Ok(statistics) => {
                if UNCOUNTED.goes() {
                    info!("/metrics counts again");
                }
                show(LETTERS, "state", &LETTER_STATES, &statistics.letters);
                show(MAILS, "outcome", &OUTCOMES, &statistics.mails);
                show(TICKETS, "status", &STATUSES, &statistics.tickets);
                show(SET_ASIDE, "timer", &TIMERS, &statistics.set_aside);
                let failing = i64::try_from(statistics.failing_templates).unwrap_or(i64::MAX);
                gauge!(TEMPLATES_FAILING).set(precise(failing));
            }
            Err(error) => {
                let error = Causes(&error).to_string();
                if UNCOUNTED.comes(&error) {
                    warn!(error, "cannot count for /metrics");
                }
            }
        }
        if let Ok(server) = engine.available(engine.mail_server()).await {
            let now = engine.clock().now();
            let oldest = server.oldest_waiting_at.map_or(0, |at| (now - at).num_seconds().max(0));
            gauge!(LETTERS_OLDEST).set(precise(oldest));
            gauge!(MAIL_SERVER_FAILING).set(f64::from(u8::from(server.failing_since.is_some())));
        }
        let Ok(mailboxes) = engine.available(engine.mailboxes()).await else { return };
        for mailbox in mailboxes {
            if let Some(at) = mailbox.last_success_at {
                gauge!(MAILBOX_SUCCESS, "mailbox" => mailbox.name.clone()).set(precise(at.timestamp()));
            }
            let failing = f64::from(u8::from(mailbox.last_error.is_some()));
            gauge!(MAILBOX_FAILING, "mailbox" => mailbox.name).set(failing);
        }
    }

    /// The page.
    pub(crate) fn render(&self) -> String {
        self.0.render()
    }
}

/// Sets one gauge for each kind, also for those of which there is none: an alarm needs a series to watch.
fn show(name: &'static str, label: &'static str, kinds: &[&'static str], counted: &[(String, i64)]) {
    for kind in kinds {
        let count = counted.iter().find(|(word, _)| word.eq_ignore_ascii_case(kind));
        gauge!(name, label => *kind).set(precise(count.map_or(0, |(_, count)| *count)));
    }
}

/// A client may invent methods; a series of its own for each would fill the memory.
fn known(method: &str) -> &'static str {
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    methods.into_iter().find(|known| *known == method).unwrap_or("OTHER")
}

#[expect(clippy::cast_precision_loss, reason = "counts and times stay far below 2^53")]
fn precise(count: i64) -> f64 {
    count as f64
}
