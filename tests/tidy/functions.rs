//! The length of functions.

use syn::{spanned::Spanned, visit::Visit};

/// The functions of a file that are longer than this number of lines, each with its length.
pub(crate) fn longer_than(lines: usize, file: &syn::File) -> Vec<(String, usize)> {
    let mut functions = Functions { lines, long: Vec::new() };
    functions.visit_file(file);
    functions.long
}

struct Functions {
    lines: usize,
    long: Vec<(String, usize)>,
}

impl Functions {
    fn add(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let length = block.span().end().line + 1 - signature.span().start().line;
        if length > self.lines {
            self.long.push((signature.ident.to_string(), length));
        }
    }
}

impl<'f> Visit<'f> for Functions {
    fn visit_item_fn(&mut self, function: &'f syn::ItemFn) {
        self.add(&function.sig, &function.block);
        syn::visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'f syn::ImplItemFn) {
        self.add(&function.sig, &function.block);
        syn::visit::visit_impl_item_fn(self, function);
    }
}
