//! The pages of `docs/errors/`, one for each code, for `outrigger explain E0412`.

use super::Code;

/// All pages, sorted by code.
const PAGES: &[(Code, &str)] = &include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The page of a code, as Markdown.
pub fn explain(code: Code) -> Option<&'static str> {
    let found = PAGES.binary_search_by_key(&code, |(code, _)| *code).ok()?;
    Some(PAGES[found].1)
}

/// All codes that have a page, with what the page's title says of them.
pub fn titles() -> impl Iterator<Item = (Code, &'static str)> {
    PAGES.iter().map(|(code, page)| {
        let first = page.lines().next().unwrap_or_default();
        (
            *code,
            first.split_once(": ").map_or(first, |(_, title)| title),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_its_code() {
        let page = "E0107".parse().ok().and_then(explain).unwrap();
        assert!(page.starts_with("# E0107: a string is not closed\n"));
        assert_eq!(explain(Code(9999)), None);
    }

    #[test]
    fn codes_are_read_the_way_people_type_them() {
        for text in ["E0107", "e0107", "107", "0107", "E107"] {
            assert_eq!(text.parse(), Ok(Code(107)), "{text}");
        }
        for text in ["", "E", "X0107", "E01x7", "E-107", "E99999", "E+107"] {
            assert!(text.parse::<Code>().is_err(), "{text}");
        }
    }

    #[test]
    fn pages_are_sorted_and_titled() {
        let codes: Vec<Code> = titles().map(|(code, _)| code).collect();
        assert!(codes.is_sorted() && codes.len() > 40);
        assert!(titles().all(|(_, title)| !title.is_empty() && !title.starts_with('#')));
    }
}
