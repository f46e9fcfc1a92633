//! A host program that opens a ticket, comments on it and reads its events: `cargo run -p schalter-engine --example embed`.
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use engine::{Actor, AddComment, CreateTicket, Engine, Paging};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // SQLite and files in a directory; PostgreSQL and S3 by their addresses.
    let data = std::env::temp_dir().join("schalter-embed");
    let database = format!("sqlite://{}/embed.db", data.display());
    let engine =
        Engine::builder().database(database).blobs(format!("file://{}", data.display())).open().await?;

    // The host acts for the customer who is calling; an account is made with the first ticket.
    let call = CreateTicket {
        title: "The printer is silent".into(),
        text: "It was loud yesterday.".into(),
        customer_email: Some("anna@example.com".into()),
        ..CreateTicket::default()
    };
    let ticket = engine.create_ticket(&Actor::system(), call).await?;

    // From now on on behalf of the customer, with a customer's rights.
    let anna = engine.actor_of(ticket.customer).await?;
    let comment =
        AddComment { number: ticket.number, text: "It is plugged in.".into(), ..AddComment::default() };
    engine.add_comment(&anna, comment).await?;

    for (_, event) in engine.events(&anna, ticket.id, &Paging::default()).await?.items {
        println!("#{} {} at {}", ticket.number, event.kind, event.at);
    }
    engine.close().await;
    Ok(())
}
