//! What to write where something is not known because nobody said it.

use crate::eval::Written;
use crate::interpret::Machine;

use super::Proof;
use super::answer::Unknown;
use super::fix::Pen;
use super::guarantee::{Finding, Gap, Guarantee};
use super::origin::Origin;

/// Adds to each row that is not known what to write.
pub(super) fn add<'a>(
    proof: &Proof<'a>,
    rows: &mut [Guarantee<'a>],
    machine: &mut Machine<'a>,
    pen: Pen<'_>,
) {
    for row in rows {
        let Finding::Unknown(gap) = &row.finding else {
            continue;
        };
        let fact = match gap {
            Gap::Capacity(Unknown::NoFact(index, fact))
            | Gap::Enters(Unknown::NoFact(index, fact)) => Some(Origin::Fact(*index, *fact)),
            _ => None,
        };
        let written = fact.and_then(|fact| fact.written(&proof.asker, machine, true));
        row.hint = written.and_then(|written| name_of(&written, pen));
    }
}

/// `` `capacity` on `service.mailer` ``.
fn name_of(written: &Written, pen: Pen<'_>) -> Option<String> {
    match written {
        Written::LeftOut {
            input,
            fields,
            owner,
            place,
            ..
        } if pen.is_users(*place) => {
            let mut name = pen.names.text(*input).to_owned();
            for field in fields {
                name.push('.');
                name.push_str(pen.names.text(*field));
            }
            let owner = owner.as_deref().unwrap_or("app");
            Some(format!("write `{name}` on `{owner}`"))
        }
        _ => None,
    }
}
