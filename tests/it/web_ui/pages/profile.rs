//! What lets a person in.

use axum::http::StatusCode;
use tests::TestApp;

use crate::{graphql::api::id, web_ui::Visit};

#[tokio::test]
async fn tokens_and_sessions_are_shown_with_their_last_use_and_ended_by_a_button() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let (token, _) = app.given().token(&anna, &["tickets:read"]).await;
    let mut visit = Visit::of(&app, &anna);
    let page = visit.get("/profile/access").await;
    for text in
        ["Sitzungen und Zugangsschlüssel", "a partner", "tickets:read", "Diese Sitzung", "Zuletzt benutzt"]
    {
        assert!(page.says(text), "{text} is missing in\n{}", page.text());
    }
    let id = page.body.split("name=\"token\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let id = id.expect("a button").to_owned();
    let fields = [("csrf", page.value("csrf")), ("token", id)];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = visit.post("/profile/access", &fields).await;
    assert_eq!(done.to, "/profile/access");
    assert!(app.engine.authenticate(&token).await.unwrap().is_none());
    let page = visit.get(&done.to).await;
    assert!(
        page.says("Der Zugangsschlüssel ist widerrufen.") && page.says("Es gibt keine Zugangsschlüssel.")
    );
    assert!(!visit.get(&done.to).await.says("widerrufen."), "once");
}

#[tokio::test]
async fn admins_see_and_end_the_sessions_of_a_person() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ada = app.given().admin("ada@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut visit = Visit::of(&app, &ada);
    let person = visit.get(&format!("/admin/people/{}", id("User", anna.user.id))).await;
    let path = format!("/profile/access?user={}", id("User", anna.user.id));
    assert!(person.body.contains(&path), "{}", person.body);
    let page = visit.get(&path).await;
    assert!(page.says("Sitzungen") && !page.says("Diese Sitzung"), "{}", page.text());
    assert!(page.says(&format!("{} · Sitzungen", anna.user.name)), "whose they are: {}", page.text());
    assert!(page.says("im Namen dieser Person") && !page.says("in Ihrem Namen"), "{}", page.text());
    let back = format!("href=\"/admin/people/{}\"", id("User", anna.user.id));
    assert!(page.body.contains(&back), "the way back: {}", page.body);
    assert!(!page.says("Alle anderen Sitzungen beenden"), "those would be the admin's own");
    let button = page.body.split("name=\"session\" value=\"").nth(1);
    assert!(button.is_some_and(|rest| rest.contains(">Sitzung beenden</button>")), "not one's own log-out");
    let session = button.and_then(|rest| rest.split('"').next()).expect("a button").to_owned();
    let fields = [("csrf", page.value("csrf")), ("user", page.value("user")), ("session", session)];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = visit.post("/profile/access", &fields).await;
    let after = visit.get(&path).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(after.says("Es gibt keine offenen Sitzungen."), "{}", after.text());
    assert!(app.engine.authenticate(&anna.token).await.expect("an answer").is_none());
    let log = visit.get("/admin/audit").await;
    assert!(log.says("Sitzung von der Administration beendet"), "{}", log.text());
    let refused = Visit::of(&app, &jana).get(&path).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn browsers_are_called_by_their_usual_names_and_programs_as_they_call_themselves() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    for agent in
        ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0", "sync/1.2"]
    {
        let login = engine::Login {
            identifier: "anna@example.com".to_owned(),
            password: tests::given::PASSWORD.to_owned(),
            user_agent: Some(agent.to_owned()),
            ..engine::Login::default()
        };
        app.engine.login(login).await.expect("a session");
    }
    let page = Visit::of(&app, &anna).get("/profile/access").await;
    for text in ["Firefox unter Windows", "sync/1.2", "Unbekannter Browser"] {
        assert!(page.says(text), "{text} is missing in\n{}", page.text());
    }
}

#[tokio::test]
async fn s49_people_choose_their_name_user_name_language_and_time_zone() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let page = visit.get("/profile").await;
    assert!(page.says("Mein Konto") && page.says("anna@example.com"), "{}", page.text());
    let own = |zone: &'static str| {
        [
            ("change", "own"),
            ("name", "Anna Beck"),
            ("user_name", "abeck"),
            ("locale", "en"),
            ("time_zone", zone),
        ]
    };
    let refused = visit.fill("/profile", &own("Mars/Olympus")).await;
    assert_eq!(refused.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Unbekannte Zeitzone."), "{}", refused.text());
    assert_eq!(refused.value("name"), "Anna Beck", "what was typed stays");
    let done = visit.fill("/profile", &own("america/new_york")).await;
    assert_eq!(done.to, "/profile");
    let page = visit.get(&done.to).await;
    assert!(page.says("Saved.") && page.value("time_zone") == "America/New_York", "{}", page.text());
    assert_eq!((page.value("name").as_str(), page.value("user_name").as_str()), ("Anna Beck", "abeck"));
}

