//! Merging tickets: what moves, where everything leads afterwards, and who may.

use engine::{
    Actor, AddExternalLink, Code, Comment, CommentId, EventKind, IncomingMessage, LinkKind, LinkTickets,
    MergeTickets, OrganisationId, Paging, Status, Ticket, TicketFilter, TicketOrder, Visibility, sla::Clock,
};
use tests::{Person, TestApp, on_each_database};

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    crossing_merges_wait_for_each_other_and_none_fails_for_it,
    comments_and_links_move_and_the_source_is_closed_without_a_letter,
    a_number_leads_to_the_target_for_queries_and_commands,
    mail_threads_reply_addresses_and_subjects_lead_to_the_target,
    what_waits_for_the_staff_waits_in_the_target,
    an_answer_in_the_source_answers_the_target,
    tickets_of_customers_who_do_not_see_each_other_are_not_merged,
    colleagues_with_shared_tickets_and_forwarding_staff_are_merged,
    nobody_reads_by_a_merge_what_they_could_not_read_before,
    a_ticket_for_one_organisation_is_not_merged_into_one_that_another_organisation_reads,
    a_merged_ticket_does_not_move_to_an_organisation_that_did_not_read_its_parts,
    the_customer_of_a_merged_ticket_keeps_it_when_sharing_ends,
    who_may_not_merge_is_refused_and_hidden_tickets_are_not_found
);

const MARIA: &str = "maria@muster.example";

async fn comments(app: &TestApp, by: &Actor, ticket: &Ticket) -> Vec<Comment> {
    let page = app.engine.comments(by, ticket.id, &Paging::default()).await.unwrap();
    page.items.into_iter().map(|(_, comment)| comment).collect()
}

async fn merge(app: &TestApp, by: &Person, from: &Ticket, into: &Ticket) -> engine::Result<Ticket> {
    let input = MergeTickets { from: from.number, into: into.number };
    app.engine.merge_tickets(&by.actor, input).await
}

