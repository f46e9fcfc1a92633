//! A stand-in for a mail that is not fetched whole: its header, and a note where the mail itself is.

/// Why a mail is not fetched whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// It is larger than allowed, in bytes.
    TooLarge(u64),
    /// The server failed again and again to hand it out.
    Undeliverable,
}

/// A mail with the header of the other one, so that it still becomes a ticket of its sender, and a note for the staff.
pub(super) fn stand_in(header: &[u8], folder: &str, uid: u32, why: Why) -> Vec<u8> {
    let (de, en) = match why {
        Why::TooLarge(size) => {
            let megabytes = size.div_ceil(1024 * 1024);
            (
                format!("Diese E-Mail ist mit {megabytes} MB zu groß und wurde nicht übernommen."),
                format!("This email is too large ({megabytes} MB) and was not imported."),
            )
        }
        Why::Undeliverable => (
            "Der Mailserver hat diese E-Mail mehrfach nicht herausgegeben.".to_owned(),
            "The mail server repeatedly failed to deliver this email.".to_owned(),
        ),
    };
    let mut raw = without_mime(header);
    raw.extend_from_slice(
        format!(
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
             {de} Sie liegt im Postfach, Ordner {folder}, UID {uid}.\r\n\r\n\
             {en} It is in the mailbox, folder {folder}, UID {uid}.\r\n"
        )
        .as_bytes(),
    );
    raw
}

/// Where a mail lies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The address of the mailbox.
    pub(super) address: &'a str,
    pub(super) folder: &'a str,
    pub(super) uid: u32,
}

/// A mail of nobody that tells the staff of one that the server does not hand out at all, not even its header. The life
/// of the folder makes it another one than that of an earlier mail in the same place.
pub(super) fn nothing(place: &Place<'_>, uid_validity: u32) -> Vec<u8> {
    let Place { address, folder, uid } = place;
    format!(
        "To: <{address}>\r\nSubject: E-Mail nicht abrufbar / Mail cannot be fetched\r\n\
         X-Mailbox-Place: {uid_validity}/{uid}\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
         Im Postfach {address} liegt eine E-Mail, die der Mailserver mehrfach nicht herausgegeben hat. Wer sie geschrieben \
         hat, ist nicht bekannt. Sie liegt im Ordner {folder}, UID {uid}.\r\n\r\n\
         The mailbox {address} holds a mail that the mail server repeatedly failed to hand out. Who wrote it is not known. \
         It is in the folder {folder}, UID {uid}.\r\n"
    )
    .into_bytes()
}

/// The header lines without those that describe the body.
fn without_mime(header: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(header.len());
    let mut keep = true;
    for line in header.split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii().is_empty() {
            continue;
        }
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            let name = line.split(|byte| *byte == b':').next().unwrap_or_default().to_ascii_lowercase();
            keep = !name.starts_with(b"content-") && name.trim_ascii() != b"mime-version";
        }
        if keep {
            kept.extend_from_slice(line.trim_ascii_end());
            kept.extend_from_slice(b"\r\n");
        }
    }
    kept
}
