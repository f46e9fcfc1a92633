//! Who comes in by a provider, as a table over what it says and what is known.

use engine::{
    NotAdmitted, OrganisationId, ProviderTerms, Role, Vouched,
    rules::sign_in::{
        Admission, Found, Grant, Holder, MappedRole, admit, grant, memberships, organisations, role,
        role_without,
    },
};
use uuid::Uuid;

fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|word| (*word).to_owned()).collect()
}

fn anna() -> Vouched {
    Vouched {
        provider: "p".to_owned(),
        subject: "1".to_owned(),
        email: Some("Anna@Example.org".to_owned()),
        email_verified: true,
        ..Vouched::default()
    }
}

const CUSTOMER: Holder =
    Holder { role: Role::Customer, active: true, can_log_in: true, known_otherwise: false };
const AGENT: Holder = Holder { role: Role::Agent, ..CUSTOMER };

#[test]
fn an_address_opens_an_account_only_as_far_as_it_is_proven() {
    let plain = ProviderTerms::default();
    let trusted = ProviderTerms { trust_email: true, ..ProviderTerms::default() };
    let unverified = Vouched { email_verified: false, ..anna() };
    let nameless = Vouched { email: None, ..anna() };
    let prepared = Holder { can_log_in: false, ..AGENT };
    let recycled = Holder { known_otherwise: true, ..CUSTOMER };
    let off = Holder { active: false, ..CUSTOMER };
    for (terms, who, holder, expected) in [
        (&plain, &anna(), CUSTOMER, Ok(Admission::Link)),
        (&plain, &unverified, CUSTOMER, Err(NotAdmitted::Unverified)),
        (&trusted, &unverified, CUSTOMER, Ok(Admission::Link)),
        (&trusted, &nameless, CUSTOMER, Err(NotAdmitted::NoAddress)),
        (&plain, &anna(), AGENT, Err(NotAdmitted::AddressTaken)),
        (&plain, &anna(), prepared, Ok(Admission::Link)),
        (&trusted, &anna(), AGENT, Ok(Admission::Link)),
        (&plain, &anna(), recycled, Err(NotAdmitted::AddressTaken)),
        (&trusted, &anna(), recycled, Err(NotAdmitted::AddressTaken)),
        (&plain, &anna(), off, Err(NotAdmitted::Deactivated)),
        (&plain, &unverified, off, Err(NotAdmitted::Unverified)),
    ] {
        assert_eq!(admit(terms, who, Found::ByAddress(holder)), expected, "{who:?} {holder:?} {terms:?}");
    }
    for terms in [&plain, &trusted, &ProviderTerms { create_accounts: true, ..ProviderTerms::default() }] {
        let former = admit(terms, &anna(), Found::ByOtherAddress);
        assert_eq!(former, Err(NotAdmitted::AddressTaken), "{terms:?}");
    }
}

#[test]
fn a_linked_identity_needs_no_address_and_a_new_one_needs_leave() {
    let nameless = Vouched { email: None, email_verified: false, ..anna() };
    let plain = ProviderTerms::default();
    assert_eq!(admit(&plain, &nameless, Found::Linked(AGENT)), Ok(Admission::Enter));
    let off = Holder { active: false, ..AGENT };
    assert_eq!(admit(&plain, &anna(), Found::Linked(off)), Err(NotAdmitted::Deactivated));
    assert_eq!(admit(&plain, &anna(), Found::Nobody), Err(NotAdmitted::NoAccount));
    let unverified = Vouched { email_verified: false, ..anna() };
    for found in [Found::Nobody, Found::ByOtherAddress, Found::ByAddress(CUSTOMER), Found::ByAddress(AGENT)] {
        let told = admit(&plain, &unverified, found);
        assert_eq!(
            told,
            Err(NotAdmitted::Unverified),
            "nobody learns whether there is an account: {found:?}"
        );
    }
    let open = ProviderTerms { create_accounts: true, ..ProviderTerms::default() };
    assert_eq!(admit(&open, &anna(), Found::Nobody), Ok(Admission::Create));
    assert_eq!(admit(&open, &nameless, Found::Nobody), Err(NotAdmitted::NoAddress));
    assert_eq!(admit(&open, &unverified, Found::Nobody), Err(NotAdmitted::Unverified));
}

#[test]
fn only_the_domains_that_are_named_may_come_linked_or_not() {
    let terms = ProviderTerms { domains: words(&["example.com"]), ..ProviderTerms::default() };
    assert_eq!(admit(&terms, &anna(), Found::Linked(CUSTOMER)), Err(NotAdmitted::Domain));
    let of_it = Vouched { email: Some("anna@example.com".to_owned()), ..anna() };
    assert_eq!(admit(&terms, &of_it, Found::Linked(CUSTOMER)), Ok(Admission::Enter));
    let unverified = Vouched { email_verified: false, ..of_it };
    assert_eq!(admit(&terms, &unverified, Found::Linked(CUSTOMER)), Err(NotAdmitted::Unverified));
    let below = Vouched { email: Some("anna@evil.example.com".to_owned()), ..anna() };
    assert_eq!(admit(&terms, &below, Found::Linked(CUSTOMER)), Err(NotAdmitted::Domain));
}

