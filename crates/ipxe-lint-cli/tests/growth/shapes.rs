//! Scripts of one shape and any size: each asks for something again and again that is easily looked for one by one.

use std::fmt::Write;

/// A shape: a script of about so many parts.
pub(crate) type Shape = (&'static str, fn(usize) -> String);

fn each(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, at| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", line(at));
        text
    })
}

fn on_one_line(count: usize, first: &str, next: impl Fn(usize) -> String) -> String {
    (0..count).map(next).fold(first.to_owned(), |line, next| line + &next) + "\n"
}

/// Another number below the count, far away.
fn far(at: usize, count: usize) -> usize {
    (at * 7919 + 1) % count
}

pub(crate) const SHAPES: &[Shape] = &[
    // Long lines.
    ("letters", |n| format!("echo {}\n", "a".repeat(50 * n))),
    ("words", |n| on_one_line(n, "echo", |at| format!(" word{at}"))),
    ("expansions", |n| on_one_line(n, "echo", |at| format!(" ${{net{at}/mac:hexhyp}}"))),
    ("tests", |n| on_one_line(n, "isset ${a}", |at| format!(" && isset ${{a{at}}}")) + "shell\n"),
    ("alternatives", |n| on_one_line(n, "isset ${a}", |at| format!(" || set a {at} && set b {at}"))),
    ("operators", |n| "&& || ".repeat(n) + "\necho a\n"),
    ("jumps", |n| on_one_line(n, "goto ${a}", |at| format!(" || goto ${{b{at}}}"))),
    ("unknown", |n| on_one_line(n, "foo", |at| format!(" || fooo{at} a"))),
    ("glued", |n| on_one_line(n, "echo", |_| " a||b".to_owned())),
    ("nested", |n| format!("echo {}a{}\n", "${".repeat(n), "}".repeat(n))),
    ("unclosed", |n| format!("echo {}\n", "${".repeat(n))),
    ("continued", |n| format!("echo a \\\n{}b\n", "  c \\\n".repeat(n))),
    ("dots", |n| format!("chain http://h/{} || shell\n", "a/../".repeat(n))),
    ("tags", |n| format!("set a{0} x\necho ${{a{0}}}\n", ".1".repeat(n))),
    ("joined", |n| {
        each(n, |at| format!("set v{at} a"))
            + &on_one_line(n, "kernel http://h/", |at| format!("${{v{at}}}"))
            + "boot\n"
    }),
    // Bytes.
    ("blank", |n| "\n".repeat(20 * n)),
    ("nul", |n| "\0".repeat(20 * n)),
    ("accents", |n| each(n, |at| format!("echo d\u{e9}j\u{e0} {at}\ngoto nowhere{at} ||"))),
    ("escapes", |n| each(n, |at| format!("echo \u{1b}[31m{at}\u{7f}\u{9b}\u{2028}\nkernl\u{202e} {at}"))),
    // Labels and jumps.
    ("around", |n| each(n, |at| format!(":l{at}\nisset ${{v{}}} && goto l{} ||", at % 7, far(at, n)))),
    ("computed", |n| each(n, |at| format!(":l{at}\necho {at}\ngoto l${{t}} ||")) + "shell\n"),
    ("computed_each", |n| each(n, |at| format!(":l{at}\necho {at}\ngoto x${{t{at}}} ||")) + "shell\n"),
    ("misspelt", |n| each(n, |at| format!(":section{at}\necho {at}\ngoto sectoin{at} ||"))),
    ("missing", |n| each(n, |at| format!("goto nowhere{at} ||"))),
    ("twice", |n| ":same\necho a\n".repeat(n)),
    ("returns", |n| {
        each(n, |at| format!("set back r{at}\ngoto sub\n:r{at}")) + "exit\n:sub\necho a\ngoto ${back}\n"
    }),
    ("departures", |n| each(n, |at| format!(":l{at}\nchain --replace a{at}\ngoto l{at}"))),
    ("diamonds", |n| {
        each(n, |at| {
            format!("isset ${{c{at}}} && goto a{at} ||\nset v{at} 1\ngoto e{at}\n:a{at}\nset v{at} 2\n:e{at}")
        })
    }),
    ("dead", |n| format!("exit\n{}", "echo a\nset a b\n".repeat(n))),
    ("retries", |n| each(n, |at| format!(":r{at}\ndhcp || goto r{at}"))),
    // Settings.
    ("settings", |n| each(n, |at| format!("set s{at} {at}\necho ${{s{}}}", far(at, n)))),
    ("circle", |n| format!(":top\n{}goto top\n", each(n, |at| format!("set s{at} ${{s{}}}x", (at + 1) % n)))),
    ("doubled", |n| "set a ${a}${a}\n".repeat(n) + "echo ${a}\n"),
    ("overwritten", |n| each(n, |at| format!("set v{0} a\nset v{0} b\necho ${{v{0}}}", at % (n / 2)))),
    ("defaults", |n| each(n, |at| format!("isset ${{v{at}}} && set v{at} a\nchain http://${{v{at}}}/a ||"))),
    ("near_names", |n| {
        each(n, |at| format!("set variable{at} x")) + &each(n, |at| format!("echo ${{variabel{at}}}"))
    }),
    ("choices", |n| {
        each(n, |at| format!("menu\nitem a\nitem b\nchoose t{at} ||"))
            + &each(n, |at| format!("echo ${{${{x{at}}}}}"))
    }),
    // Images.
    ("images", |n| {
        each(n, |at| format!("imgfetch --name i{at} http://h/{at} ||"))
            + &each(n, |at| format!("imgexec i{at} || shell"))
    }),
    ("fetched", |n| "imgfetch foo ||\n".repeat(n) + &"imgexec foo ||\n".repeat(n)),
    ("initrds", |n| {
        format!("kernel http://h/k\n{}boot\n", each(n, |at| format!("initrd http://h/{at} i{at}")))
    }),
    ("bad_uris", |n| each(n, |at| format!("chain http:/h{at}/ a ||\nkernel htp://h/{at}"))),
    // Menus.
    ("entries", |n| {
        format!("menu\n{}choose t && goto ${{t}} ||\n", each(n, |at| format!("item e{at} Entry")))
            + &each(n, |at| format!(":e{at}\nshell"))
    }),
    ("menus", |n| each(n, |at| format!("menu\nitem a{at}\nitem b{at}\nchoose t{at} || shell"))),
    ("named_menus", |n| {
        each(n, |at| format!("menu --name m{at}\nitem --menu m{at} a\nitem --menu m{at} b"))
            + &each(n, |at| format!("choose --menu m{at} t || shell"))
    }),
    // Networks.
    ("interfaces", |n| {
        each(n, |at| format!("ifopen net{at}\ndhcp net{at} || shell\nset net{at}/ip 192.0.2.1"))
    }),
    ("forms", |n| {
        format!("params\n{}chain http://h/##params\n", each(n, |at| format!("param p{at} ${{v{at}}}")))
    }),
    // Comments that suppress.
    ("suppressed", |n| each(n, |at| format!("# ipxe-lint: ignore[unknown-command] {at}\nkernl foo"))),
    ("suppressing", |n| each(n, |at| format!("# ipxe-lint: ignore[nosuch{at}]\necho a"))),
];
