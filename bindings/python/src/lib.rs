//! The Python binding of `usersig`: the module `usersig._native`, which the package `usersig` re-exports.
//!
//! Every call converts its arguments, makes one call of the core with the interpreter released, and maps the error.

mod args;
mod ending;
mod error;
mod key;
mod options;
mod signer;
mod source;
mod ticket;
mod verifier;

use pyo3::prelude::*;

/// What `usersig` is made of; import `usersig` instead.
#[pymodule(name = "_native", gil_used = false)]
mod native {
    #[cfg(feature = "test-panic")]
    #[pymodule_export]
    use crate::error::panic_next;
    #[pymodule_export]
    use crate::error::use_classes;
    #[pymodule_export]
    use crate::key::{PrivateKey, PublicKey, SecretKey};
    #[pymodule_export]
    use crate::signer::{Signer, gen_sig};
    #[pymodule_export]
    use crate::source::UserSigSource;
    #[pymodule_export]
    use crate::ticket::{PrivateMapKey, Ticket, UntrustedTicket, inspect};
    #[pymodule_export]
    use crate::verifier::Verifier;
    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", usersig::VERSION)?;
        module.add("DEFAULT_EXPIRE", usersig::DEFAULT_EXPIRE)?;
        module.add("MAX_IDENTIFIER_LEN", usersig::MAX_IDENTIFIER_LEN)?;
        module.add("MAX_TICKET_LEN", usersig::MAX_TICKET_LEN)?;
        module.add("MAX_USERBUF_LEN", usersig::MAX_USERBUF_LEN)?;
        module.add("error_codes", crate::error::codes(module.py())?)?;
        crate::args::find_clock(module.py())?;
        crate::ending::register(module)
    }
}
