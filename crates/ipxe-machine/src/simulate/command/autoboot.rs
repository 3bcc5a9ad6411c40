//! `autoboot`: configures interfaces, and boots as the network says.

use ipxe_language::{
    status::ErrorClass,
    text::Text,
    uri::{Uri, UriScheme},
};

use super::vlan::open;
use super::{Call, Result, Turn};
use crate::settings::{BlockId, Raw};
use crate::simulate::{Failure, SanPlan, errno};

/// The network's boot information.
enum Advice {
    /// Nothing.
    Absent,
    /// It is unknown.
    Open,
    Known(Vec<u8>),
}

impl Turn<'_> {
    /// Boots from the first of the named interfaces, or of all, that can.
    pub(super) fn autoboot(&mut self, interfaces: &[Text<'_>], call: Call<'_>) -> Result {
        let mut status = Err(Failure::from(ErrorClass::NoDevice).or_detail(errno::NO_INTERFACES));
        for interface in self.interfaces_of(interfaces) {
            status = interface.and_then(|interface| self.boot_from(interface, call));
            if status.is_ok() {
                break;
            }
        }
        status
    }

    fn boot_from(&mut self, interface: BlockId, call: Call<'_>) -> Result {
        let name = self.machine.settings.path(interface);
        let settings = &mut self.machine.settings;
        open(settings, interface);
        self.environment.configure(settings, &name, None)?;
        self.report_block(interface);
        self.machine.follow_server();
        match (self.advice(b"filename"), self.advice(b"root-path")) {
            (Advice::Known(filename), _) => self.boot_file(&filename, call),
            (Advice::Absent, Advice::Known(root_path)) => self.boot_root_path(root_path),
            // Only the environment knows the network's boot information.
            _ => self.hand_over(call),
        }
    }

    fn advice(&self, name: &[u8]) -> Advice {
        match self.machine.settings.read(name).map(|found| found.value().raw().clone()) {
            Ok(Raw::Known(text)) if text.is_empty() => Advice::Absent,
            Ok(Raw::Known(text)) if !self.is_open(&text) => Advice::Known(text),
            Ok(_) => Advice::Open,
            Err(_) => Advice::Absent,
        }
    }

    /// Executes the file that the network names: by a URI, or by a path on its TFTP server.
    fn boot_file(&mut self, filename: &[u8], call: Call<'_>) -> Result {
        let text = Text::from(filename);
        let uri = match Uri::parse_for(&text, self.release()).scheme {
            UriScheme::Absent => {
                let server = self.machine.server_uri().ok_or(ErrorClass::NotFound)?;
                [&*server, filename].concat()
            }
            _ => filename.to_vec(),
        };
        let at = self.register(&uri, None, call)?;
        self.machine.images.set_autofree(at);
        self.execute_at(at)
    }

    fn boot_root_path(&mut self, root_path: Vec<u8>) -> Result {
        self.check_drives(&[Text::from(root_path.as_slice())])?;
        self.boot_drive(SanPlan { uris: vec![root_path], ..SanPlan::default() })
    }
}