async fn an_answer_in_the_source_answers_the_target(app: TestApp) {
    let acme = app.given().organisation("Acme", false).await;
    let maria = app.given().member(&acme, "maria@acme.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let calendar = app.given().calendar("Büro").await;
    let agreement = app.given().agreement(&calendar, 60, 480).await;
    app.given().agreed(&acme, &agreement).await;
    let answered = app.given().ticket(&maria, "Drucker").await;
    app.given().comment(&jana, &answered, "Wir sehen nach.").await;
    app.clock.advance(std::time::Duration::from_mins(1));
    let open = app.given().ticket(&maria, "Drucker nochmals").await;
    let is_met = async || {
        let clocks = app.engine.clocks_of(&jana.actor, &[open.id]).await.unwrap().remove(&open.id);
        let response = clocks.expect("an agreement holds").response.expect("a clock");
        matches!(response.reading.clock, Clock::Met(_))
    };
    assert!(!is_met().await);
    merge(&app, &jana, &answered, &open).await.unwrap();
    assert!(is_met().await, "the staff have answered");
    app.engine.unmerge_ticket(&jana.actor, answered.number).await.unwrap();
    assert!(!is_met().await, "not in this one");
}

async fn comments_and_links_move_and_the_source_is_closed_without_a_letter(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let (target, source, third) = (
        app.given().ticket(&maria, "Drucker").await,
        app.given().ticket(&maria, "Drucker nochmals").await,
        app.given().ticket(&maria, "Umzug").await,
    );
    let note = app.given().internal_note(&jana, &source, "Doppelt").await;
    for (number, other, kind) in [
        (source.number, third.number, LinkKind::ChildOf),
        (source.number, target.number, LinkKind::DuplicateOf),
    ] {
        app.engine.link_tickets(&jana.actor, LinkTickets { number, other, kind }).await.unwrap();
    }
    let url = "https://jira.example.org/browse/PROJ-42".to_owned();
    let external = AddExternalLink { number: source.number, url, ..AddExternalLink::default() };
    app.engine.add_external_link(&jana.actor, external).await.unwrap();
    let _ = app.letters().await;

    let merged = merge(&app, &jana, &source, &target).await.unwrap();
    assert_eq!((merged.id, merged.number), (target.id, target.number), "the target is answered");
    let moved = comments(&app, &jana.actor, &target).await;
    assert_eq!((moved.len(), moved.iter().filter(|one| one.id == note.id).count()), (3, 1));
    assert_eq!(comments(&app, &maria.actor, &target).await.len(), 2, "the note stays a note");
    assert_eq!(comments(&app, &jana.actor, &source).await, []);
    let links = app.engine.links_of(&jana.actor, &[target.id]).await.unwrap();
    let seen: Vec<_> = links[&target.id].iter().map(|link| (link.kind, link.other)).collect();
    assert!(seen.contains(&(LinkKind::ChildOf, third.id)), "{seen:?}");
    assert_eq!(app.engine.external_links_of(&jana.actor, &[target.id]).await.unwrap()[&target.id].len(), 1);
    let closed =
        app.engine.tickets_by_id(&jana.actor, &[source.id]).await.unwrap().remove(&source.id).unwrap();
    assert_eq!((closed.status, closed.merged_into), (Status::Closed, Some(target.id)));
    assert_eq!(app.letters().await, [], "nobody is told that a ticket is closed which goes on");
    for (of, field, other) in [(&source, "mergedInto", target.number), (&target, "mergedFrom", source.number)]
    {
        let events = app.engine.events(&maria.actor, of.id, &Paging::default()).await.unwrap().items;
        let (_, last) = events.last().unwrap();
        assert_eq!((last.kind, last.changes[0].field.as_str()), (EventKind::Merged, field));
        assert_eq!(last.changes[0].to, Some(format!("#{other}")));
    }
    let again = merge(&app, &jana, &source, &target).await.unwrap();
    assert_eq!((again.id, again.version), (target.id, merged.version), "twice is once");
    assert_eq!(app.engine.merged_tickets(&jana.actor, target.id).await.unwrap(), [closed]);
}

async fn a_number_leads_to_the_target_for_queries_and_commands(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut tickets = Vec::new();
    for title in ["Erstes", "Zweites", "Drittes"] {
        tickets.push(app.given().ticket(&maria, title).await);
    }
    let [first, second, third] = &tickets[..] else { panic!("three tickets") };
    merge(&app, &jana, first, second).await.unwrap();
    merge(&app, &jana, second, third).await.unwrap();
    for number in [first.number, second.number] {
        let led = app.engine.ticket(&maria.actor, number).await.unwrap().unwrap();
        assert_eq!(led.id, third.id);
    }
    let comment = app.given().comment(&maria, first, "Kommt das an?").await;
    assert_eq!(comment.ticket, third.id);
    app.given().set(&jana, second, Status::Pending).await;
    let now = app.engine.ticket(&jana.actor, third.number).await.unwrap().unwrap();
    assert_eq!((now.status, now.merged_into), (Status::Pending, None));
    assert_eq!(comments(&app, &maria.actor, third).await.len(), 4);
    let filter = TicketFilter { search: Some("Erstes: please".into()), ..TicketFilter::default() };
    let found =
        app.engine.tickets(&maria.actor, &filter, TicketOrder::default(), &Paging::default()).await.unwrap();
    assert!(found.items.iter().any(|(_, ticket)| ticket.id == third.id), "search leads there, too");
}

async fn mail_threads_reply_addresses_and_subjects_lead_to_the_target(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let first = receive(&app.engine, mail("1@x", MARIA, "Drucker", "Er klemmt.")).await.ticket.unwrap();
    let second =
        receive(&app.engine, mail("2@x", MARIA, "Nochmals", "Er klemmt noch.")).await.ticket.unwrap();
    let letters = app.letters().await;
    let confirmation = letters.iter().find(|one| one.ticket.as_ref().is_some_and(|it| it.number == second));
    let reply_to = confirmation.and_then(|letter| letter.reply_to.clone()).unwrap();
    let input = MergeTickets { from: second, into: first };
    app.engine.merge_tickets(&jana.actor, input).await.unwrap();
    let tag = &app.engine.settings().mail.subject_tag;
    let answers = [
        IncomingMessage {
            in_reply_to: vec!["2@x".to_owned()],
            ..mail("3@x", MARIA, "Re: Nochmals", "Im Faden.")
        },
        IncomingMessage {
            recipients: vec![reply_to],
            ..mail("4@x", MARIA, "Ganz anders", "An die Adresse.")
        },
        mail("5@x", MARIA, &format!("Re: Nochmals [{tag} #{second}]"), "Mit der Nummer."),
    ];
    for answer in answers {
        let (subject, received) = (answer.subject.clone(), receive(&app.engine, answer).await);
        assert_eq!(received.ticket, Some(first), "{subject}");
    }
    let ticket = app.engine.ticket(&jana.actor, second).await.unwrap().unwrap();
    let all: Vec<CommentId> = comments(&app, &jana.actor, &ticket).await.iter().map(|one| one.id).collect();
    let mails = app.engine.mails_of_comments(&jana.actor, &all).await.unwrap();
    assert_eq!((all.len(), mails.len()), (5, 5));
}

async fn what_waits_for_the_staff_waits_in_the_target(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let target = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    app.clock.advance(std::time::Duration::from_mins(5));
    let source = app.given().ticket(&maria, "Doch nicht").await;
    let merged = merge(&app, &jana, &source, &target).await.unwrap();
    assert_eq!((merged.status, merged.auto_close_at), (Status::Open, None), "it is not done");
    assert_eq!(merged.attention.waiting_since, Some(source.created_at));
    let answered = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    let quiet = merge(&app, &jana, &answered, &merged).await.unwrap();
    assert_eq!(quiet.attention.waiting_since, Some(source.created_at));
}

async fn tickets_of_customers_who_do_not_see_each_other_are_not_merged(app: TestApp) {
    let (maria, otto) =
        (app.given().customer("maria@example.org").await, app.given().customer("otto@example.org").await);
    let jana = app.given().agent("jana@example.org").await;
    let (one, other) =
        (app.given().ticket(&maria, "Drucker").await, app.given().ticket(&otto, "Geheim").await);
    for (from, into) in [(&one, &other), (&other, &one)] {
        let error = merge(&app, &jana, from, into).await.unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some("from")));
        assert!(!error.to_string().contains("Geheim"), "{error}");
    }
    assert_eq!(comments(&app, &jana.actor, &one).await.len(), 1);
}