#[tokio::test]
async fn a_password_is_changed_on_the_page_of_the_account() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let fields =
        |current: &'static str| [("change", "password"), ("current", current), ("new", "GaNzNeu-42")];
    let wrong = visit.fill("/profile", &fields("falsch")).await;
    assert!(wrong.says("Das bisherige Passwort stimmt nicht."), "{}", wrong.text());
    assert!(!wrong.body.contains("falsch") && !wrong.body.contains("GaNzNeu-42"));
    let done = visit.fill("/profile", &fields(tests::given::PASSWORD)).await;
    assert_eq!(done.to, "/profile");
    assert!(visit.get(&done.to).await.says("Ihr Passwort ist geändert."));
}

#[tokio::test]
async fn s50_a_remembered_browser_gets_a_new_token_and_its_open_forms_stay_good() {
    let app = TestApp::start().await;
    app.given().customer("anna@example.com").await;
    let mut visit = Visit::new(&app);
    let login = [("email", "anna@example.com"), ("password", tests::given::PASSWORD), ("remember", "1")];
    visit.fill("/login", &login).await;
    let form = visit.get("/profile").await.value("csrf");
    let first = visit.cookie("schalter_session").expect("a session").to_owned();
    app.clock.advance(std::time::Duration::from_hours(25));
    visit.get("/tickets").await;
    let second = visit.cookie("schalter_session").expect("a session").to_owned();
    assert_ne!(first, second);
    let fields = [("csrf", form.as_str()), ("change", "own"), ("name", "Anna B"), ("user_name", "")];
    let fields = [&fields[..], &[("locale", "de"), ("time_zone", "")]].concat();
    let done = visit.post("/profile", &fields).await;
    assert_eq!(done.to, "/profile", "{}", done.text());
    app.clock.advance(std::time::Duration::from_mins(5));
    let mut thief = Visit::new(&app);
    thief.set("schalter_session", &first);
    assert!(thief.get("/tickets").await.to.starts_with("/login"));
    assert!(visit.get("/tickets").await.to.starts_with("/login"), "both are out");
}

#[tokio::test]
async fn people_choose_of_what_they_are_told_by_email() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut visit = Visit::of(&app, &jana);
    let page = visit.get("/profile").await;
    assert!(page.says("Neues Ticket in meinen Warteschlangen"), "{}", page.text());
    let chosen = [
        ("change", "notices"),
        ("notice", "NEW_TICKET"),
        ("email", "NEW_TICKET"),
        ("page", "NEW_TICKET"),
        ("notice", "ASSIGNED"),
        ("email_before", "ASSIGNED"),
        ("notice", "REPLIED"),
        ("email_before", "REPLIED"),
        ("email", "REPLIED"),
    ];
    let answer = visit.fill("/profile", &chosen).await;
    assert_eq!(answer.to, "/profile#notices");
    let choices = app.engine.notices(&jana.actor).await.expect("choices");
    let email: Vec<_> = choices.iter().map(|(_, choice)| choice.email).collect();
    assert!(choices[0].1.page, "new tickets are told of on the page, too");
    app.given().ticket(&anna, "Drucker").await;
    let told = visit.get("/desk/notices?show=new").await;
    assert!(told.says("Neues Ticket von Anna") && told.says("Drucker"), "{}", told.text());
    assert_eq!(email, [true, false, true, true, true, true]);
    let page = Visit::of(&app, &anna).get("/profile").await;
    assert!(page.says("Neues in einem Ticket, das ich beobachte"), "{}", page.text());
    assert!(!page.says("Neues Ticket in meinen Warteschlangen"), "that is for the staff");
}

