//! A day at the counter, through the binary and nothing else: mails in a real Dovecot, a real SMTP receiver, two people
//! in headless Chromium. `stage` sets it up, `day` plays it; pictures are kept in `target/screens/`.

mod day;
mod guide;
mod stage;

use stage::Stage;
use tests::Backend;

#[tokio::test(flavor = "multi_thread")]
async fn s01_s03_s13_s21_s60_s65_s69_s74_a_day_at_the_counter_on_sqlite() {
    play(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s01_s03_s13_s21_s60_s65_s69_s74_a_day_at_the_counter_on_postgres() {
    play(Backend::Postgres).await;
}

async fn play(backend: Backend) {
    let stage = Stage::set(backend).await;
    let (anna, max) = (stage.chromium.window().await, stage.chromium.window().await);

    let link = day::a_mail_becomes_a_ticket(&stage).await;
    day::the_customer_sets_a_password(&stage, &anna).await;
    day::the_link_of_the_mail_leads_to_the_ticket(&stage, &anna, &link).await;
    day::the_customer_adds_a_file(&stage, &anna).await;
    day::the_staff_take_the_ticket(&stage, &max).await;
    day::an_internal_note_stays_inside(&stage, &max).await;
    let question = day::the_staff_ask(&stage, &max, &anna).await;
    day::the_answer_by_mail_joins_the_ticket(&stage, &question, &max).await;
    day::the_staff_resolve(&stage, &max, &anna).await;
    day::the_ticket_closes_itself_after_a_reminder(&stage, &anna).await;
    day::a_comment_opens_it_again(&stage, &anna, &max).await;
    day::the_pages_speak_english_too(&stage, &anna, &link).await;
    day::nobody_was_told_twice_or_too_much(&stage);

    anna.close().await;
    max.close().await;
    stage.strike().await;
}