async fn colleagues_with_shared_tickets_and_forwarding_staff_are_merged(app: TestApp) {
    let muster = app.given().organisation("Muster", true).await;
    let maria = app.given().member(&muster, "maria@muster.example").await;
    let paul = app.given().member(&muster, "paul@muster.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, other) =
        (app.given().ticket(&maria, "Drucker").await, app.given().ticket(&paul, "Drucker").await);
    merge(&app, &jana, &other, &one).await.unwrap();
    let seen = comments(&app, &paul.actor, &one).await;
    assert_eq!((seen.len(), seen[0].visibility), (2, Visibility::Public));
    let forwarded = app.given().ticket(&jana, "WG: Drucker").await;
    merge(&app, &jana, &forwarded, &one).await.unwrap();
    assert_eq!(comments(&app, &maria.actor, &one).await.len(), 3);
    let error = merge(&app, &jana, &one, &app.given().ticket(&jana, "Eigenes").await).await.unwrap_err();
    assert_eq!(error.field(), Some("from"), "the customer would lose sight of it");

    let alone = app.given().ticket(&maria, "Privat").await;
    let private = engine::UpdateTicket { number: alone.number, is_private: Some(true), ..Default::default() };
    app.engine.update_ticket(&maria.actor, private).await.unwrap();
    let shared = app.given().ticket(&paul, "Offen").await;
    assert_eq!(merge(&app, &jana, &alone, &shared).await.unwrap_err().field(), Some("from"));
}

async fn who_may_not_merge_is_refused_and_hidden_tickets_are_not_found(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let eve = app.given().customer("eve@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, other) =
        (app.given().ticket(&maria, "Erstes").await, app.given().ticket(&maria, "Zweites").await);
    assert_eq!(merge(&app, &maria, &one, &other).await.unwrap_err().code(), Code::Forbidden);
    assert_eq!(merge(&app, &eve, &one, &other).await.unwrap_err().code(), Code::NotFound);
    let error = merge(&app, &jana, &one, &one).await.unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some("into")));
    let queue = app.given().queue("Vertrieb").await;
    app.engine.set_queue_members(&Actor::system(), queue.id, &[]).await.unwrap();
    let moved = engine::UpdateTicket { number: other.number, queue: Some(queue.id), ..Default::default() };
    app.engine.update_ticket(&Actor::system(), moved).await.unwrap();
    let error = merge(&app, &jana, &one, &other).await.unwrap_err();
    assert_eq!(error.code(), Code::NotFound);
    let ada = app.given().admin("ada@example.org").await;
    merge(&app, &ada, &one, &other).await.unwrap();
    assert!(
        app.engine.ticket(&jana.actor, one.number).await.unwrap().is_none(),
        "it leads where jana sees nothing"
    );
    let third = app.given().ticket(&maria, "Drittes").await;
    let error = merge(&app, &ada, &one, &third).await.unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some("from")), "it is merged already");
}

