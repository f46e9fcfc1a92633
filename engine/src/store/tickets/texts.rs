//! How much of the texts of comments a statement reads, and how much that would be.

use sea_orm::sea_query::{Expr, ExprTrait, Func};

use crate::{model::Texts, store::entity::comment};

/// A column of a comment; of its texts no more than is wanted. Where there is no comment, there is no text either.
pub(super) fn read(of: impl Fn(comment::Column) -> Expr, column: comment::Column, texts: Texts) -> Expr {
    match (column, texts.beginning) {
        (comment::Column::Html, _) if !texts.html => {
            Expr::case(of(comment::Column::Id).is_not_null(), Expr::value("")).into()
        }
        (comment::Column::Html, Some(longest)) => {
            Expr::case(is_longer(&of, longest), Expr::value("")).finally(of(column)).into()
        }
        (comment::Column::Text, Some(longest)) => {
            let and_one = Expr::value(as_number(longest).saturating_add(1));
            let beginning = Func::cust("substr").args([of(column), Expr::value(1), and_one]);
            Expr::case(is_longer(&of, longest), beginning).finally(of(column)).into()
        }
        _ => of(column),
    }
}

/// At most how many bytes of a comment are read so. The databases know how many a text has without reading it.
pub(super) fn size(of: impl Fn(comment::Column) -> Expr, texts: Texts) -> Expr {
    let bytes = |column| Expr::from(Func::cust("octet_length").arg(of(column)));
    let text = bytes(comment::Column::Text);
    let both = if texts.html { text.clone().add(bytes(comment::Column::Html)) } else { text.clone() };
    let Some(longest) = texts.beginning else { return both };
    // No character takes more than four: what has more bytes is longer, and is not looked at to count its characters.
    let most = as_number(longest).saturating_mul(4);
    let cut = Expr::case(text.clone().gt(most), Expr::value(most));
    cut.case(is_longer(&of, longest), text).finally(both).into()
}

fn is_longer(of: impl Fn(comment::Column) -> Expr, longest: u32) -> Expr {
    Expr::from(Func::cust("length").arg(of(comment::Column::Text))).gt(as_number(longest))
}

/// As the databases count characters.
fn as_number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
