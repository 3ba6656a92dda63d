//! The app's accounts: the main one, and those that uses name.

use crate::names::{Names, Symbol};
use crate::value::AccountId;

/// An account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Account {
    /// Its name in the app.
    pub name: Symbol,
    /// Its twelve digits; none where the app does not say them.
    pub digits: Option<Symbol>,
}

/// The accounts of an app: the main one first, then the others by name.
#[derive(Clone, Debug)]
pub struct Accounts {
    all: Vec<Account>,
    /// Every name with its account: names of the same digits are one account.
    names: Vec<(Symbol, AccountId)>,
}

impl Accounts {
    /// What the main account is called.
    pub const MAIN: &'static str = "main";

    /// The main account, and those of `accounts`, sorted by name.
    pub fn new(names: &Names, main: Option<Symbol>, others: &[(Symbol, Symbol)]) -> Self {
        let name = names.intern(Self::MAIN);
        let mut accounts = Self {
            all: vec![Account { name, digits: main }],
            names: vec![(name, AccountId::MAIN)],
        };
        for &(name, digits) in others {
            let known = accounts
                .all
                .iter()
                .position(|account| account.digits == Some(digits));
            let at = known.unwrap_or_else(|| {
                let digits = Some(digits);
                accounts.all.push(Account { name, digits });
                accounts.all.len() - 1
            });
            accounts.names.push((name, AccountId(at as u16)));
        }
        accounts
    }

    /// An account.
    pub fn get(&self, id: AccountId) -> Account {
        self.all[usize::from(id.0)]
    }

    /// All of them, the main one first.
    pub fn all(&self) -> &[Account] {
        &self.all
    }

    /// The account of a name.
    pub fn find(&self, name: Symbol) -> Option<AccountId> {
        let found = self.names.iter().find(|(known, _)| *known == name);
        found.map(|(_, id)| *id)
    }

    /// All names that a use may give.
    pub fn names(&self) -> impl Iterator<Item = Symbol> {
        self.names.iter().map(|(name, _)| *name)
    }

    /// Whether there is more than one.
    pub fn are_several(&self) -> bool {
        self.all.len() > 1
    }

    /// A site as messages, the lock and the manifest call it: the region, behind the account where
    /// that is not the main one.
    pub fn site_text(&self, names: &Names, account: AccountId, region: &str) -> String {
        if account == AccountId::MAIN {
            return region.to_owned();
        }
        format!("{}/{region}", names.text(self.get(account).name))
    }
}
