//! The meaning of a word for its command.

/// The meaning of an argument, or of an option's value.
///
/// Assigned by this project, from the language description and iPXE's published command reference, in
/// `data/roles.json`, where each command names its sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Nothing: the option takes no value.
    Flag,
    /// Free text for display.
    Text,
    /// Text that is compared or tested after expansion, by `isset` and `iseq`.
    Value,
    /// The name of a setting to write.
    SettingWritten,
    /// The name of a setting to read.
    SettingRead,
    /// The name of a setting to read and write.
    SettingUpdated,
    /// The value of a setting, in the form of its type.
    SettingValue,
    /// The name of a settings block.
    Scope,
    /// A URI to download from.
    Uri,
    /// The URI of a SAN drive.
    SanUri,
    /// The name of a registered image.
    Image,
    /// The name of a registered image or, if there is none with that name, a URI to download.
    ImageOrUri,
    /// The new name of an image.
    NewImageName,
    /// The command line of an image.
    CommandLine,
    /// The name of a label.
    Label,
    /// An integer.
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
    /// The name of a menu entry or of a field in a form (where it is also a setting's name).
    ItemName,
    /// The name of a list of request parameters.
    ParamsName,
    /// The name of a request parameter.
    ParamName,
    /// An HTTP method.
    HttpMethod,
    /// A host name or address.
    Host,
    /// A UUID.
    Uuid,
    /// The path of a file on a drive.
    Path,
    /// A word of a command to run.
    Command,
    /// A configurator of an interface: see [`Catalog::values`](crate::Catalog::values).
    Configurator,
    /// The subject of a certificate.
    CertificateName,
    /// The transport of a debugger: see [`Catalog::values`](crate::Catalog::values).
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

    /// Whether the word is an integer.
    #[must_use]
    pub fn is_integer(self) -> bool {
        matches!(self, Self::Integer | Self::ColourIndex | Self::Timeout | Self::Seconds)
    }

    /// The largest valid number for the word, if it is an integer.
    #[must_use]
    pub fn greatest(self) -> u32 {
        match self {
            Self::ColourIndex => 7,
            _ => u32::MAX,
        }
    }
}
