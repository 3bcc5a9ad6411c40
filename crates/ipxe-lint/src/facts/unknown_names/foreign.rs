//! Words of other boot loaders and of shells.

use ipxe_syntax::Command;

use ipxe_model::commands::linux::is_argument;

/// What iPXE has in place of another program's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    pub(crate) help: &'static str,
    /// The command that does the same with the same arguments.
    pub(crate) replacement: Option<&'static str>,
}

/// What iPXE has in place of a word that many programs know, in any case.
pub(crate) fn counterpart(name: &[u8]) -> Option<Foreign> {
    find(WORDS, name)
}

/// What iPXE has in place of a shell's word.
pub(super) fn shell(command: Command<'_, '_>, name: &[u8]) -> Option<Foreign> {
    let is_alone = || command.arguments().len() == 0;
    let equals = || command.arguments().next().is_some_and(|word| word.text() == b"=");
    let is_assignment = || is_assignment(name) && !is_argument(name) && is_alone() || equals();
    find(SHELL, name).or_else(|| is_assignment().then_some(Foreign { help: ASSIGNMENT, replacement: None }))
}

/// What iPXE has in place of another boot loader's word.
pub(super) fn boot_loader(command: Command<'_, '_>, name: &[u8]) -> Option<Foreign> {
    let argument = command.arguments().next().map(|word| word.text().to_ascii_lowercase());
    if name.eq_ignore_ascii_case(b"menu") {
        let is_directive = argument.is_some_and(|word| find(MENU_DIRECTIVES, &word).is_some());
        return is_directive.then_some(Foreign { help: MENU, replacement: None });
    }
    let key = name.split(|byte| *byte == b'=').next().unwrap_or_default();
    find(BOOT_LOADERS, if name.len() > key.len() { key } else { name })
}

/// `NAME=value`, as shells set variables and kernels take arguments.
pub(super) fn is_assignment(name: &[u8]) -> bool {
    let Some(equals) = name.iter().position(|byte| *byte == b'=') else { return false };
    let key = name.get(..equals).unwrap_or_default();
    key.first().is_some_and(u8::is_ascii_alphabetic)
        && key.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-./".contains(byte))
}

fn find(rows: &[Row], name: &[u8]) -> Option<Foreign> {
    let is_name = |word: &&str| word.as_bytes().eq_ignore_ascii_case(name);
    let &(_, help, replacement) = rows.iter().find(|(words, ..)| words.iter().any(is_name))?;
    Some(Foreign { help, replacement })
}

type Row = (&'static [&'static str], &'static str, Option<&'static str>);

const ASSIGNMENT: &str = "iPXE sets a setting with `set NAME VALUE`";
const MENU: &str = "an iPXE menu is `menu TITLE`, `item LABEL TEXT` and `choose SETTING`";

const WORDS: &[Row] = &[
    (&["shutdown", "halt", "powerdown"], "iPXE switches the machine off with `poweroff`", Some("poweroff")),
    (&["restart", "reset"], "iPXE restarts the machine with `reboot`", Some("reboot")),
    (
        &["cls", "clearscreen"],
        "iPXE has no command for that; `console` or an escape sequence clears the screen",
        None,
    ),
    (&["unsetenv"], "iPXE unsets a setting with `clear NAME`", Some("clear")),
    (&["setenv"], ASSIGNMENT, Some("set")),
    (&["fetch", "tftp", "download"], "iPXE downloads with `imgfetch URI`", None),
    (&["pause", "wait"], "iPXE waits with `sleep SECONDS`, or for a key with `prompt`", None),
    (&["ifup", "dhclient", "udhcpc"], "iPXE configures the network with `dhcp` or `ifconf`", None),
    (&["ifdown"], "iPXE closes an interface with `ifclose`", Some("ifclose")),
    (&["cmd", "command"], "iPXE's own command line is `shell`", Some("shell")),
    (&["jump", "jmp"], "iPXE jumps with `goto LABEL`", Some("goto")),
    (&["print", "say", "write"], "iPXE prints with `echo`", Some("echo")),
];

const SHELL: &[Row] = &[
    (
        &["if", "then", "elif", "else", "fi", "endif", "test", "[", "[[", "]", "case", "esac", "!", "{", "}"],
        "iPXE has no blocks: write `iseq A B && goto LABEL ||` or `isset ${NAME} || goto LABEL`",
        None,
    ),
    (
        &["while", "for", "do", "done", "loop", "until"],
        "iPXE has no loops: write a `:LABEL` and `goto LABEL`",
        None,
    ),
    (
        &["function", "call", "gosub", "return", "source", ".", "exec"],
        "iPXE has no functions: `goto` a label, or `chain` a script",
        None,
    ),
    (&["printf", "puts"], "iPXE prints with `echo`", Some("echo")),
    (&["export", "let", "var", "local", "declare"], ASSIGNMENT, None),
    (&["unset"], "iPXE unsets a setting with `clear NAME`", Some("clear")),
    (&["wget", "curl"], "iPXE downloads with `imgfetch URI`", None),
    (&["sh", "bash"], "iPXE's own command line is `shell`", Some("shell")),
    (
        &[
            "grep", "sed", "awk", "cat", "sudo", "mkdir", "rm", "cp", "mv", "mount", "cd", "ls", "chmod",
            "eof",
        ],
        "iPXE runs no programs: it only has its own commands",
        None,
    ),
];

const BOOT_LOADERS: &[Row] = &[
    (&["linux", "linuxefi", "linux16"], "iPXE loads a kernel with `kernel URI ARGUMENTS…`", Some("kernel")),
    (&["initrdefi", "initrd16"], "iPXE loads an initrd with `initrd URI`", Some("initrd")),
    (
        &["append", "cmdline", "kernel_args", "bootargs", "options"],
        "the kernel's arguments follow its URI: `kernel URI ARGUMENTS…`, or `imgargs NAME ARGUMENTS…`",
        None,
    ),
    (&["chainloader", "chainload", "com32"], "iPXE chains with `chain URI`", Some("chain")),
    (
        &["menuentry", "submenu", "label", "title", "ui"],
        "an iPXE menu is `menu`, `item LABEL TEXT` and `choose`; `:NAME` is a label",
        None,
    ),
    (
        &["default", "timeout", "totaltimeout", "ontimeout", "onerror"],
        "write `choose --default NAME --timeout MILLISECONDS SETTING`",
        None,
    ),
    (
        &["localboot"],
        "to go on with the local disk, write `exit`, or `sanboot --drive 0x80` on PC BIOS",
        None,
    ),
    (&["include", "configfile"], "iPXE runs another script with `chain URI`", Some("chain")),
    (&["ipappend", "sysappend"], "write the argument itself, as in `BOOTIF=01-${netX/mac:hexhyp}`", None),
    (
        &[
            "insmod",
            "search",
            "loadfont",
            "root",
            "rootnoverify",
            "makeactive",
            "terminal_output",
            "terminal_input",
        ],
        "iPXE has no modules and no devices: it loads everything from URIs",
        None,
    ),
    (
        &["serial", "display", "kbdmap", "noescape", "implicit", "allowoptions"],
        "iPXE has nothing like that: leave it out",
        None,
    ),
    (
        &["multiboot", "multiboot2"],
        "iPXE loads a multiboot kernel with `kernel URI ARGUMENTS…`",
        Some("kernel"),
    ),
];

const MENU_DIRECTIVES: &[Row] = &[(
    &[
        "label",
        "title",
        "default",
        "hidden",
        "background",
        "color",
        "indent",
        "separator",
        "begin",
        "end",
        "include",
    ],
    MENU,
    None,
)];