async fn nobody_reads_by_a_merge_what_they_could_not_read_before(app: TestApp) {
    let shares = app.given().organisation("Shares", true).await;
    let anna = app.given().member(&shares, "anna@a.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let outsider = app.given().customer("w@w.example").await;
    let private = engine::CreateTicket {
        title: "Salary".into(),
        text: "secret".into(),
        is_private: true,
        ..Default::default()
    };
    let private = app.engine.create_ticket(&anna.actor, private).await.unwrap();
    let (open, watched) =
        (app.given().ticket(&anna, "Open").await, app.given().ticket(&anna, "Watched").await);
    let watch = async |ticket: &Ticket| {
        app.engine.watch_ticket(&jana.actor, ticket.number, Some(outsider.user.id), None).await.unwrap();
    };
    watch(&watched).await;
    let refused = merge(&app, &jana, &private, &open).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("from"), "merge-private"));
    for (from, into) in [(&watched, &open), (&open, &watched)] {
        let refused = merge(&app, &jana, from, into).await.unwrap_err();
        assert_eq!((refused.field(), refused.reason()), (Some("from"), "merge-watcher"));
    }
    watch(&open).await;
    merge(&app, &jana, &watched, &open).await.expect("they see both");
    app.engine.unwatch_ticket(&jana.actor, open.number, Some(outsider.user.id)).await.unwrap();
    let merged = merge(&app, &jana, &open, &private).await.expect("what is private stays so");
    assert!(merged.is_private);
}