#[tokio::test]
async fn when_emails_come_is_chosen_and_a_wrong_time_stays_at_its_field() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let mut visit = Visit::of(&app, &jana);
    assert!(visit.get("/profile").await.says("Wann E-Mails kommen"));
    let quiet = [("quiet_from", "20:00"), ("quiet_until", "07:00"), ("quiet_weekends", "1")];
    let fields =
        [("change", "times"), ("pace", "DAILY"), ("daily_at", "17:30"), quiet[0], quiet[1], quiet[2]];
    let saved = visit.fill("/profile", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = visit.get("/profile").await;
    for (name, value) in [("daily_at", "17:30"), quiet[0], quiet[1]] {
        assert_eq!(page.value(name), value);
    }
    assert!(page.body.contains("<option value=\"DAILY\" selected>"), "{}", page.body);
    assert!(page.body.contains("name=\"quiet_weekends\" value=\"1\" checked"), "{}", page.body);
    let fields = [("change", "times"), ("pace", "HOURLY"), ("daily_at", "17:30"), quiet[0]];
    let refused = visit.fill("/profile", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Zur Ruhezeit gehören Anfang und Ende."), "{}", refused.text());
    assert!(refused.body.contains("<option value=\"HOURLY\" selected>"), "what was chosen stays");
    visit.set("schalter_lang", "en");
    let refused = visit.fill("/profile", &fields).await;
    assert!(refused.says("Quiet hours require a start and an end."), "{}", refused.text());
}

#[tokio::test]
async fn colours_and_the_density_of_lists_hold_for_the_browser_without_a_script() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let mut visit = Visit::of(&app, &jana);
    let page = visit.get("/profile").await;
    assert!(page.says("weit, 44 px") && page.says("wie das Gerät"), "{}", page.text());
    assert!(!page.body.contains("data-theme") && !page.body.contains("data-rows"));
    let look = [("change", "look"), ("theme", "dark"), ("rows", "wide")];
    assert_eq!(visit.fill("/profile", &look).await.status, StatusCode::SEE_OTHER);
    let desk = visit.get("/desk").await;
    assert!(desk.body.contains("<html lang=\"de\" data-theme=\"dark\" data-rows=\"wide\">"), "{}", desk.body);
    let look = [("change", "look"), ("theme", "device"), ("rows", "dense")];
    visit.fill("/profile", &look).await;
    assert!(visit.get("/desk").await.body.contains("<html lang=\"de\">"));
    // To customers there are no dense lists.
    let anna = app.given().customer("anna@example.com").await;
    assert!(!Visit::of(&app, &anna).get("/profile").await.says("44 px"));
}

#[tokio::test]
async fn staff_say_that_they_are_away_and_colleagues_see_it_where_they_assign() {
    let app = TestApp::start().await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let (mut hers, mut his, mut theirs) =
        (Visit::of(&app, &jana), Visit::of(&app, &ole), Visit::of(&app, &anna));
    let path = format!("/tickets/{}", ticket.number);
    let csrf = hers.get("/profile").await.value("csrf");
    let form = |last_day| {
        [
            ("csrf", csrf.as_str()),
            ("change", "absence"),
            ("away", "1"),
            ("first_day", ""),
            ("last_day", last_day),
        ]
    };
    let refused = hers.post("/profile", &form("2019-01-24")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.says("Der letzte Tag darf nicht in der Vergangenheit liegen.")
            && refused.body.contains("value=\"2019-01-24\"")
    );
    assert!(!his.get(&path).await.body.contains("abwesend"));
    let done = hers.post("/profile", &form("2019-01-31")).await;
    assert_eq!(done.to, "/profile");
    let page = hers.get("/profile").await;
    assert!(
        page.body.contains("value=\"2019-01-31\"") && page.body.contains("name=\"away\" value=\"1\" checked")
    );
    for place in [path.as_str(), "/desk"] {
        assert!(his.get(place).await.body.contains("abwesend bis 31.01.2019"), "{place}");
    }
    for place in [path.as_str(), "/profile"] {
        let page = theirs.get(place).await;
        assert!(!page.body.contains("bwesen"), "customers see nothing of it: {place}");
    }
    let back = hers.post("/profile", &[("csrf", csrf.as_str()), ("change", "absence")]).await;
    assert_eq!(back.to, "/profile");
    assert!(!his.get(&path).await.body.contains("abwesend"));
}

#[tokio::test]
async fn people_write_their_telephone_numbers_and_the_staff_call_them_from_the_ticket() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let max = app.given().customer("max@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let (mut hers, mut desk, mut theirs) =
        (Visit::of(&app, &anna), Visit::of(&app, &jana), Visit::of(&app, &max));
    let csrf = hers.get("/profile").await.value("csrf");
    let form = |phones| [("csrf", csrf.as_str()), ("change", "own"), ("name", "Anna"), ("phones", phones)];
    let refused = hers.post("/profile", &form("Zentrale")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Das ist keine gültige Telefonnummer."), "{}", refused.text());
    let done = hers.post("/profile", &form("030 123 4567\r\n+49 170 1\r\n")).await;
    assert_eq!(done.to, "/profile");
    assert!(hers.get("/profile").await.body.contains(">030 123 4567\n+49 170 1</textarea>"));
    let path = format!("/tickets/{}", ticket.number);
    let page = desk.get(&path).await;
    assert!(page.body.contains("href=\"tel:0301234567\"") && page.says("030 123 4567"), "{}", page.body);
    assert!(!hers.get(&path).await.body.contains("tel:"));
    // In whichever form the caller's number is shown.
    for place in ["/desk/find?q=%2B49+30+123", "/tickets/new/look?q=%2B49+30+123"] {
        let found = desk.get(place).await;
        assert!(found.says("Anna"), "{place}: {}", found.text());
        assert!(!theirs.get(place).await.says("Anna"), "{place}: customers find nobody by a number");
    }
    // What is left as it is shown stays.
    let kept =
        hers.post("/profile", &[("csrf", csrf.as_str()), ("change", "own"), ("name", "Anna A.")]).await;
    assert_eq!(kept.to, "/profile");
    assert!(desk.get(&path).await.body.contains("tel:0301234567"));
}
