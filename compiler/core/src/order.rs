//! What comes behind what.

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
    use super::by_need;

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
}
