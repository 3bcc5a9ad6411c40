//! The links of the project's Markdown.

use std::{
    fs,
    path::{Path, PathBuf},
};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// The broken links of all pages: to files that do not exist, or headings that are missing. A page of the book can only
/// link to another one, and the files that it includes must exist, too.
pub(crate) fn broken(root: &Path) -> Vec<String> {
    let book = root.join("docs/book/src");
    let walk = ignore::WalkBuilder::new(root).hidden(false).follow_links(true).build();
    let paths = walk.map(|entry| entry.expect("readable").into_path());
    let pages = paths.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let mut broken = Vec::new();
    for page in pages {
        let gone = includes(&page).into_iter().filter(|path| page.starts_with(&book) && !path.exists());
        broken.extend(gone.map(|path| format!("{} includes {}", page.display(), path.display())));
        for (target, heading) in targets(&page) {
            let leads =
                leads(&target, heading.as_deref()) && (!page.starts_with(&book) || target.starts_with(&book));
            if !leads {
                let heading = heading.map(|heading| format!("#{heading}")).unwrap_or_default();
                broken.push(format!("{} links to {}{heading}", page.display(), target.display()));
            }
        }
    }
    broken
}

fn leads(target: &Path, heading: Option<&str>) -> bool {
    let is_page = target.extension().is_some_and(|extension| extension == "md");
    let has = |heading: &str| !is_page || headings(target).iter().any(|own| own == heading);
    target.exists() && heading.is_none_or(has)
}

/// The files that a page links to, and the headings in them.
pub(crate) fn targets(page: &Path) -> Vec<(PathBuf, Option<String>)> {
    let text = fs::read_to_string(page).expect("a page can be read");
    let link = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(dest_url.into_string())
        }
        _ => None,
    };
    let local = Parser::new(&text).filter_map(link).filter(|url| !url.contains(':'));
    local
        .map(|url| {
            let (path, heading) =
                url.split_once('#').map_or((&*url, None), |(path, heading)| (path, Some(heading)));
            let path = if path.is_empty() { page.to_path_buf() } else { joined(page, path) };
            (path, heading.map(str::to_owned))
        })
        .collect()
}

/// The files that a page of the book includes, in part or as a whole.
fn includes(page: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(page).expect("a page can be read");
    let parts = text.split("{{#include ").skip(1).filter_map(|rest| rest.split(['}', ':']).next());
    parts.map(|path| joined(page, path.trim())).collect()
}

/// `to`, relative to a page; `..` goes up in the path as written, as in browsers.
fn joined(page: &Path, to: &str) -> PathBuf {
    let mut path = page.parent().expect("a page is in a folder").to_path_buf();
    for part in Path::new(to).components() {
        match part {
            std::path::Component::ParentDir => drop(path.pop()),
            std::path::Component::CurDir => {}
            part => path.push(part),
        }
    }
    path
}

/// The link targets of the headings of a page.
fn headings(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).expect("a page can be read");
    let (mut found, mut heading) = (Vec::new(), None);
    for event in Parser::new(&text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => found.extend(heading.take().map(|text| anchor(&text))),
            Event::Text(text) | Event::Code(text) => heading.iter_mut().for_each(|own| own.push_str(&text)),
            _ => {}
        }
    }
    found
}

fn anchor(heading: &str) -> String {
    let chars = heading.trim().chars().filter_map(|letter| match letter {
        ' ' => Some('-'),
        letter if letter.is_alphanumeric() || matches!(letter, '-' | '_') => {
            Some(letter.to_ascii_lowercase())
        }
        _ => None,
    });
    chars.collect()
}
