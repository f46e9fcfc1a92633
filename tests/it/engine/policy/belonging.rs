//! Through random memberships, sharing and merges everybody sees what a plain model says, and no merge of tickets shows
//! anybody what they could not read before.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use engine::{
    Actor, CommentId, CreateTicket, Error, MergeTickets, OrganisationId, Paging, Sharing, Texts,
    TicketFilter, TicketId, TicketOrder, UpdateOrganisation, UpdateTicket, UpdateUser, UserId,
};
use tests::{Person, TestApp, on_each_database};

on_each_database!(random_memberships_merges_and_shares_show_what_a_model_says);

const STEPS: usize = 160;
const PEOPLE: usize = 6;
const ORGANISATIONS: usize = 4;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        if all.is_empty() { None } else { Some(all[self.below(all.len())].clone()) }
    }
}

/// Somebody: to which organisations they belong and whether they are selected there, and which of these is the first.
#[derive(Default)]
struct Someone {
    belongs: BTreeMap<OrganisationId, bool>,
    first: Option<OrganisationId>,
    merged_into: Option<UserId>,
}

impl Someone {
    fn settle(&mut self, wanted: Option<OrganisationId>) {
        let kept = wanted.filter(|one| self.belongs.contains_key(one));
        self.first = kept.or_else(|| self.belongs.keys().next().copied());
    }

    fn in_order(&self) -> Vec<OrganisationId> {
        let others = self.belongs.keys().copied().filter(|one| Some(*one) != self.first);
        self.first.into_iter().chain(others).collect()
    }
}

struct Case {
    id: TicketId,
    customer: UserId,
    organisation: Option<OrganisationId>,
    is_private: bool,
    is_merged: bool,
}

/// What came with an account, and which organisation was its first.
struct Merge {
    source: UserId,
    target: UserId,
    tickets: Vec<i64>,
    belonged: Vec<OrganisationId>,
    first: Option<OrganisationId>,
}

struct World<'a> {
    app: &'a TestApp,
    admin: Person,
    dice: Dice,
    sharing: BTreeMap<OrganisationId, Sharing>,
    people: BTreeMap<UserId, Someone>,
    tickets: BTreeMap<i64, Case>,
    merges: Vec<Merge>,
}

