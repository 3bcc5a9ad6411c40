//! What a word of a command means to it.

/// What an argument, or an option's value, is taken for.
///
/// Written down by us, from the language description and iPXE's published command reference, in
/// `data/roles.json`, where each command names its sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Nothing: the option takes no value.
    Flag,
    /// Free text to be shown.
    Text,
    /// Text that is looked at after expansion: what `isset` and `iseq` compare.
    Value,
    /// The name of a setting that is written.
    SettingWritten,
    /// The name of a setting that is read.
    SettingRead,
    /// The name of a setting that is read and written.
    SettingUpdated,
    /// What a setting is set to, in the form of its type.
    SettingValue,
    /// The name of a settings block.
    Scope,
    /// A URI to download from.
    Uri,
    /// The URI of a SAN drive.
    SanUri,
    /// The name of a registered image.
    Image,
    /// The name of a registered image or, if there is none of that name, a URI to download.
    ImageOrUri,
    /// The name that an image shall get.
    NewImageName,
    /// What the image finds as its command line.
    CommandLine,
    /// The name of a label.
    Label,
    /// A number, by the rules for integers.
    Integer,
    /// The number of a colour, or of a pair of colours: 0 to 7.
    ColourIndex,
    /// A number of milliseconds.
    Timeout,
    /// A number of seconds.
    Seconds,
    /// The name of a network interface.
    Interface,
    /// A key: a single character or a key code.
    Key,
    /// The name of a menu or form.
    MenuName,
    /// The name of an entry of a menu or of a field of a form (where it is also a setting's name).
    ItemName,
    /// The name of a list of request parameters.
    ParamsName,
    /// The name of a request parameter.
    ParamName,
    /// A method of HTTP.
    HttpMethod,
    /// A host name or address.
    Host,
    /// A UUID.
    Uuid,
    /// The path of a file on a drive.
    Path,
    /// A word of a command to be run.
    Command,
    /// A way of configuring an interface: see [`Catalog::values`](crate::Catalog::values).
    Configurator,
    /// The name that a certificate is issued to.
    CertificateName,
    /// How a debugger connects: see [`Catalog::values`](crate::Catalog::values).
    GdbTransport,
    /// The name of a Fibre Channel port.
    FibreChannelPort,
    /// The identifier of a Fibre Channel port.
    FibreChannelPortId,
    /// A Fibre Channel link service request: see [`Catalog::values`](crate::Catalog::values).
    FibreChannelRequest,
}

impl Role {
    /// Whether the word names a setting.
    #[must_use]
    pub fn is_setting(self) -> bool {
        self.reads_setting() || self.writes_setting()
    }

    /// Whether the command reads the setting that the word names.
    #[must_use]
    pub fn reads_setting(self) -> bool {
        matches!(self, Self::SettingRead | Self::SettingUpdated)
    }

    /// Whether the command writes the setting that the word names.
    #[must_use]
    pub fn writes_setting(self) -> bool {
        matches!(self, Self::SettingWritten | Self::SettingUpdated)
    }

    /// Whether the word can be a URI.
    #[must_use]
    pub fn is_uri(self) -> bool {
        matches!(self, Self::Uri | Self::ImageOrUri | Self::SanUri)
    }

    /// Whether the word can name a registered image.
    #[must_use]
    pub fn is_image(self) -> bool {
        matches!(self, Self::Image | Self::ImageOrUri)
    }

    /// Whether the word is read as an integer.
    #[must_use]
    pub fn is_integer(self) -> bool {
        matches!(self, Self::Integer | Self::ColourIndex | Self::Timeout | Self::Seconds)
    }

    /// The greatest number that the word may be, if it is read as an integer.
    #[must_use]
    pub fn greatest(self) -> u32 {
        match self {
            Self::ColourIndex => 7,
            _ => u32::MAX,
        }
    }
}
