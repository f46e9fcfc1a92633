//! Reads the bytes of an address piece by piece, so that a slow reader holds a piece and not a whole file.

use std::{io, ops::Range};

use bytes::Bytes;
use futures::{StreamExt as _, stream, stream::BoxStream};
use object_store::{GetOptions, GetRange, ObjectStore as _};
use sha2::{Digest as _, Sha256};

use super::{Blobs, Kind, digest::Damaged, hex};
use crate::error::Result;

/// The bytes of a file, in pieces. It ends with an error when the store fails or the bytes are damaged.
pub type ByteStream = BoxStream<'static, io::Result<Bytes>>;

impl Blobs {
    /// The bytes of an address, or this part of them; `None` when they are not there (any more). A whole file is checked
    /// against its address while it is read, and its last piece is not given out before that.
    ///
    /// # Errors
    /// Unavailable or internal, when the store cannot be read.
    pub(crate) async fn stream(
        &self,
        kind: Kind,
        sha256: &str,
        part: Option<Range<u64>>,
    ) -> Result<Option<ByteStream>> {
        let path = self.path(kind, sha256)?;
        let whole = part.is_none();
        let options = GetOptions { range: part.map(GetRange::Bounded), ..GetOptions::default() };
        let found = match self.store.get_opts(&path, options).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return self.absent(kind, None).await,
            Err(other) => return Err(other.into()),
        };
        let pieces = found.into_stream().map(|piece| piece.map_err(io::Error::other)).boxed();
        if !whole {
            return Ok(Some(pieces));
        }
        let checking = Checking {
            pieces,
            digest: Sha256::new(),
            expected: sha256.to_owned(),
            path: path.to_string(),
            held: None,
            ended: false,
        };
        let checked = stream::unfold(checking, |mut checking| async move {
            let piece = checking.next().await?;
            Some((piece, checking))
        });
        Ok(Some(checked.boxed()))
    }
}

/// A whole file on its way, one piece behind what was read.
struct Checking {
    pieces: ByteStream,
    digest: Sha256,
    expected: String,
    path: String,
    held: Option<Bytes>,
    ended: bool,
}

impl Checking {
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        while !self.ended {
            match self.pieces.next().await {
                Some(Ok(piece)) => {
                    self.digest.update(&piece);
                    if let Some(before) = self.held.replace(piece) {
                        return Some(Ok(before));
                    }
                }
                Some(Err(error)) => {
                    self.ended = true;
                    return Some(Err(error));
                }
                None => {
                    self.ended = true;
                    let found = hex(&std::mem::take(&mut self.digest).finalize());
                    if found != self.expected {
                        tracing::error!(sha256 = self.expected, "a file in the blob store is damaged");
                        return Some(Err(io::Error::other(Damaged { path: self.path.clone() })));
                    }
                    return self.held.take().map(Ok);
                }
            }
        }
        None
    }
}
