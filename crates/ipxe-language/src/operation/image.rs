use super::Joined;
use crate::options::OptionValue;
use crate::text::Text;

/// An image that a command loads or uses, with its attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageSource<'w> {
    /// A URI. If the operation says so, the name of a registered image takes precedence.
    pub location: &'w Text<'w>,
    /// The name of the image; otherwise the last component of the URI's path.
    pub name: Option<OptionValue<'w>>,
    /// The image's command line. If it is empty, the image keeps its own, unless the operation replaces it.
    pub arguments: Joined<'w>,
    /// The timeout of a download without progress, in milliseconds.
    pub timeout: Option<OptionValue<'w>>,
    /// Whether the image is freed after its execution.
    pub autofree: bool,
}

/// Executing an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Execute<'w> {
    /// The image; without one, the selected image.
    pub image: Option<ImageSource<'w>>,
    /// The new name of the selected image.
    pub name: Option<OptionValue<'w>>,
    /// Whether the image is freed after its execution.
    pub autofree: bool,
    /// Whether the image replaces the script, which then does not continue.
    pub replace: bool,
}

/// Writing an image's content to a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoreImage<'w> {
    /// The setting's name.
    pub setting: &'w Text<'w>,
    /// The image's name, otherwise its URI.
    pub location: &'w Text<'w>,
    /// Whether the image stays registered.
    pub keep: bool,
}

/// Checking an image's signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifyImage<'w> {
    /// The image's name, otherwise its URI.
    pub location: &'w Text<'w>,
    /// The signature's image or URI.
    pub signature: &'w Text<'w>,
    /// The required signer.
    pub signer: Option<OptionValue<'w>>,
    /// Whether the signature stays registered as an image.
    pub keep: bool,
}
