//! The imports between the modules of a crate.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use syn::{Item, UseTree, visit::Visit};

/// The top-level modules of a crate, each with those that it imports.
pub(crate) type Imports = BTreeMap<String, BTreeSet<String>>;

/// The imports between the top-level modules of the crate in this folder; an import through a re-export at its root
/// counts for the module of origin. Code for tests does not count.
pub(crate) fn imports(source: &Path) -> Imports {
    let root = parse(&source.join("lib.rs"));
    let modules: BTreeSet<String> =
        root.items.iter().filter_map(|item| Some(module_of(item)?.ident.to_string())).collect();
    let exported = exports(&root);
    let mut imports = Imports::new();
    for module in &modules {
        let mut paths = Paths::default();
        for file in files_of(source, module) {
            paths.visit_file(&parse(&file));
        }
        let targets = paths.0.into_iter().filter_map(|name| {
            exported.get(&name).cloned().or_else(|| modules.contains(&name).then_some(name))
        });
        imports.insert(module.clone(), targets.filter(|target| target != module).collect());
    }
    imports
}

/// The modules that import each other, directly or through others: all modules of one cycle.
pub(crate) fn circles(imports: &Imports) -> Vec<BTreeSet<String>> {
    let reached: BTreeMap<&String, BTreeSet<String>> =
        imports.keys().map(|module| (module, reachable(imports, module))).collect();
    let mut circles: Vec<BTreeSet<String>> = Vec::new();
    for (module, reaches) in &reached {
        let circle: BTreeSet<String> = reaches
            .iter()
            .filter(|other| reached.get(other).is_some_and(|reaches| reaches.contains(*module)))
            .cloned()
            .collect();
        if !circle.is_empty() && !circles.contains(&circle) {
            circles.push(circle);
        }
    }
    circles
}

fn reachable(imports: &Imports, from: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from.to_owned()];
    while let Some(module) = open.pop() {
        for next in imports.get(&module).into_iter().flatten() {
            if seen.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    seen
}

fn parse(path: &Path) -> syn::File {
    let text = fs::read_to_string(path).expect("UTF-8");
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files_of(source: &Path, module: &str) -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(source.join(module)).build();
    let inside = walk.filter_map(|entry| Some(entry.ok()?.into_path()));
    let own = source.join(format!("{module}.rs"));
    let all = inside.chain(own.exists().then_some(own));
    let is_test = |path: &Path| path.file_stem().is_some_and(|stem| stem == "tests");
    all.filter(|path| path.extension().is_some_and(|found| found == "rs") && !is_test(path)).collect()
}

fn module_of(item: &Item) -> Option<&syn::ItemMod> {
    match item {
        Item::Mod(module) if module.content.is_none() => Some(module),
        _ => None,
    }
}

/// The re-exports of the root: the name, with the module of origin.
fn exports(root: &syn::File) -> BTreeMap<String, String> {
    let mut exported = BTreeMap::new();
    for item in &root.items {
        let Item::Use(item) = item else { continue };
        let mut paths = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut paths);
        for path in paths.into_iter().filter(|path| path.len() > 1) {
            let from = usize::from(matches!(path[0].as_str(), "crate" | "self"));
            exported.insert(path[path.len() - 1].clone(), path[from].clone());
        }
    }
    exported
}

fn flatten(tree: &UseTree, before: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    let with = |name: String, before: &[String]| [before, &[name]].concat();
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, paths);
            before.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, paths)),
        UseTree::Name(name) => paths.push(with(name.ident.to_string(), before)),
        UseTree::Rename(name) => paths.push(with(name.ident.to_string(), before)),
        UseTree::Glob(_) => paths.push(with("*".to_owned(), before)),
    }
}

/// The names directly after `crate::`, outside of code for tests.
#[derive(Default)]
struct Paths(BTreeSet<String>);

impl<'f> Visit<'f> for Paths {
    fn visit_item_mod(&mut self, module: &'f syn::ItemMod) {
        if !module.attrs.iter().any(|attribute| attribute.path().is_ident("cfg")) {
            syn::visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_use(&mut self, item: &'f syn::ItemUse) {
        let mut paths = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut paths);
        let inside = paths.into_iter().filter(|path| path.len() > 1 && path[0] == "crate");
        self.0.extend(inside.map(|path| path[1].clone()));
    }

    fn visit_path(&mut self, path: &'f syn::Path) {
        let mut segments = path.segments.iter().map(|segment| segment.ident.to_string());
        if segments.next().is_some_and(|first| first == "crate") {
            self.0.extend(segments.next());
        }
        syn::visit::visit_path(self, path);
    }
}
