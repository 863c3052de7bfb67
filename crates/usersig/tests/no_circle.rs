//! No file imports another that imports it in turn, over however many files: here, in the command and in the bindings.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use syn::visit::{Visit, visit_item, visit_path};
use syn::{Item, UseTree};

/// A module by its path from the crate's root; it stands for its file.
type Module = Vec<String>;

/// Every file below `folder`, as a module.
fn modules(folder: &Path, parent: &Module, found: &mut BTreeMap<Module, syn::File>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        if path.is_dir() {
            modules(&path, &[&parent[..], &[name]].concat(), found);
        } else if let Some(name) = name.strip_suffix(".rs") {
            let own = if ["lib", "main", "mod"].contains(&name) { vec![] } else { vec![name.to_owned()] };
            found.insert([&parent[..], &own].concat(), syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap());
        }
    }
}

/// The paths that a file names outside of its tests and of what it re-exports in modules without a file.
struct Paths(Vec<Module>);

impl<'a> Visit<'a> for Paths {
    fn visit_item(&mut self, item: &'a Item) {
        if !matches!(item, Item::Mod(_)) {
            visit_item(self, item);
        }
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        self.0.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit_path(self, path);
    }

    // `pub(super)` names no file.
    fn visit_visibility(&mut self, _: &'a syn::Visibility) {}

    fn visit_use_tree(&mut self, tree: &'a UseTree) {
        self.add(tree, &[]);
    }
}

impl Paths {
    fn add(&mut self, tree: &UseTree, before: &[String]) {
        let and = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.add(&path.tree, &and(&path.ident)),
            UseTree::Name(name) => self.0.push(and(&name.ident)),
            UseTree::Rename(name) => self.0.push(and(&name.ident)),
            UseTree::Glob(_) => self.0.push(before.to_vec()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add(tree, before)),
        }
    }
}

/// What each module names of the others.
fn graph(source: &Path) -> BTreeMap<Module, BTreeSet<Module>> {
    let mut files = BTreeMap::new();
    modules(source, &vec![], &mut files);
    assert!(files.len() > 2, "{}", source.display());
    let resolve = |from: &Module, path: &[String]| {
        let ups = path.iter().take_while(|name| *name == "super").count();
        let start = match path.first().map(String::as_str) {
            Some("crate") => vec![],
            Some("self") => from.clone(),
            Some("super") => from[..from.len().checked_sub(ups)?].to_vec(),
            // A module of its own, or a name of another crate.
            _ if path.first().is_some_and(|name| files.contains_key(&[&from[..], std::slice::from_ref(name)].concat())) => {
                from.clone()
            }
            _ => return None,
        };
        let rest = path.iter().filter(|name| !["crate", "self", "super"].contains(&name.as_str()));
        let whole = start.into_iter().chain(rest.cloned()).collect::<Vec<_>>();
        (0..=whole.len()).rev().map(|len| whole[..len].to_vec()).find(|module| files.contains_key(module))
    };
    let named = |(module, file): (&Module, &syn::File)| {
        let mut paths = Paths(vec![]);
        paths.visit_file(file);
        let named = paths.0.iter().filter_map(|path| resolve(module, path)).filter(|named| named != module).collect();
        (module.clone(), named)
    };
    files.iter().map(named).collect()
}

/// What is left after taking away, again and again, whatever names nothing of the rest.
fn circles(mut graph: BTreeMap<Module, BTreeSet<Module>>) -> BTreeMap<Module, BTreeSet<Module>> {
    loop {
        let before = graph.len();
        let names: BTreeSet<Module> = graph.keys().cloned().collect();
        graph.retain(|_, named| named.iter().any(|module| names.contains(module)));
        let named: BTreeSet<Module> = graph.values().flatten().cloned().collect();
        graph.retain(|module, _| named.contains(module));
        if graph.len() == before {
            return graph;
        }
    }
}

#[test]
fn no_file_imports_itself_over_others() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for name in [
        "crates/usersig",
        "crates/usersig-cli",
        "crates/usersig-explain",
        "bindings/c",
        "bindings/java",
        "bindings/node",
        "bindings/python",
    ] {
        let left = circles(graph(&root.join(name).join("src")));
        let names = |modules: &BTreeSet<Module>| modules.iter().map(|module| module.join("::")).collect::<Vec<_>>().join(", ");
        let left: Vec<_> = left.iter().map(|(module, named)| format!("{} -> {}", module.join("::"), names(named))).collect();
        assert!(left.is_empty(), "{name}:\n{}", left.join("\n"));
    }
}

#[test]
fn a_circle_is_seen() {
    let edge = |from: &str, to: &[&str]| (vec![from.to_owned()], to.iter().map(|name| vec![(*name).to_owned()]).collect());
    let with =
        |c: &[&str]| circles(BTreeMap::from([edge("a", &["b"]), edge("b", &["c"]), edge("c", c), edge("d", &["a"])])).len();
    assert_eq!((with(&[]), with(&["a"])), (0, 3));
}
