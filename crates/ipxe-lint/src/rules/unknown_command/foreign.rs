//! Words of other boot loaders and of shells.

/// What iPXE has in place of a word.
pub(super) struct Foreign {
    pub(super) help: &'static str,
    /// The command that does the same with the same arguments.
    pub(super) replacement: Option<&'static str>,
}

/// What iPXE has in place of another program's word, in any case.
pub(super) fn counterpart(name: &[u8]) -> Option<Foreign> {
    let name = name.to_ascii_lowercase();
    let found = WORDS.iter().find(|(words, ..)| words.iter().any(|word| word.as_bytes() == name));
    if let Some(&(_, help, replacement)) = found {
        return Some(Foreign { help, replacement });
    }
    let help = "keep one side of it, and remove these lines";
    is_conflict_marker(&name).then_some(Foreign { help, replacement: None })
}

/// `<<<<<<<` and the others that version control leaves where it could not merge.
pub(super) fn is_conflict_marker(name: &[u8]) -> bool {
    matches!(name, b"<<<<<<<" | b"|||||||" | b"=======" | b">>>>>>>")
}

/// A comment of another language: how long its marker is.
pub(super) fn marker(name: &[u8]) -> Option<(usize, &'static str)> {
    let help = "a comment begins with `#`";
    let markers: [&[u8]; 4] = [b"//", b"--", b"/*", b"<!--"];
    let is_option = name.get(2).is_some_and(u8::is_ascii_alphanumeric) && name.starts_with(b"--");
    let marker = markers.iter().find(|marker| name.starts_with(marker) && !is_option)?;
    Some((marker.len(), help))
}

type Row = (&'static [&'static str], &'static str, Option<&'static str>);

const WORDS: &[Row] = &[
    (&["shutdown", "halt", "powerdown"], "iPXE switches the machine off with `poweroff`", Some("poweroff")),
    (&["restart", "reset"], "iPXE restarts the machine with `reboot`", Some("reboot")),
    (&["linux", "linuxefi", "linux16"], "iPXE loads a kernel with `kernel URI ARGUMENTS…`", Some("kernel")),
    (&["initrdefi", "initrd16"], "iPXE loads an initrd with `initrd URI`", Some("initrd")),
    (
        &["append", "cmdline", "kernel_args", "bootargs"],
        "the kernel's arguments follow its URI: `kernel URI ARGUMENTS…`, or `imgargs NAME ARGUMENTS…`",
        None,
    ),
    (&["chainloader", "chainload"], "iPXE chains with `chain URI`", Some("chain")),
    (&["menuentry", "label"], "an iPXE menu is `menu`, `item LABEL TEXT` and `choose`; `:NAME` is a label", None),
    (&["default", "timeout", "ontimeout"], "write `choose --default NAME --timeout MILLISECONDS SETTING`", None),
    (&["localboot"], "to go on with the local disk, write `exit`, or `sanboot --drive 0x80` on PC BIOS", None),
    (
        &["if", "then", "elif", "else", "fi", "endif", "test", "[", "[[", "case", "esac"],
        "iPXE has no blocks: write `iseq A B && goto LABEL ||` or `isset ${NAME} || goto LABEL`",
        None,
    ),
    (&["while", "for", "do", "done", "loop"], "iPXE has no loops: write a `:LABEL` and `goto LABEL`", None),
    (&["function", "call", "return", "source", "."], "iPXE has no functions: `goto` a label, or `chain` a script", None),
    (&["print", "printf", "puts", "say", "write"], "iPXE prints with `echo`", Some("echo")),
    (&["cls", "clearscreen"], "iPXE has no command for that; `console` or an escape sequence clears the screen", None),
    (&["export", "let", "setenv", "var", "local"], "iPXE sets a setting with `set NAME VALUE`", None),
    (&["unset", "unsetenv"], "iPXE unsets a setting with `clear NAME`", Some("clear")),
    (&["wget", "curl", "fetch", "tftp", "download"], "iPXE downloads with `imgfetch URI`", None),
    (&["pause", "wait"], "iPXE waits with `sleep SECONDS`, or for a key with `prompt`", None),
    (&["ifup", "dhclient", "udhcpc"], "iPXE configures the network with `dhcp` or `ifconf`", None),
    (&["ifdown"], "iPXE closes an interface with `ifclose`", Some("ifclose")),
    (&["sh", "bash", "cmd", "command"], "iPXE's own command line is `shell`", Some("shell")),
    (&["rem"], "a comment begins with `#`", Some("#")),
    (&["jump", "jmp"], "iPXE jumps with `goto LABEL`", Some("goto")),
    (&["grep", "sed", "awk", "cat", "sudo", "mkdir", "rm", "cp", "mount"], "iPXE runs no programs: it only has its own commands", None),
];
