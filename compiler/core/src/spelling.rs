//! "Did you mean": the nearest of many names. A leaf, for whoever knows names.

/// How far a name may be from what was written and still have been meant, by [`distance`]: two slips,
/// or one other letter in a name of three, and in long names one slip in three letters.
pub fn limit(text: &str) -> usize {
    let length = text.chars().count();
    (length / 3 * 2).max(if length > 3 { 4 } else { 3 })
}

/// From how many letters on the beginning of a name is taken for it.
const SHORTEST_BEGINNING: usize = 3;

/// The nearest of `candidates` to `text` if it is near enough to have been meant; of several as near,
/// the first, so that their order has to be the same in every run.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = limit(text);
    let is_long = text.chars().count() >= SHORTEST_BEGINNING;
    let is_begun = |candidate: &str| is_long && candidate.starts_with(text);
    candidates
        .into_iter()
        .filter_map(|candidate| match distance(text, candidate, limit) {
            Some(distance) => Some((distance, candidate)),
            // Farther than any slip.
            None => is_begun(candidate).then_some((limit + 1, candidate)),
        })
        .min_by_key(|&(distance, candidate)| (distance, candidate.len()))
        .map(|(_, candidate)| candidate)
}

/// The number of letters to insert, delete, replace or swap with their neighbour, in half letters: a
/// slip of the finger costs two, another letter three, since words that mean different things differ
/// so, and another case one. None beyond `limit`.
pub fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) * 2 > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).map(|column| column * 2).collect();
    for row in 0..a.len() {
        let mut current = vec![(row + 1) * 2];
        for column in 0..b.len() {
            let mut best = previous[column] + price(a[row], b[column]);
            best = best.min(previous[column + 1] + 2).min(current[column] + 2);
            let swapped =
                row > 0 && column > 0 && a[row] == b[column - 1] && a[row - 1] == b[column];
            if swapped {
                best = best.min(before[column - 1] + 2);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().filter(|&cost| cost <= limit)
}

fn price(a: char, b: char) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        1
    } else {
        3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_far_from_everything_is_not_answered() {
        assert_eq!(nearest("Colour", ["VisibilityTimeout"]), None);
    }

    #[test]
    fn the_beginning_of_a_name_is_meant_unless_another_is_near() {
        assert_eq!(nearest("que", ["queue", "cluster"]), Some("queue"));
        assert_eq!(nearest("data", ["database", "date"]), Some("date"));
        assert_eq!(nearest("qu", ["queue"]), None);
    }

    #[test]
    fn words_that_mean_different_things_are_not_slips() {
        assert_eq!(nearest("internet", ["internal", "public"]), None);
        assert_eq!(nearest("male", ["mail"]), Some("mail"));
        assert_eq!(nearest("prodution", ["production"]), Some("production"));
    }

    #[test]
    fn properties_are_told_apart_by_one_letter() {
        let known = ["DelaySeconds", "QueueName", "VisibilityTimeout"];
        assert_eq!(
            nearest("VisibiltyTimeout", known),
            Some("VisibilityTimeout")
        );
        assert_eq!(nearest("queueName", known), Some("QueueName"));
    }
}
