//! A passkey as its owner holds it: an authenticator in software, which answers what a browser is asked as CTAP2 and `WebAuthn`
//! say, without a browser.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use engine::{AddPasskey, AddedPasskey, PasskeyAnswer, PasskeyCeremony, ProveIdentity};
use ring::{
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{Person, given::Given, second_factor::shown};

/// Where the pages of a [`crate::TestApp`] are, to which the passkeys belong.
pub const URL: &str = "https://tickets.example.org";

/// Somebody was there, and has been verified.
const VERIFIED: u8 = 0b101;
/// Somebody was there.
pub const PRESENT: u8 = 0b001;
/// The key is part of what is said.
const WITH_KEY: u8 = 0b100_0000;

/// An authenticator that holds one key.
#[derive(Debug)]
pub struct Authenticator {
    key: EcdsaKeyPair,
    id: [u8; 16],
    /// Whose key it is, as the server called them.
    user: String,
    /// How often it has signed; always zero for a passkey that is copied between devices.
    pub counter: u32,
    /// What it says of the person who used it.
    pub flags: u8,
    /// On which pages it is used.
    pub origin: String,
}

impl Default for Authenticator {
    fn default() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).expect("the same key");
        let mut id = [0; 16];
        random.fill(&mut id).expect("randomness");
        Self { key, id, user: String::new(), counter: 0, flags: VERIFIED, origin: URL.to_owned() }
    }
}

impl Authenticator {
    /// Makes the key that the options ask for.
    pub fn make(&mut self, asked: &PasskeyCeremony) -> PasskeyAnswer {
        let options: Value = serde_json::from_str(&asked.options).expect("JSON");
        text(&options["user"]["id"]).clone_into(&mut self.user);
        let client = self.client("webauthn.create", &options);
        let data = self.data(text(&options["rp"]["id"]), self.flags | WITH_KEY, &self.public());
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt\x64none\x67attStmt\xa0\x68authData");
        object.extend([0x58, u8::try_from(data.len()).expect("below 256")]);
        object.extend(data);
        let response = json!({
            "attestationObject": URL_SAFE_NO_PAD.encode(object), "clientDataJSON": URL_SAFE_NO_PAD.encode(client),
        });
        self.answer(asked, &response)
    }

    /// Shows the key that the options ask for.
    pub fn show(&mut self, asked: &PasskeyCeremony) -> PasskeyAnswer {
        let options: Value = serde_json::from_str(&asked.options).expect("JSON");
        if self.counter > 0 {
            self.counter += 1;
        }
        let client = self.client("webauthn.get", &options);
        let data = self.data(text(&options["rpId"]), self.flags, &[]);
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).expect("a signature");
        let response = json!({
            "authenticatorData": URL_SAFE_NO_PAD.encode(data), "clientDataJSON": URL_SAFE_NO_PAD.encode(client),
            "signature": URL_SAFE_NO_PAD.encode(signature), "userHandle": self.user,
        });
        self.answer(asked, &response)
    }

    /// What the server may call the key by.
    #[must_use]
    pub fn id(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.id)
    }

    fn answer(&self, asked: &PasskeyCeremony, response: &Value) -> PasskeyAnswer {
        let credential = json!({
            "id": self.id(), "rawId": self.id(), "type": "public-key", "response": response,
            "clientExtensionResults": {},
        });
        PasskeyAnswer { ceremony: asked.token.clone(), credential: credential.to_string() }
    }

    fn client(&self, kind: &str, options: &Value) -> Vec<u8> {
        let said = json!({
            "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false,
        });
        said.to_string().into_bytes()
    }

    fn data(&self, party: &str, flags: u8, key: &[u8]) -> Vec<u8> {
        let mut data = Sha256::digest(party).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data.extend(key);
        data
    }

    /// The model, the id and the public key (COSE: EC2, ES256, P-256).
    fn public(&self) -> Vec<u8> {
        let mut key = vec![0; 16];
        key.extend(16_u16.to_be_bytes());
        key.extend(self.id);
        let point = self.key.public_key().as_ref();
        key.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        key.extend(&point[1..33]);
        key.extend([0x22, 0x58, 0x20]);
        key.extend(&point[33..]);
        key
    }
}

/// What somebody shows who has a passkey.
#[must_use]
pub fn with_passkey(answer: PasskeyAnswer) -> ProveIdentity {
    ProveIdentity { passkey: Some(answer), ..ProveIdentity::default() }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

impl Given<'_> {
    /// Adds a first passkey to the account of somebody who has no second factor yet.
    pub async fn passkey(&self, person: &Person, key: &mut Authenticator) -> AddedPasskey {
        let asked = self.engine().begin_passkey(&person.actor, shown(None)).await.expect("begun");
        let input = AddPasskey { answer: key.make(&asked), name: "Laptop".to_owned() };
        self.engine().add_passkey(&person.actor, input).await.expect("added")
    }
}
