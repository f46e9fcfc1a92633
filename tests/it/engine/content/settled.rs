//! Which words offer the staff to close a ticket, as a table.

use engine::content::settled::sounds_settled;

const SETTLED: &[&str] = &[
    "Das Ticket kann geschlossen werden.",
    "Vielen Dank! Damit kann das Ticket\ngeschlossen werden.",
    "Das Ticket kann\r\ngeschlossen\r\nwerden, danke.",
    "Von mir aus dürfen Sie das Ticket schließen.",
    "Sie koennen das Ticket schliessen",
    "Bitte schließen, danke!",
    "Bitte das Ticket schließen.",
    "Die Sache hat sich erledigt.",
    "Es hat sich geklärt, danke für die Mühe.",
    "Das Problem ist behoben.",
    "Der Fehler ist gelöst",
    "Problem gelöst!",
    "Thema erledigt.",
    "Erledigt, vielen Dank!",
    "Der Drucker funktioniert wieder.",
    "Jetzt geht es wieder, und zwar gut: Es geht wieder!",
    "Bei uns läuft wieder alles.",
    "Es klappt jetzt wunderbar.",
    "Der Neustart hat geholfen.",
    "Ich habe keine weiteren Fragen.",
    "Hilfe ist nicht mehr nötig.",
    "Ich verstehe es nicht, aber das Ticket kann geschlossen werden.",
    "ALLES BESTENS, DANKE",
    "Passt so.",
    "> Geht es wieder?\n\nJa, alles in Ordnung. Danke!",
    "This ticket can be closed.",
    "Please close.",
    "You can close this ticket, thanks!",
    "Feel free to close it.",
    "Go ahead and close this.",
    "The issue has been resolved.",
    "It works now, thank you very much.",
    "The printer is working again.",
    "Problem solved",
    "That did the trick!",
    "All good, thanks.",
    "All sorted.",
    "I have no further questions.",
    "This is no longer needed.",
    "Consider this closed.",
    "It’s fixed now, and I don’t know why. It works now.",
    "You may close\nthe ticket.",
    "Resolved.",
    "Fixed, thanks!",
    "Gelöst, danke.",
    "Kann zu, danke",
    "Danke, hat geklappt!",
    "Der Vorgang darf gerne geschlossen werden.",
    "Bitte das Ticket zumachen.",
    "Please mark as resolved.",
    "Bitte schließen Sie das Ticket.",
    "Please close it, thanks.",
    "Sie fragten: „Geht es wieder?“ Ja, das Problem ist gelöst.",
];

const OPEN: &[&str] = &[
    "Das Ticket kann noch nicht geschlossen werden.",
    "Bitte das Ticket nicht schließen!",
    "Ich glaube nicht, dass das Ticket geschlossen werden kann.",
    "Das Ticket kann geschlossen werden, wenn der Drucker wieder geht.",
    "Sobald er druckt, kann das Ticket geschlossen werden.",
    "Wann kann das Ticket geschlossen werden?",
    "Kann das Ticket geschlossen werden?",
    "> Das Ticket kann geschlossen werden.\n\nNein, es brennt.",
    "Es geht wieder los.",
    "Es funktioniert wieder nicht.",
    "Der Drucker funktioniert jetzt gar nicht mehr.",
    "Leider hat das nicht geholfen.",
    "Das Problem ist noch nicht behoben.",
    "Das ist keineswegs erledigt.",
    "Ich habe das Fenster geschlossen.",
    "Die Datei kann nicht geschlossen werden.",
    "Please do not close this ticket.",
    "Please don’t close the ticket.",
    "I don't think that this can be closed.",
    "You can close it once the printer works.",
    "If it works now, you can close it.",
    "Is it fixed now?",
    "It works now only on Mondays.",
    "The issue is not resolved.",
    "This isn't solved.",
    "The door can be opened.",
    "Ich habe noch eine Frage.",
    "The printer must be fixed.",
    "Not resolved.",
    "It has to be done until Monday.",
    "Es hat nicht geklappt.",
    "Sie schrieben: „kann geschlossen werden“ – das sehe ich anders.",
    "Ihr Kollege meinte „erledigt“, aber das stimmt nicht.",
    "\"Please close this ticket\" is what my colleague wrote, but I disagree.",
    "»Das Problem ist gelöst« stand auf der Seite.",
    "Gestern war es erledigt, heute ist der Fehler wieder da.",
    "Das erste Problem ist gelöst, das zweite besteht weiterhin.",
    "Bitte schließen Sie die Lücke im Zaun.",
    "Please close the window on the left.",
    "Nein, noch nicht.\n\nDas Ticket kann geschlossen werden.",
    "",
];

#[test]
fn what_stands_behind_a_book_offers_nothing() {
    let settled = "Das Ticket kann geschlossen werden.";
    assert!(sounds_settled(&format!("{}. {settled}", "x".repeat(10_000))));
    assert!(!sounds_settled(&format!("{}. {settled}", "x".repeat(20_000))));
    // Marks that nothing closes quote nothing.
    assert!(sounds_settled(&format!("{} {settled}", "„".repeat(10_000))));
}

#[test]
fn s72_words_of_both_languages_offer_to_close_and_their_negation_does_not() {
    assert!(SETTLED.len() >= 40);
    for text in SETTLED {
        assert!(sounds_settled(text), "{text:?} says that it is settled");
    }
    for text in OPEN {
        assert!(!sounds_settled(text), "{text:?} does not");
    }
}
