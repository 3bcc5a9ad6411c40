//! Scripts that start each other without end, each inside the one before.

/// The starts that lead back to a script inside of which they happen, in a search from `first` on, as pairs of scripts.
///
/// Every loop contains one of them. Takes time linear in the number of starts.
pub(super) fn leading_back(starts: &[Vec<usize>], first: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
    #[derive(Clone, Copy, PartialEq)]
    enum Visit {
        Never,
        Running,
        Over,
    }
    let mut back = Vec::new();
    let mut visits = vec![Visit::Never; starts.len()];
    for start in first.chain(0..starts.len()) {
        let mut running: Vec<(usize, usize)> = Vec::new();
        if visits.get(start) == Some(&Visit::Never) {
            visits[start] = Visit::Running;
            running.push((start, 0));
        }
        while let Some((from, next)) = running.last_mut() {
            let from = *from;
            let Some(&to) = starts[from].get(*next) else {
                visits[from] = Visit::Over;
                running.pop();
                continue;
            };
            *next += 1;
            match visits[to] {
                Visit::Never => {
                    visits[to] = Visit::Running;
                    running.push((to, 0));
                }
                Visit::Running => back.push((from, to)),
                Visit::Over => {}
            }
        }
    }
    back
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_loop_is_found_once_where_it_closes() {
        let starts = [vec![1, 3], vec![2], vec![0, 1], vec![3], vec![0]];
        assert_eq!(leading_back(&starts, [4].into_iter()), [(2, 0), (2, 1), (3, 3)]);
        assert_eq!(leading_back(&starts, [1].into_iter()), [(0, 1), (3, 3), (2, 1)]);
        assert_eq!(leading_back(&[vec![1], vec![]], std::iter::empty()), []);
    }
}
