//! The desk's list on a phone: rows are selected from the top of the list, without keys.

use serde_json::json;
use tests::servers::chromium::Chromium;

use crate::web_ui::browser::{log_in, start};

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_selected_from_the_top_of_the_list_on_a_phone_alone() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    for number in 0..25 {
        app.given().ticket(&anna, &format!("Anfrage {number}")).await;
    }
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    let list = format!("{site}/desk?view=all");
    window.goto(&list).await;
    let shown = "return getComputedStyle(document.querySelector('.filters .select')).display !== 'none'";
    assert_eq!(window.run(shown).await, json!(false), "wide lists have boxes");
    window.resize(390, 844).await;
    window.goto(&list).await;
    assert_eq!(window.run(shown).await, json!(true));
    let place = "const { top, bottom, left, height } = document.querySelector('.filters .select').getBoundingClientRect();
        const row = document.querySelector('.tickets tbody tr').getBoundingClientRect().top;
        return scrollY === 0 && top >= 0 && left >= 0 && bottom <= row && height >= 44";
    assert_eq!(window.run(place).await, json!(true), "above the rows, as large as a finger");
    // Due times end where the ages do, row for row.
    let ends = "const right = (row, cell) => row.querySelector(cell).getBoundingClientRect().right;
        return [...document.querySelectorAll('.tickets tbody tr')]
            .every((row) => Math.abs(right(row, '.t-due') - right(row, '.t-age')) < 1)";
    assert_eq!(window.run(ends).await, json!(true));
    let boxes = "return getComputedStyle(document.querySelector('.tickets td.t-sel')).display !== 'none'";
    assert_eq!(window.run(boxes).await, json!(false));
    window.click(".filters .select").await;
    window.wait_for_url("select=1").await;
    window.wait_for(".tickets.selecting").await;
    assert_eq!(window.run(boxes).await, json!(true));
    assert_eq!(window.text(".filters .select").await, "Auswahl beenden");
    window.click(".filters .select").await;
    window.wait_for(".tickets:not(.selecting)").await;
    assert_eq!(window.run(boxes).await, json!(false));
    window.close().await;
}
