//! New tickets can be told of among the notifications, too. What people had chosen says that they are, since nobody was asked: nobody is
//! told of them there before they choose it.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        r#"
        UPDATE account
        SET notices = REPLACE(REPLACE(REPLACE(REPLACE(notices,
            '"NEW_TICKET":{"email":true,"page":true}', '"NEW_TICKET":{"email":true,"page":false}'),
            '"NEW_TICKET":{"email":false,"page":true}', '"NEW_TICKET":{"email":false,"page":false}'),
            '"NEW_TICKET":{"email":true}', '"NEW_TICKET":{"email":true,"page":false}'),
            '"NEW_TICKET":{"email":false}', '"NEW_TICKET":{"email":false,"page":false}')
        WHERE notices LIKE '%"NEW_TICKET":%';
        "#,
    )
}
