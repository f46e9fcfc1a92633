//! Who listens, and what each of them may hear: half of them agents of all queues, a quarter agents of one, a quarter
//! customers of organisations that share their tickets or do not.

use std::{ops::Range, sync::Arc};

use futures::future::try_join_all;
use tokio::{
    sync::{Semaphore, mpsc::UnboundedSender},
    task::AbortHandle,
};

use super::subscriber::{Heard, subscribe};
use crate::{
    bench::Desk,
    data::plan::{AGENTS, EVERYWHERE, MEMBERS, Person, Plan, Ticket, only_queue, shares},
};

/// How many organisations have subscribers, and how many members of each.
const ORGANISATIONS: u64 = 10;
const OF_EACH: u64 = 2;
/// How many connect at the same time.
const AT_ONCE: usize = 64;

/// Everybody who listens.
#[derive(Debug)]
pub(super) struct Crowd {
    members: Vec<Member>,
}

#[derive(Debug, Clone)]
struct Member {
    who: Person,
    token: Arc<str>,
}

/// What will happen.
#[derive(Debug)]
pub(super) struct Happening {
    pub(super) ticket: Ticket,
    pub(super) internal: bool,
}

/// Connections that end with their owner.
#[derive(Debug)]
pub(super) struct Connections(Vec<AbortHandle>);

impl Drop for Connections {
    fn drop(&mut self) {
        self.0.iter().for_each(AbortHandle::abort);
    }
}

impl Crowd {
    /// Makes a token for each person, and as many members as wished.
    pub(super) fn gather(desk: &Desk, count: usize) -> Self {
        let member = |who: Person| {
            let token = desk.site.succeed(&["token", "create", "--user", &who.email()], "");
            Member { who, token: token.into() }
        };
        let everywhere: Vec<_> = (0..EVERYWHERE).map(|n| member(Person::Agent(n))).collect();
        let one_queue: Vec<_> = (EVERYWHERE..AGENTS).map(|n| member(Person::Agent(n))).collect();
        let customers: Vec<_> = listening_customers(desk.plan).map(|n| member(Person::Customer(n))).collect();
        let members = (0..count).map(|n| {
            let group = [&everywhere, &one_queue, &everywhere, &customers][n % 4];
            group[n / 4 % group.len()].clone()
        });
        Self { members: members.collect() }
    }

    /// Connects those at these places, and comes back when all of them have subscribed.
    pub(super) async fn connect(
        &self,
        url: &str,
        places: Range<usize>,
        tell: &UnboundedSender<Heard>,
    ) -> Connections {
        let gate = Arc::new(Semaphore::new(AT_ONCE));
        let all =
            self.members.iter().enumerate().skip(places.start).take(places.len()).map(|(place, member)| {
                let (gate, tell, token) = (Arc::clone(&gate), tell.clone(), Arc::clone(&member.token));
                async move {
                    let _turn = gate.acquire().await.expect("nobody closes it");
                    subscribe(url, &token, place, tell).await
                }
            });
        Connections(try_join_all(all).await.unwrap_or_else(|error| panic!("a subscriber: {error}")))
    }

    /// So many events: of tickets of those who listen, of their colleagues, and of others; some are notes of the staff.
    pub(super) fn happenings(plan: Plan, count: usize) -> Vec<Happening> {
        let listening: Vec<u64> = listening_customers(plan).collect();
        let open = |ticket: &Ticket| ticket.status == "OPEN";
        let mut kinds = [
            plan.some(count, |ticket| open(ticket) && listening.contains(&ticket.customer)),
            plan.some(count, |ticket| {
                let colleague = listening.iter().any(|listening| listening / MEMBERS == ticket.organisation);
                open(ticket) && colleague && !listening.contains(&ticket.customer)
            }),
            plan.some(count, open),
        ];
        let mut told = Vec::new();
        let all = (0..count).map(|n| {
            let kind = &mut kinds[n % 3];
            // Each ticket once, so that an event is known by its ticket's number.
            while kind.last().is_some_and(|ticket| told.contains(&ticket.number())) {
                kind.pop();
            }
            let ticket = kind.pop().expect("enough open tickets");
            told.push(ticket.number());
            Happening { ticket, internal: n % 5 == 4 }
        });
        all.collect()
    }

    /// Member by member, whether they may hear it.
    pub(super) fn hears(&self, event: &Happening) -> Vec<bool> {
        let ticket = &event.ticket;
        let hears = |member: &Member| match member.who {
            Person::Agent(agent) => only_queue(agent).is_none_or(|queue| queue == ticket.queue),
            Person::Customer(_) if event.internal => false,
            Person::Customer(customer) => {
                let organisation = customer / MEMBERS;
                customer == ticket.customer || (organisation == ticket.organisation && shares(organisation))
            }
        };
        self.members.iter().map(hears).collect()
    }
}

/// The customers who listen.
fn listening_customers(plan: Plan) -> impl Iterator<Item = u64> {
    let organisations = 0..plan.organisations().min(ORGANISATIONS);
    organisations.flat_map(|organisation| (0..OF_EACH).map(move |place| organisation * MEMBERS + place))
}
