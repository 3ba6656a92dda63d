//! What comes behind what.

/// Sorts many things by their texts, which should differ: what texts begin with is compared as a number
/// first, so that most comparisons look at no text at all.
pub(crate) fn by_text<'n, T>(things: &mut Vec<T>, text: impl Fn(&T) -> &'n str) {
    let keyed = things.drain(..).map(|thing| {
        let text = text(&thing);
        (beginning(text), text, thing)
    });
    let mut keyed: Vec<_> = keyed.collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)));
    things.extend(keyed.into_iter().map(|(_, _, thing)| thing));
}

/// The first bytes of a text as a number: of two texts whose numbers differ, they say which is less.
fn beginning(text: &str) -> u128 {
    const BYTES: usize = size_of::<u128>();
    let mut bytes = [0; BYTES];
    let begins = &text.as_bytes()[..text.len().min(BYTES)];
    bytes[..begins.len()].copy_from_slice(begins);
    u128::from_be_bytes(bytes)
}

/// Numbers `0..count`, each behind those it needs; or a cycle among them. Without recursion, since
/// an app may chain as many uses as it likes, and libraries as many imports.
pub(crate) fn by_need<I: Iterator<Item = usize>>(
    count: usize,
    needs: impl Fn(usize) -> I,
) -> Result<Vec<usize>, Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; count];
    let mut ordered = Vec::with_capacity(count);
    for start in 0..count {
        if marks[start] != Mark::New {
            continue;
        }
        marks[start] = Mark::Open;
        let mut stack = vec![(start, needs(start))];
        while let Some((at, rest)) = stack.last_mut() {
            let at = *at;
            match rest.next() {
                None => {
                    marks[at] = Mark::Done;
                    ordered.push(at);
                    stack.pop();
                }
                Some(need) if marks[need] == Mark::Open => {
                    let from = stack
                        .iter()
                        .position(|(on_path, _)| *on_path == need)
                        .unwrap_or(0);
                    return Err(stack[from..].iter().map(|(on_path, _)| *on_path).collect());
                }
                Some(need) if marks[need] == Mark::New => {
                    marks[need] = Mark::Open;
                    stack.push((need, needs(need)));
                }
                Some(_) => {}
            }
        }
    }
    Ok(ordered)
}

#[cfg(test)]
mod tests {
    use super::{by_need, by_text};

    fn order(needs: &[&[usize]]) -> Result<Vec<usize>, Vec<usize>> {
        by_need(needs.len(), |at| needs[at].iter().copied())
    }

    #[test]
    fn each_comes_behind_what_it_needs() {
        assert_eq!(order(&[&[2, 1], &[2], &[], &[0]]), Ok(vec![2, 1, 0, 3]));
    }

    #[test]
    fn a_circle_is_given_without_the_way_that_leads_to_it() {
        assert_eq!(order(&[&[1], &[2], &[3], &[1]]), Err(vec![1, 2, 3]));
        assert_eq!(order(&[&[0]]), Err(vec![0]));
    }

    #[test]
    fn texts_come_in_the_order_of_their_bytes() {
        let long = "the same sixteen bytes";
        let other = "the same sixteen, and more";
        let mut texts = vec![
            other,
            "b",
            "",
            "a\u{0}",
            long,
            "ab",
            "a",
            "\u{e9}",
            "the same sixteen",
            "Z",
        ];
        let mut sorted = texts.clone();
        sorted.sort_unstable();
        by_text(&mut texts, |text| text);
        assert_eq!(texts, sorted);
    }
}
