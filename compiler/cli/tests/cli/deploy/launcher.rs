//! What the tests' service adds to moto and refuses, each seen by another client.

use super::service::Account;
use crate::support::APP;

#[test]
fn each_of_its_additions_and_refusals_is_there() {
    let Some(account) = Account::with(APP) else {
        return;
    };
    let found = account.asks("check_what_it_adds.py", &[]);
    let results = found.as_object().unwrap();
    assert!(results.len() >= 22, "{found:#}");
    let wrong: Vec<_> = results.iter().filter(|(_, how)| *how != "good").collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
