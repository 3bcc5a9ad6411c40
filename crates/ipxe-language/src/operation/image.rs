use super::Joined;
use crate::options::OptionValue;
use crate::text::Text;

/// An image that a command gets hold of, and what it gives the image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageSource<'w> {
    /// A URI; where the operation says so, the name of an image that is there counts first.
    pub location: &'w Text<'w>,
    /// The name that the image gets; else the last component of the URI's path.
    pub name: Option<OptionValue<'w>>,
    /// The image's command line. If it is empty the image keeps what it has, unless the operation replaces it.
    pub arguments: Joined<'w>,
    /// For how long a download may stand still, in milliseconds.
    pub timeout: Option<OptionValue<'w>>,
    /// Whether the image is taken away when it was executed.
    pub autofree: bool,
}

/// Executing an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Execute<'w> {
    /// The image; if it is left out, the one that is selected.
    pub image: Option<ImageSource<'w>>,
    /// The name that an image gets that is not named here, but selected.
    pub name: Option<OptionValue<'w>>,
    /// Whether the image is taken away when it was executed.
    pub autofree: bool,
    /// Whether the image takes the place of the script, which does not go on then.
    pub replace: bool,
}

/// Writing an image's content to a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoreImage<'w> {
    /// The setting's name.
    pub setting: &'w Text<'w>,
    /// The image's name, or else its URI.
    pub location: &'w Text<'w>,
    /// Whether the image stays.
    pub keep: bool,
}

/// Checking an image's signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifyImage<'w> {
    /// The image's name, or else its URI.
    pub location: &'w Text<'w>,
    /// The signature's image or URI.
    pub signature: &'w Text<'w>,
    /// Whose signature it must be.
    pub signer: Option<OptionValue<'w>>,
    /// Whether the signature stays an image.
    pub keep: bool,
}
