//! Line ends.

/// The kind of a script's line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineEnd {
    /// `\n`
    Lf,
    /// `\r\n`
    CrLf,
}

impl LineEnd {
    /// The most frequent line end of these lines.
    pub(crate) fn of_most<'l>(lines: impl Iterator<Item = &'l [u8]>) -> Self {
        let (mut lf, mut cr_lf) = (0_usize, 0_usize);
        for line in lines.filter(|line| line.ends_with(b"\n")) {
            *(if line.ends_with(b"\r\n") { &mut cr_lf } else { &mut lf }) += 1;
        }
        if cr_lf > lf { Self::CrLf } else { Self::Lf }
    }

    pub(crate) const fn as_bytes(self) -> &'static [u8] {
        match self {
            Self::Lf => b"\n",
            Self::CrLf => b"\r\n",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LineEnd;

    fn of_most(lines: &[&str]) -> LineEnd {
        LineEnd::of_most(lines.iter().map(|line| line.as_bytes()))
    }

    #[test]
    fn the_majority_decides() {
        assert_eq!(of_most(&["a\r\n", "b\r\n", "c\n"]), LineEnd::CrLf);
        assert_eq!(of_most(&["a\r\n", "b\n"]), LineEnd::Lf);
        assert_eq!(of_most(&["a\r\n", "b", "c\r"]), LineEnd::CrLf);
        assert_eq!(of_most(&[]), LineEnd::Lf);
    }
}