impl World<'_> {
    fn sees(&self, user: UserId, case: &Case) -> bool {
        let person = &self.people[&user];
        let shared = case.organisation.is_some_and(|own| {
            person.belongs.get(&own).is_some_and(|selected| match self.sharing[&own] {
                Sharing::Nobody => false,
                Sharing::Selected => *selected,
                Sharing::All => true,
            })
        });
        case.customer == user || (shared && !case.is_private)
    }

    /// Those whose account is not merged into another.
    fn active(&self) -> Vec<UserId> {
        self.people.iter().filter(|(_, one)| one.merged_into.is_none()).map(|(id, _)| *id).collect()
    }

    fn organisation(&mut self) -> OrganisationId {
        let all: Vec<_> = self.sharing.keys().copied().collect();
        self.dice.of(&all).expect("there are some")
    }

    fn ticket(&mut self) -> Option<i64> {
        let open: Vec<_> =
            self.tickets.iter().filter(|(_, case)| !case.is_merged).map(|(number, _)| *number).collect();
        self.dice.of(&open)
    }

    async fn belong(&mut self, user: UserId) {
        let mut wanted = Vec::new();
        for _ in 0..self.dice.below(4) {
            let one = self.organisation();
            wanted.push(one);
        }
        let input = UpdateUser { organisations: Some(wanted.clone()), ..UpdateUser::default() };
        self.app.engine.update_user(&self.admin.actor, user, input).await.expect("they belong");
        let person = self.people.get_mut(&user).unwrap();
        person.belongs.retain(|one, _| wanted.contains(one));
        for one in &wanted {
            person.belongs.entry(*one).or_insert(false);
        }
        person.first = wanted.first().copied();
    }

    async fn select(&mut self, user: UserId) {
        let of = self.organisation();
        let selected = self.dice.once_in(2);
        let input = UpdateUser {
            sees_organisation: Some(selected),
            of_organisation: Some(of),
            ..UpdateUser::default()
        };
        let done = self.app.engine.update_user(&self.admin.actor, user, input).await;
        match self.people.get_mut(&user).unwrap().belongs.get_mut(&of) {
            Some(before) => {
                done.expect("a member");
                *before = selected;
            }
            None => assert_eq!(done.unwrap_err().field(), Some("ofOrganisation")),
        }
    }

    async fn share(&mut self) {
        let organisation = self.organisation();
        let sharing = self.dice.of(Sharing::ALL).expect("a mode");
        let input = UpdateOrganisation { sharing: Some(sharing), ..UpdateOrganisation::default() };
        self.app.engine.update_organisation(&self.admin.actor, organisation, input).await.expect("shared");
        self.sharing.insert(organisation, sharing);
    }

    async fn open(&mut self, user: UserId) {
        let named = if self.dice.once_in(2) { Some(self.organisation()) } else { None };
        let is_private = self.dice.once_in(4);
        let input = CreateTicket {
            title: "A ticket".to_owned(),
            text: "needle".to_owned(),
            organisation: named,
            is_private,
            ..CreateTicket::default()
        };
        let made = self.app.engine.create_ticket(&self.app.actor(user).await, input).await;
        let person = &self.people[&user];
        if named.is_some_and(|one| !person.belongs.contains_key(&one)) {
            assert_eq!(made.unwrap_err().field(), Some("organisation"));
            return;
        }
        let made = made.expect("a ticket");
        let organisation = named.or(person.first);
        assert_eq!(made.organisation, organisation);
        let case = Case { id: made.id, customer: user, organisation, is_private, is_merged: false };
        self.tickets.insert(made.number, case);
    }

    async fn change(&mut self) {
        let Some(number) = self.ticket() else { return };
        let wanted = if self.dice.once_in(4) { None } else { Some(self.organisation()) };
        let is_private = self.dice.once_in(3);
        let input = UpdateTicket {
            number,
            organisation: Some(wanted),
            is_private: Some(is_private),
            ..UpdateTicket::default()
        };
        let done = self.app.engine.update_ticket(&self.admin.actor, input).await;
        let case = self.tickets.get_mut(&number).unwrap();
        let theirs = |one: OrganisationId| self.people[&case.customer].belongs.contains_key(&one);
        if wanted.is_none_or(|one| case.organisation == Some(one) || theirs(one)) {
            done.expect("changed");
            (case.organisation, case.is_private) = (wanted, is_private);
        } else {
            assert_eq!(done.unwrap_err().field(), Some("organisation"));
        }
    }

    async fn merge_accounts(&mut self, source: UserId, target: UserId) {
        self.app.engine.merge_users(&self.admin.actor, source, target).await.expect("merged");
        let tickets = self.tickets.iter().filter(|(_, case)| case.customer == source);
        let tickets: Vec<i64> = tickets.map(|(number, _)| *number).collect();
        for number in &tickets {
            self.tickets.get_mut(number).unwrap().customer = target;
        }
        let mut from = self.people.remove(&source).unwrap();
        let into = self.people.get_mut(&target).unwrap();
        let (led, first) = (into.first, from.first);
        let moved: Vec<_> =
            from.belongs.keys().copied().filter(|one| !into.belongs.contains_key(one)).collect();
        for one in &moved {
            let selected = from.belongs.remove(one).unwrap();
            into.belongs.insert(*one, selected);
        }
        into.settle(led.or(first));
        from.settle(first);
        from.merged_into = Some(target);
        self.people.insert(source, from);
        self.merges.push(Merge { source, target, tickets, belonged: moved, first });
    }

    async fn part(&mut self) {
        let index = self.dice.below(self.merges.len().max(1));
        if index >= self.merges.len() {
            return;
        }
        let merge = self.merges.remove(index);
        self.app.engine.unmerge_user(&self.admin.actor, merge.source).await.expect("parted");
        let mut holder = merge.target;
        while let Some(next) = self.people[&holder].merged_into {
            // What came with this one was never theirs who brought it on.
            for later in self.merges.iter_mut().filter(|later| later.source == holder) {
                later.tickets.retain(|number| !merge.tickets.contains(number));
                later.belonged.retain(|one| !merge.belonged.contains(one));
            }
            holder = next;
        }
        for number in &merge.tickets {
            let case = self.tickets.get_mut(number).unwrap();
            if case.customer == holder {
                case.customer = merge.source;
            }
        }
        let mut source = self.people.remove(&merge.source).unwrap();
        let other = self.people.get_mut(&holder).unwrap();
        let led = other.first;
        for one in &merge.belonged {
            if let Some(selected) = other.belongs.remove(one) {
                source.belongs.insert(*one, selected);
            }
        }
        other.settle(led);
        source.settle(merge.first);
        source.merged_into = None;
        self.people.insert(merge.source, source);
    }

    /// The comments that each of these people can read.
    async fn reading(&self) -> HashMap<UserId, HashSet<CommentId>> {
        let ids: Vec<_> = self.tickets.values().map(|case| case.id).collect();
        let engine = &self.app.engine;
        let pages = engine
            .comments_of_each(&Actor::system(), &ids, &Paging::default(), (Texts::ALL, u64::MAX))
            .await
            .unwrap();
        let all: Vec<_> = pages.into_values().flat_map(|page| page.items).map(|(_, one)| one.id).collect();
        let mut reading = HashMap::new();
        for user in self.active() {
            let found = engine.comments_by_id(&self.app.actor(user).await, &all).await.unwrap();
            reading.insert(user, found.into_keys().collect());
        }
        reading
    }

    async fn merge_tickets(&mut self) {
        let (Some(from), Some(into)) = (self.ticket(), self.ticket()) else { return };
        if from == into {
            return;
        }
        let before = self.reading().await;
        match self.app.engine.merge_tickets(&self.admin.actor, MergeTickets { from, into }).await {
            Ok(_) => self.tickets.get_mut(&from).unwrap().is_merged = true,
            Err(error) => assert!(matches!(error, Error::BadInput { .. }), "{error}"),
        }
        for (user, after) in self.reading().await {
            let more: Vec<_> = after.difference(&before[&user]).collect();
            assert!(more.is_empty(), "{user:?} reads more by merging {from} into {into}");
        }
    }

    async fn compare(&self, step: usize) {
        for user in self.active() {
            let actor = self.app.actor(user).await;
            let (viewer, person) = (actor.user().unwrap(), &self.people[&user]);
            assert_eq!(viewer.organisations, person.in_order(), "{step}: where {user:?} belongs");
            let expected: BTreeSet<i64> = self
                .tickets
                .iter()
                .filter(|(_, case)| !case.is_merged && self.sees(user, case))
                .map(|(number, _)| *number)
                .collect();
            let (filter, order) = (TicketFilter::default(), TicketOrder::default());
            let hundred = Paging { first: Some(100), ..Paging::default() };
            let page = self.app.engine.tickets(&actor, &filter, order, &hundred).await.unwrap();
            let listed: BTreeSet<i64> = page
                .items
                .iter()
                .map(|(_, ticket)| ticket.number)
                .filter(|number| !self.tickets[number].is_merged)
                .collect();
            assert_eq!(listed, expected, "{step}: the list of {user:?}");
            for (number, _) in self.tickets.iter().filter(|(_, case)| !case.is_merged) {
                let one = self.app.engine.ticket(&actor, *number).await.unwrap();
                assert_eq!(one.is_some(), expected.contains(number), "{step}: {number} for {user:?}");
            }
            let known: Vec<_> = self.people.keys().copied().collect();
            for (other, members) in self.app.engine.memberships_of(&actor, &known).await.unwrap() {
                let told = |one: &engine::Membership| viewer.shared.contains(&one.organisation);
                assert!(
                    other == user || members.iter().all(told),
                    "{step}: what {user:?} knows of {other:?}"
                );
            }
        }
    }
}

async fn random_memberships_merges_and_shares_show_what_a_model_says(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let mut world = World {
        app: &app,
        admin,
        dice: Dice(0x5EED_5EED_0B0E),
        sharing: BTreeMap::new(),
        people: BTreeMap::new(),
        tickets: BTreeMap::new(),
        merges: Vec::new(),
    };
    for index in 0..ORGANISATIONS {
        let made = app.given().organisation(&format!("Organisation {index}"), false).await;
        world.sharing.insert(made.id, Sharing::Nobody);
    }
    for index in 0..PEOPLE {
        let person = app.given().customer(&format!("person{index}@example.com")).await;
        world.people.insert(person.user.id, Someone::default());
    }
    for step in 0..STEPS {
        let active = world.active();
        let user = world.dice.of(&active).expect("somebody");
        let other = world.dice.of(&active).expect("somebody");
        match world.dice.below(10) {
            0 | 1 => world.belong(user).await,
            2 => world.select(user).await,
            3 => world.share().await,
            4 | 5 => world.open(user).await,
            6 => world.change().await,
            7 if user != other => world.merge_accounts(user, other).await,
            8 => world.part().await,
            _ => world.merge_tickets().await,
        }
        if step % 4 == 3 {
            world.compare(step).await;
        }
    }
}
