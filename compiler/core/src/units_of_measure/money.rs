//! Money: its currency, and whether it is paid once or each hour, day, month or year.

/// A currency, as an index into [`CURRENCIES`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Currency(u8);

/// ISO 4217 codes, with the sign that is written before the number where one currency alone has it.
/// Those in which AWS issues invoices.
const CURRENCIES: [(&str, Option<&str>); 24] = [
    ("USD", Some("$")),
    ("EUR", Some("\u{20ac}")),
    ("GBP", Some("\u{a3}")),
    ("JPY", Some("\u{a5}")),
    ("AED", None),
    ("AUD", None),
    ("BRL", None),
    ("CAD", None),
    ("CHF", None),
    ("CNY", None),
    ("DKK", None),
    ("HKD", None),
    ("IDR", None),
    ("ILS", None),
    ("INR", None),
    ("KRW", None),
    ("MYR", None),
    ("NOK", None),
    ("NZD", None),
    ("SAR", None),
    ("SEK", None),
    ("SGD", None),
    ("TRY", None),
    ("ZAR", None),
];

impl Currency {
    /// US dollars, in which AWS lists its prices.
    pub const DOLLAR: Currency = Currency(0);

    /// Every currency.
    pub fn all() -> impl Iterator<Item = Currency> {
        (0..CURRENCIES.len() as u8).map(Currency)
    }

    /// The currency with this ISO code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::all().find(|currency| currency.code() == code)
    }

    /// Its ISO code.
    pub fn code(self) -> &'static str {
        CURRENCIES[usize::from(self.0)].0
    }

    /// Its sign, if it alone has one.
    pub fn sign(self) -> Option<&'static str> {
        CURRENCIES[usize::from(self.0)].1
    }
}

/// How often an amount of money is paid.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u32)]
pub enum Per {
    /// Once.
    Once,
    /// Each hour.
    Hour,
    /// Each day.
    Day,
    /// Each month.
    Month,
    /// Each year.
    Year,
}

/// How each is written behind the number, and in words.
const PERS: [(Per, &str, &str); 5] = [
    (Per::Once, "", "once"),
    (Per::Hour, "/h", "an hour"),
    (Per::Day, "/d", "a day"),
    (Per::Month, "/month", "a month"),
    (Per::Year, "/y", "a year"),
];

impl Per {
    /// Every one of them.
    pub fn all() -> impl Iterator<Item = Per> {
        PERS.iter().map(|(per, ..)| *per)
    }

    /// The one that is written so.
    pub fn of_suffix(suffix: &str) -> Option<Self> {
        let found = PERS.iter().find(|(_, text, _)| *text == suffix);
        found.map(|(per, ..)| *per)
    }

    /// How it is written behind the number.
    pub fn suffix(self) -> &'static str {
        let found = PERS.iter().find(|(per, ..)| *per == self);
        found.map_or("", |(_, suffix, _)| suffix)
    }

    /// How it is said.
    pub fn words(self) -> &'static str {
        let found = PERS.iter().find(|(per, ..)| *per == self);
        found.map_or("", |(.., words)| words)
    }
}

/// A kind of money.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Money {
    /// Of which currency.
    pub currency: Currency,
    /// How often.
    pub per: Per,
}

impl Money {
    /// What the type `money` is without more.
    pub const DOLLARS_A_MONTH: Money = Money {
        currency: Currency::DOLLAR,
        per: Per::Month,
    };

    /// The kind that a text such as `EUR/month` names.
    pub fn of_code(text: &str) -> Option<Self> {
        let at = text.find('/').unwrap_or(text.len());
        Some(Self {
            currency: Currency::of_code(&text[..at])?,
            per: Per::of_suffix(&text[at..])?,
        })
    }

    /// The text that names this kind: `EUR/month`, `USD`.
    pub fn code(self) -> String {
        format!("{}{}", self.currency.code(), self.per.suffix())
    }

    /// An amount as it is written: `$9000/month`, `9000CHF/month`.
    pub fn text(self, number: &str) -> String {
        let per = self.per.suffix();
        match self.currency.sign() {
            Some(sign) => format!("{sign}{number}{per}"),
            None => format!("{number}{}{per}", self.currency.code()),
        }
    }

    /// The kind in words: `EUR a month`.
    pub fn words(self) -> String {
        format!("{} {}", self.currency.code(), self.per.words())
    }
}
