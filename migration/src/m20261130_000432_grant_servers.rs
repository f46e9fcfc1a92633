//! `mail_grant.servers`, `mail_sign_in.servers`: where the token of a grant is used, a server a line, as it was shown to whoever signed
//! in. A mailbox that an admin adds is opened by the token at none but these.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE mail_grant ADD COLUMN servers TEXT;
        ALTER TABLE mail_sign_in ADD COLUMN servers TEXT;
        ",
    )
}
