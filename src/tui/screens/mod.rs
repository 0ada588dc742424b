//! The screens, and the sheets that come on top of them.

mod banks;
mod evidence;
mod finish;
mod guide;
mod help;
mod home;
mod interview;
mod jot;
mod no_answer;
mod notice;
mod outline;
mod palette;
mod row_name;
mod see;
mod sheet;
pub mod status;
mod todos;
mod trouble;

pub use banks::Banks;
pub use evidence::Evidence;
pub use finish::Finish;
pub use guide::Reading;
pub use help::Help;
pub use home::Home;
pub use interview::Interview;
pub use jot::{FileJot, JotLine};
pub use no_answer::NoAnswer;
pub use notice::Notice;
pub use outline::Outline;
pub use palette::Palette;
pub use row_name::RowName;
pub use see::See;
pub use sheet::Sheet;
pub use todos::Todos;
pub use trouble::Trouble;
