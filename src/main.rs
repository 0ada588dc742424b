//! Reads the command line, calls one function, turns an error into an exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    vivavoce::cli::run(std::env::args_os(), &mut std::io::stdout().lock(), &mut std::io::stderr().lock())
}