#[test]
fn groups_give_the_highest_role_and_silence_takes_none() {
    let staff =
        ProviderTerms { admins: words(&["a"]), agents: words(&["b", "c"]), ..ProviderTerms::default() };
    let closed = ProviderTerms { customers: words(&["k"]), ..staff.clone() };
    let is = |role| Ok(MappedRole::Is(role));
    for (terms, groups, expected) in [
        (&ProviderTerms::default(), Some(vec!["a"]), Ok(MappedRole::ByHand)),
        (&staff, Some(vec!["c", "a"]), is(Role::Admin)),
        (&staff, Some(vec!["c"]), is(Role::Agent)),
        (&staff, Some(vec!["A"]), is(Role::Customer)),
        (&staff, Some(Vec::new()), is(Role::Customer)),
        (&staff, None, Ok(MappedRole::Unknown)),
        (&closed, Some(vec!["k"]), is(Role::Customer)),
        (&closed, Some(vec!["x"]), Err(NotAdmitted::Group)),
        (&closed, None, Err(NotAdmitted::Group)),
    ] {
        let who = Vouched { groups: groups.as_deref().map(words), ..anna() };
        assert_eq!(role(terms, &who), expected, "{groups:?}");
    }
    let silent = Vouched { groups: None, ..anna() };
    assert_eq!(admit(&staff, &silent, Found::Linked(AGENT)), Err(NotAdmitted::NoGroups));
    assert_eq!(admit(&staff, &silent, Found::Linked(CUSTOMER)), Ok(Admission::Enter));
}

#[test]
fn groups_give_organisations_each_once() {
    let pair = |group: &str, name: &str| (group.to_owned(), name.to_owned());
    let organisations_of = |groups: Option<&[&str]>| {
        let terms = ProviderTerms {
            organisations: vec![pair("a", "Acme"), pair("b", "Beta"), pair("c", "Acme")],
            ..ProviderTerms::default()
        };
        let who = Vouched { groups: groups.map(words), ..anna() };
        organisations(&terms, &who).map(|all| all.join(" "))
    };
    assert_eq!(organisations_of(Some(&["c", "a"])).as_deref(), Some("Acme"));
    assert_eq!(organisations_of(Some(&["b", "a"])).as_deref(), Some("Acme Beta"));
    assert_eq!(organisations_of(Some(&[])).as_deref(), Some(""));
    assert_eq!(organisations_of(None), None);
}

#[test]
fn memberships_that_did_not_come_with_claims_are_left_alone() {
    let [a, b, c] = [1, 2, 3].map(|id| OrganisationId(Uuid::from_u128(id)));
    // (before, given, given by others, wanted) -> (after, given)
    for (before, given, others, wanted, after, claimed) in [
        (vec![], vec![], vec![], vec![a], vec![a], vec![a]),
        (vec![a], vec![a], vec![], vec![], vec![], vec![]),
        (vec![a], vec![a], vec![a], vec![], vec![a], vec![]),
        (vec![a, b], vec![a], vec![], vec![c], vec![b, c], vec![c]),
        (vec![a], vec![], vec![], vec![], vec![a], vec![]),
        (vec![a], vec![], vec![], vec![a], vec![a], vec![]),
        (vec![a], vec![], vec![a], vec![a], vec![a], vec![a]),
        (vec![], vec![a], vec![], vec![a], vec![a], vec![a]),
    ] {
        assert_eq!(
            memberships(&before, &given, &others, &wanted),
            (after, claimed),
            "{before:?} {given:?} {others:?} {wanted:?}"
        );
    }
}

#[test]
fn a_role_that_came_with_groups_goes_with_its_identity_and_no_other_one_does() {
    let gave = |role, before| Grant { role, before };
    let (customer, agent, admin) = (Role::Customer, Role::Agent, Role::Admin);
    // (now, given, own, others) -> what is kept on record
    for (now, given, own, others, kept) in [
        (customer, admin, None, vec![], Some(gave(admin, customer))),
        (agent, agent, None, vec![], Some(gave(agent, agent))),
        (admin, agent, None, vec![], Some(gave(agent, agent))),
        (admin, agent, Some(gave(admin, customer)), vec![], Some(gave(agent, customer))),
        (admin, admin, None, vec![gave(admin, customer)], Some(gave(admin, customer))),
        (agent, customer, Some(gave(agent, customer)), vec![], None),
    ] {
        assert_eq!(grant(now, given, own, &others), kept, "{now:?} {given:?} {own:?} {others:?}");
    }
    // (now, own, others) -> the role without it
    for (now, own, others, then) in [
        (admin, None, vec![], admin),
        (admin, Some(gave(admin, customer)), vec![], customer),
        (admin, Some(gave(admin, customer)), vec![gave(agent, customer)], agent),
        (admin, Some(gave(admin, customer)), vec![gave(admin, customer)], admin),
        (admin, Some(gave(agent, customer)), vec![], admin),
        (agent, Some(gave(admin, customer)), vec![], agent),
        (agent, Some(gave(agent, customer)), vec![gave(admin, customer)], agent),
    ] {
        assert_eq!(role_without(now, own, &others), then, "{now:?} {own:?} {others:?}");
    }
}
