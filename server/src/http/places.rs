//! How many connections there are, in all and from each address, and who has to go when there are too many.
//!
//! When all places are taken, the oldest connection without a request gives way to the new one: silent ones cannot keep
//! anybody out. When every one of them is busy, the new connection gets one of a few places in reserve, where the
//! health checks are answered and everything else is told to come back later.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::Proxies;
use super::activity::Activity;

/// Places for health checks and for saying no.
pub(super) const RESERVE: usize = 32;

/// Hands out places. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Places(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    total: usize,
    per_address: usize,
    proxies: Proxies,
    taken: Mutex<Taken>,
}

/// Who holds a place; the keys are numbers in the order of arrival.
#[derive(Debug, Default)]
struct Taken {
    count: u64,
    usual: BTreeMap<u64, Holder>,
    by_address: HashMap<IpAddr, usize>,
    reserve: BTreeMap<u64, Arc<Notify>>,
}

#[derive(Debug)]
struct Holder {
    /// Absent for a trusted proxy, through which many come.
    address: Option<IpAddr>,
    activity: Activity,
    leave: Arc<Notify>,
}

/// A place, free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    number: u64,
    places: Places,
    leave: Arc<Notify>,
    reserved: bool,
}

impl Place {
    /// Whether only health checks are answered here.
    pub(super) const fn is_reserved(&self) -> bool {
        self.reserved
    }

    /// Tells when the place has gone to somebody else.
    pub(super) fn leave(&self) -> Arc<Notify> {
        Arc::clone(&self.leave)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        taken.remove(self.number);
        taken.reserve.remove(&self.number);
    }
}

impl Places {
    /// So many in all, and so many for each address that is not a trusted proxy.
    pub(super) fn new(total: usize, per_address: usize, proxies: Proxies) -> Self {
        Self(Arc::new(Inner { total, per_address, proxies, taken: Mutex::default() }))
    }

    /// A place for a new connection.
    pub(super) fn take(&self, peer: IpAddr, activity: &Activity) -> Place {
        let address = (!self.0.proxies.trusts(peer)).then(|| network(peer));
        let leave = Arc::new(Notify::new());
        let mut taken = self.taken();
        taken.count += 1;
        let number = taken.count;
        let reserved = !self.make_room(&mut taken, address);
        if reserved {
            if taken.reserve.len() >= RESERVE
                && let Some((_, oldest)) = taken.reserve.pop_first()
            {
                oldest.notify_one();
            }
            taken.reserve.insert(number, Arc::clone(&leave));
        } else {
            if let Some(address) = address {
                *taken.by_address.entry(address).or_default() += 1;
            }
            let holder = Holder { address, activity: activity.clone(), leave: Arc::clone(&leave) };
            taken.usual.insert(number, holder);
        }
        drop(taken);
        Place { number, places: self.clone(), leave, reserved }
    }

    fn make_room(&self, taken: &mut Taken, address: Option<IpAddr>) -> bool {
        let of_address = address.and_then(|address| taken.by_address.get(&address)).copied();
        if of_address.is_some_and(|count| count >= self.0.per_address) && !taken.send_away(address) {
            return false;
        }
        taken.usual.len() < self.0.total || taken.send_away(None)
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    /// Sends the oldest connection without a request away, of this address or of any; `false`: all are busy.
    fn send_away(&mut self, address: Option<IpAddr>) -> bool {
        let fits = |holder: &Holder| address.is_none() || holder.address == address;
        let mut idle = self.usual.iter().filter(|(_, holder)| fits(holder) && !holder.activity.is_busy());
        let Some((&number, holder)) = idle.next() else { return false };
        holder.leave.notify_one();
        self.remove(number);
        true
    }

    fn remove(&mut self, number: u64) {
        let Some(holder) = self.usual.remove(&number) else { return };
        let Some(address) = holder.address else { return };
        if let Some(count) = self.by_address.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                self.by_address.remove(&address);
            }
        }
    }
}

/// What counts as one address: an IPv6 customer is given a whole /64.
fn network(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::{Places, RESERVE};
    use crate::http::{Proxies, activity::Activity};

    fn places(total: usize, per_address: usize) -> Places {
        Places::new(total, per_address, Proxies::trusting(&[IpAddr::from([10, 0, 0, 1])]))
    }

    fn address(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    #[tokio::test]
    async fn a_silent_connection_gives_way_and_a_busy_one_does_not() {
        let places = places(2, 2);
        let (silent, busy) = (Activity::new(), Activity::new());
        let _request = busy.begin();
        let first = places.take(address(1), &busy);
        let second = places.take(address(2), &silent);
        let third = places.take(address(3), &busy);
        assert!(!first.is_reserved() && !second.is_reserved() && !third.is_reserved());
        second.leave().notified().await;
        assert!(places.take(address(4), &busy).is_reserved(), "all are busy");
        drop(second);
        assert!(places.take(address(4), &busy).is_reserved(), "a place is not given twice");
        drop(first);
        assert!(!places.take(address(4), &busy).is_reserved());
    }

    #[test]
    fn an_address_cannot_take_every_place_but_a_trusted_proxy_may() {
        let places = places(10, 2);
        let busy = Activity::new();
        let _request = busy.begin();
        let prefix = |last| IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, last]);
        for addresses in [[address(1); 3], [1, 2, 3].map(prefix)] {
            let held = addresses.map(|address| places.take(address, &busy));
            assert_eq!(held.each_ref().map(super::Place::is_reserved), [false, false, true]);
        }
        let proxied = [[10, 0, 0, 1]; 5].map(|proxy| places.take(proxy.into(), &busy));
        assert!(proxied.iter().all(|place| !place.is_reserved()));
    }

    #[tokio::test]
    async fn the_reserve_belongs_to_whoever_came_last() {
        let places = places(0, 0);
        let first = places.take(address(1), &Activity::new());
        let rest: Vec<_> = (0..RESERVE).map(|_| places.take(address(1), &Activity::new())).collect();
        assert!(first.is_reserved() && rest.iter().all(super::Place::is_reserved));
        first.leave().notified().await;
    }
}
