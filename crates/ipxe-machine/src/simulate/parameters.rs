//! Lists of request parameters.

/// A list of request parameters, which a URI ending in `##params` submits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Parameters {
    /// The method of the request, if one was set.
    pub method: Option<Vec<u8>>,
    /// The parameters in order.
    pub all: Vec<Parameter>,
}

/// A request parameter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Parameter {
    /// Its name.
    pub name: Vec<u8>,
    /// Its value.
    pub value: Vec<u8>,
    /// Whether it is a header of the request rather than a field of the form.
    pub header: bool,
}

impl Parameters {
    /// The number of bytes of the parameters.
    pub(super) fn size(&self) -> usize {
        self.all.iter().map(Parameter::size).sum()
    }
}

impl Parameter {
    /// The number of bytes that it uses.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>() + self.name.len() + self.value.len()
    }
}
