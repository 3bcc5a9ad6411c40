//! What rules know of a script beyond its tree.
//!
//! What more than one rule needs is found here, once; what costs a walk is kept by the `Context`.

// The commands and what they are about.
pub(crate) mod any_interface; // which commands configure whichever interface there is
pub(crate) mod booting; // which commands select an image, and which execute the selected one
pub(crate) mod cut_query; // parameters of a URL behind an operator, which iPXE takes for a command
pub(crate) mod executed; // which images are executed by name
pub(crate) mod files; // what files are, as their names say
pub(crate) mod kinds; // the commands by what they are
pub(crate) mod left_images; // images that scripts leave to each other
pub(crate) mod lines; // lines by the place of a byte
pub(crate) mod misuse;
pub(crate) mod single_dashes; // long options behind one dash // commands whose options or arguments are surely wrong

pub(crate) mod unknown_names; // names that are no commands, and what they were meant to be

// Where control goes.
pub(crate) mod absent_settings; // what only runs where a setting has a value that nobody gives it
pub(crate) mod choices; // which commands run without anybody choosing
pub(crate) mod colons; // colons of labels that stand where iPXE does not look for them
pub(crate) mod dangling; // lines that end in an operator, as if the next one belonged to them
pub(crate) mod departures; // commands that do not come back when they succeed
pub(crate) mod failures; // names of labels, and texts, that speak of failure
pub(crate) mod jumps; // the `goto`s
pub(crate) mod parked; // sections whose entry in the menu is a comment
pub(crate) mod passed_over; // downloads whose failure is passed over
pub(crate) mod platforms; // which commands can run on which platform
pub(crate) mod precedence; // what is misread of `||` and `&&`
pub(crate) mod retries; // loops that try again what failed
pub(crate) mod unguarded; // lines that a failed test ends the script at
pub(crate) mod unreachable; // commands that never run, and why

// What words hold.
pub(crate) mod broken_expansion; // `${` that no `}` of its word closes
pub(crate) mod comparison; // comparisons of one setting with text
pub(crate) mod glued; // operators that are parts of words
pub(crate) mod hosts; // text that a person takes for a host
pub(crate) mod look_alikes; // characters that look like others
pub(crate) mod template; // text of templates that were never rendered
pub(crate) mod uris; // the words that iPXE takes for URIs, and those in which URIs wait

// Settings.
pub(crate) mod adjusted_settings; // settings that the script changes, but gives no first value
pub(crate) mod callers; // whether scripts that nobody showed us may set what this one misses
pub(crate) mod constants; // what settings hold wherever they are set
pub(crate) mod known_settings; // the settings that scripts find without setting them
pub(crate) mod misspellings; // names of settings that can only be misspellings of others
pub(crate) mod name_set; // names of settings as a script writes them, also computed ones
pub(crate) mod own_settings; // settings that nobody but the script sets
pub(crate) mod settled_uris; // URIs that begin with what settings hold
pub(crate) mod tested_settings; // the settings that a script asks `isset` about
pub(crate) mod unset_settings; // the settings that a script uses and that nobody sets
pub(crate) mod uri_settings; // what settings hold as beginnings of URIs
pub(crate) mod used_settings; // the settings that a script looks at
pub(crate) mod written_settings; // the settings that a script writes

// What is booted.
pub(crate) mod command_lines; // the command lines that a script gives to kernels
pub(crate) mod cut_off; // kernel arguments behind an operator, which iPXE takes for a command
pub(crate) mod images; // the images that a script loads
pub(crate) mod linux; // what a Linux kernel looks like from a script
pub(crate) mod sections; // runs of commands that prepare one boot

// What the user sees.
pub(crate) mod menus; // the menus, their entries, and what becomes of the chosen one
