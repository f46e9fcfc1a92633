//! Takes apart `winmail.dat`, in which Outlook and Exchange wrap files: the Transport Neutral Encapsulation Format
//! ([MS-OXTNEF]), with the properties of messages and files in it. An own small reader, since no crate for it is maintained.

use super::charset;

/// How the format begins.
const SIGNATURE: &[u8] = &[0x78, 0x9F, 0x3E, 0x22];

/// Messages in messages are unpacked so deep.
const MAX_DEPTH: usize = 5;

/// More files than this stay in the package.
const MAX_FILES: usize = 200;

const RENDERING: u32 = 0x0006_9002;
const TITLE: u32 = 0x0001_8010;
const DATA: u32 = 0x0006_800F;
const FILE_PROPERTIES: u32 = 0x0006_9005;
const MESSAGE_PROPERTIES: u32 = 0x0006_9003;
const BODY: u32 = 0x0002_800C;
const CODE_PAGE: u32 = 0x0006_9007;

const LONG_NAME: u16 = 0x3707;
const MIME_TAG: u16 = 0x370E;
const CONTENT_ID: u16 = 0x3712;
const OBJECT: u16 = 0x3701;
const PLAIN_BODY: u16 = 0x1000;
const HTML_BODY: u16 = 0x1013;

/// What was in the package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Package {
    /// The files, in order.
    pub files: Vec<File>,
    /// The text of the message, where it is inside.
    pub text: Option<String>,
    /// Its HTML.
    pub html: Option<String>,
}

/// A file of the package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// Its name as it stands there.
    pub name: Option<String>,
    /// Its media type, where it is said.
    pub content_type: Option<String>,
    /// The id by which the HTML shows it.
    pub content_id: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// A message inside, instead of bytes.
    inner: Option<Package>,
}

/// Whether the bytes are such a package, whatever it is called.
#[must_use]
pub fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// What is in a package; what cannot be read in it is left out.
#[must_use]
pub fn unpack(bytes: &[u8]) -> Package {
    let mut package = read(bytes, MAX_DEPTH);
    package.files = flat(package.files);
    package.files.truncate(MAX_FILES);
    package
}

/// The files of messages inside stand among the others.
fn flat(files: Vec<File>) -> Vec<File> {
    files
        .into_iter()
        .flat_map(|mut file| match file.inner.take() {
            None => vec![file],
            Some(package) => {
                let mut found = Vec::new();
                if let Some(text) = package.text.clone().filter(|text| !text.trim().is_empty()) {
                    let name = file.name.as_ref().map(|name| format!("{name}.txt"));
                    let (content_type, bytes) = (Some("text/plain".to_owned()), text.into_bytes());
                    found.push(File { name, content_type, bytes, ..File::default() });
                }
                found.extend(flat(package.files));
                found
            }
        })
        .filter(|file| !file.bytes.is_empty())
        .collect()
}

fn read(bytes: &[u8], depth: usize) -> Package {
    let mut package = Package::default();
    let mut code_page: Option<String> = None;
    let mut input = Input(bytes.get(6..).unwrap_or_default());
    if !is_package(bytes) || depth == 0 {
        return package;
    }
    while let Some((id, data)) = attribute(&mut input) {
        let label = code_page.as_deref();
        match id {
            CODE_PAGE => code_page = Input(data).number().map(|number| format!("cp{number}")),
            RENDERING => package.files.push(File::default()),
            BODY => package.text = Some(string(data, label)),
            MESSAGE_PROPERTIES => body(&mut package, data, label),
            TITLE | DATA | FILE_PROPERTIES => {
                if let Some(file) = package.files.last_mut() {
                    fill(file, id, data, label, depth);
                }
            }
            _ => {}
        }
    }
    package
}

