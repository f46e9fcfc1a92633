//! The matrix of rights, printed and reviewed as a diff, and compared with the words of the design over every combination.

use std::fmt::Write;

use engine::{
    Role,
    policy::{Action, Denied, Relation, permits},
};

#[test]
fn the_matrix_of_rights_is_reviewed_as_a_diff() {
    let mut matrix = String::new();
    for role in Role::ALL {
        let _ = write!(matrix, "{:<22}", role.as_str());
        for relation in Relation::ALL {
            let _ = write!(matrix, "{:<11}", format!("{relation:?}"));
        }
        matrix = matrix.trim_end().to_owned();
        matrix.push('\n');
        for action in Action::ALL {
            let _ = write!(matrix, "  {:<20}", format!("{action:?}"));
            for relation in Relation::ALL {
                let word = match permits(*role, *action, *relation) {
                    Ok(()) => "yes",
                    Err(Denied::Anonymous) => "log in",
                    Err(Denied::Hidden) => "hidden",
                    Err(Denied::Forbidden) => "no",
                };
                let _ = write!(matrix, "{word:<11}");
            }
            matrix = matrix.trim_end().to_owned();
            matrix.push('\n');
        }
    }
    insta::assert_snapshot!(matrix);
}

#[test]
fn the_scope_of_each_action_is_reviewed_as_a_diff() {
    let mut scopes = String::new();
    for action in Action::ALL {
        let _ = writeln!(scopes, "{:<20} {}", format!("{action:?}"), action.scope().as_str());
    }
    insta::assert_snapshot!("scopes", scopes);
}

/// The design in other words: first whether the ticket can be seen, then what the role is for.
fn reference(role: Role, action: Action, relation: Relation) -> Result<(), Denied> {
    let about_a_ticket = matches!(
        action,
        Action::ReadTicket
            | Action::CommentInPublic
            | Action::CommentInternally
            | Action::CloseTicket
            | Action::RateTicket
            | Action::WorkTicket
            | Action::SetPrivacy
            | Action::Redact
            | Action::Watch
            | Action::ChooseWatchers
    );
    let sees = relation == Relation::None
        || match role {
            Role::Customer => [Relation::Own, Relation::Shared, Relation::Watched].contains(&relation),
            Role::Agent => relation == Relation::Queue,
            Role::Admin => true,
        };
    if about_a_ticket && !sees {
        return Err(Denied::Hidden);
    }
    let staff_alone = [
        Action::OpenTicketForCaller,
        Action::CommentInternally,
        Action::WorkTicket,
        Action::Redact,
        Action::ReadPeople,
        Action::PrepareCustomer,
        Action::HandleMail,
        Action::KeepMemos,
        Action::ReadReports,
        Action::KeepViews,
        Action::ReadNotifications,
    ];
    let admin_alone = [
        Action::MergePeople,
        Action::HandlePersonalData,
        Action::GrantAccess,
        Action::AppointStaff,
        Action::ManageHouse,
        Action::ManageTexts,
        Action::ReadAccounts,
        Action::ReadAudit,
        Action::MakeAdminToken,
    ];
    let closes_nothing =
        role == Role::Customer && action == Action::CloseTicket && relation == Relation::None;
    let shows_to_others = [Action::SetPrivacy, Action::ChooseWatchers].contains(&action)
        && role == Role::Customer
        && relation != Relation::Own;
    let rates_for_others =
        action == Action::RateTicket && (role != Role::Customer || relation != Relation::Own);
    let forbidden = rates_for_others
        || (staff_alone.contains(&action) && !role.is_staff())
        || (admin_alone.contains(&action) && role != Role::Admin)
        || closes_nothing
        || shows_to_others;
    if forbidden { Err(Denied::Forbidden) } else { Ok(()) }
}

#[test]
fn every_combination_agrees_with_the_words_of_the_design() {
    for role in Role::ALL {
        for action in Action::ALL {
            for relation in Relation::ALL {
                assert_eq!(
                    permits(*role, *action, *relation),
                    reference(*role, *action, *relation),
                    "{role} {action:?} {relation:?}"
                );
            }
        }
    }
}