async fn the_customer_of_a_merged_ticket_keeps_it_when_sharing_ends(app: TestApp) {
    let shares = app.given().organisation("Shares", true).await;
    let anna = app.given().member(&shares, "anna@a.example").await;
    let ben = app.given().member(&shares, "ben@a.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let (of_anna, of_ben) =
        (app.given().ticket(&anna, "Anna's").await, app.given().ticket(&ben, "Ben's").await);
    merge(&app, &jana, &of_anna, &of_ben).await.unwrap();
    let stop = engine::UpdateOrganisation { shares_tickets: Some(false), ..Default::default() };
    app.engine.update_organisation(&Actor::system(), shares.id, stop).await.unwrap();
    let actor = app.actor(anna.user.id).await;
    let seen = app.engine.ticket(&actor, of_anna.number).await.unwrap().expect("what she wrote is hers");
    assert_eq!(seen.number, of_ben.number);
    app.engine.unmerge_ticket(&jana.actor, of_anna.number).await.unwrap();
    assert!(app.engine.ticket(&actor, of_ben.number).await.unwrap().is_none(), "and no more than that");
    assert!(app.engine.ticket(&actor, of_anna.number).await.unwrap().is_some());
}

async fn a_ticket_for_one_organisation_is_not_merged_into_one_that_another_organisation_reads(app: TestApp) {
    let (acme, blau) =
        (app.given().organisation("Acme", true).await, app.given().organisation("Blau", false).await);
    let anna = app.given().member(&acme, "anna@acme.example").await;
    let ann = app.given().member(&acme, "ann@acme.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let before = app.given().ticket(&anna, "For Acme").await;
    let both = engine::UpdateUser { organisations: Some(vec![blau.id, acme.id]), ..Default::default() };
    app.engine.update_user(&Actor::system(), anna.user.id, both).await.unwrap();
    let after = app.given().ticket(&anna, "For Blau").await;
    let update = async |number, organisation, is_private| {
        let input = engine::UpdateTicket { number, organisation, is_private, ..Default::default() };
        app.engine.update_ticket(&Actor::system(), input).await.unwrap();
    };
    for (from, into) in [(&before, &after), (&after, &before)] {
        let refused = merge(&app, &jana, from, into).await.unwrap_err();
        assert_eq!((refused.field(), refused.reason()), (Some("from"), "merge-organisation"));
    }
    // Of no organisation: the one that shares would read it, the one that shares with nobody would not.
    update(before.number, Some(None), None).await;
    update(after.number, Some(Some(acme.id)), None).await;
    assert_eq!(merge(&app, &jana, &before, &after).await.unwrap_err().reason(), "merge-organisation");
    update(after.number, None, Some(true)).await;
    merge(&app, &jana, &before, &after).await.unwrap();
    assert!(app.engine.ticket(&ann.actor, after.number).await.unwrap().is_none());

    let (one, other) = (app.given().ticket(&anna, "One").await, app.given().ticket(&anna, "Other").await);
    update(one.number, Some(None), None).await;
    merge(&app, &jana, &one, &other).await.expect("nobody reads more than before");
}

async fn a_merged_ticket_does_not_move_to_an_organisation_that_did_not_read_its_parts(app: TestApp) {
    let (acme, blau) =
        (app.given().organisation("Acme", true).await, app.given().organisation("Blau", true).await);
    let anna = app.given().member(&acme, "anna@acme.example").await;
    let ann = app.given().member(&acme, "ann@acme.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let of_anna = app.given().ticket(&anna, "Printer").await;
    let own = app.given().ticket(&anna, "Printer again").await;
    let of_ann = app.given().ticket(&ann, "Printer too").await;
    let both = engine::UpdateUser { organisations: Some(vec![acme.id, blau.id]), ..Default::default() };
    app.engine.update_user(&Actor::system(), anna.user.id, both).await.unwrap();
    let belong = async |organisation: Option<OrganisationId>| {
        let input = engine::UpdateTicket {
            number: of_anna.number,
            organisation: Some(organisation),
            ..Default::default()
        };
        app.engine.update_ticket(&jana.actor, input).await
    };

    merge(&app, &jana, &own, &of_anna).await.unwrap();
    belong(Some(blau.id)).await.expect("what is there is hers");
    belong(Some(acme.id)).await.unwrap();
    merge(&app, &jana, &of_ann, &of_anna).await.unwrap();
    let refused = belong(Some(blau.id)).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("organisation"), "organisation-merged"));
    belong(None).await.expect("fewer read it");
    belong(Some(blau.id)).await.expect_err("by a detour neither");
    belong(Some(acme.id)).await.expect("those who read it before");
    app.engine.unmerge_ticket(&jana.actor, of_ann.number).await.unwrap();
    belong(Some(blau.id)).await.expect("what was hers alone again");
}

async fn crossing_merges_wait_for_each_other_and_none_fails_for_it(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    for _ in 0..5 {
        let [b, a, c] = [
            app.given().ticket(&maria, "B").await,
            app.given().ticket(&maria, "A").await,
            app.given().ticket(&maria, "C").await,
        ];
        let (one, other, third) =
            tokio::join!(merge(&app, &jana, &a, &b), merge(&app, &jana, &b, &a), merge(&app, &jana, &c, &a));
        for done in [one, other, third] {
            // One that comes late finds them merged.
            assert!(
                done.as_ref().map_or_else(|error| error.code() == Code::BadUserInput, |_| true),
                "{done:?}"
            );
        }
        let end = app.engine.ticket(&jana.actor, c.number).await.expect("an answer").expect("a ticket");
        let at = app.engine.ticket(&jana.actor, a.number).await.expect("an answer").expect("a ticket");
        assert_eq!(end.number, at.number, "all are in one ticket");
    }
}