/// The next attribute: its id and its data.
fn attribute<'a>(input: &mut Input<'a>) -> Option<(u32, &'a [u8])> {
    let _level = input.take(1)?;
    let id = input.number()?;
    let length = input.length()?;
    let data = input.take(length)?;
    // The checksum; a package that lost its end is read as far as it goes.
    let _ = input.take(2);
    Some((id, data))
}

fn fill(file: &mut File, id: u32, data: &[u8], label: Option<&str>, depth: usize) {
    match id {
        TITLE => {
            file.name.get_or_insert_with(|| string(data, label));
        }
        DATA => file.bytes = data.to_vec(),
        _ => {
            for (id, kind, value) in properties(data) {
                match id {
                    LONG_NAME => file.name = Some(text(kind, value, label)),
                    MIME_TAG => file.content_type = Some(text(kind, value, label)),
                    CONTENT_ID => file.content_id = Some(text(kind, value, label)),
                    // Sixteen bytes say which kind of object it is.
                    OBJECT => match value.get(16..).filter(|inner| is_package(inner)) {
                        Some(inner) => file.inner = Some(read(inner, depth - 1)),
                        None if file.bytes.is_empty() && kind == 0x0102 => file.bytes = value.to_vec(),
                        None => {}
                    },
                    _ => {}
                }
            }
        }
    }
}

fn body(package: &mut Package, data: &[u8], label: Option<&str>) {
    for (id, kind, value) in properties(data) {
        match id {
            PLAIN_BODY => package.text = Some(text(kind, value, label)),
            HTML_BODY => {
                let own = charset::of_html(value);
                package.html = Some(charset::decode(own.as_deref().or(label), value));
            }
            _ => {}
        }
    }
}

/// The properties of a message or a file: id, type and bytes of each.
fn properties(data: &[u8]) -> Vec<(u16, u16, &[u8])> {
    let mut input = Input(data);
    let count = input.number().unwrap_or_default();
    let mut found = Vec::new();
    for _ in 0..count {
        if property(&mut input, &mut found).is_none() {
            break;
        }
    }
    found
}

fn property<'a>(input: &mut Input<'a>, found: &mut Vec<(u16, u16, &'a [u8])>) -> Option<()> {
    let (kind, id) = (input.short()?, input.short()?);
    if id >= 0x8000 {
        // A property with a name of its own: the set, then a number or a text.
        input.take(16)?;
        match input.number()? {
            0 => drop(input.take(4)?),
            _ => drop(input.padded()?),
        }
    }
    let (single, several) = (kind & !0x1000, kind & 0x1000 != 0);
    let fixed = match single {
        0x0002 | 0x0003 | 0x0004 | 0x000A | 0x000B => Some(4),
        0x0005 | 0x0006 | 0x0007 | 0x0014 | 0x0040 => Some(8),
        0x0048 => Some(16),
        0x000D | 0x001E | 0x001F | 0x0102 => None,
        _ => return None,
    };
    let values = if several || fixed.is_none() { input.number()? } else { 1 };
    for _ in 0..values {
        let value = match fixed {
            Some(length) => input.take(length)?,
            None => input.padded()?,
        };
        found.push((id, single, value));
    }
    Some(())
}

fn text(kind: u16, value: &[u8], label: Option<&str>) -> String {
    if kind == 0x001F {
        charset::decode(Some("utf-16le"), value).trim_end_matches('\0').to_owned()
    } else {
        string(value, label)
    }
}

fn string(value: &[u8], label: Option<&str>) -> String {
    charset::decode(label, value).trim_end_matches('\0').to_owned()
}

/// Bytes that are read from the front; numbers stand with their lowest byte first.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn length(&mut self) -> Option<usize> {
        self.number()?.try_into().ok()
    }

    /// A value of its own length, which is filled up to four bytes.
    fn padded(&mut self) -> Option<&'a [u8]> {
        let length = self.length()?;
        let value = self.take(length)?;
        let _ = self.take(length.next_multiple_of(4) - length);
        Some(value)
    }
}
